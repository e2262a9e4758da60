using System.Text.Json;

namespace CityBrain.Demo.Tests;

/// <summary>The map of Guangde as its file in the repository draws it.</summary>
internal static class DrawnMap
{
    private static readonly List<JsonElement> Features = [.. JsonDocument.Parse(Repository.Read("src/Api/wwwroot/map/guangde.json")).RootElement.GetProperty("features").EnumerateArray()];

    public static IReadOnlyDictionary<string, (string Name, string? NameEn, Location Point)> Communities { get; } =
        Of("community").ToDictionary(feature => Text(feature, "code")!, feature => (Text(feature, "name")!, Text(feature, "nameEn"), Point(Coordinates(feature))), StringComparer.Ordinal);

    public static IReadOnlyDictionary<string, Location> Centres { get; } =
        Of("centre").ToDictionary(feature => Text(feature, "code")!, feature => Point(Coordinates(feature)), StringComparer.Ordinal);

    private static List<Location> Outline { get; } = [.. Coordinates(Of("outline").Single())[0].EnumerateArray().Select(Point)];

    /// <summary>Whether a point lies within the city's outline: a line from it to the east crosses the outline an odd number of times.</summary>
    public static bool IsInTheCity(Location point) => Outline.Zip(Outline.Skip(1)).Count(side =>
    {
        var ((fromLatitude, fromLongitude), (latitude, longitude)) = side;
        return fromLatitude > point.LatitudeDegrees != latitude > point.LatitudeDegrees
            && point.LongitudeDegrees < fromLongitude + ((longitude - fromLongitude) * (point.LatitudeDegrees - fromLatitude) / (latitude - fromLatitude));
    }) % 2 == 1;

    private static IEnumerable<JsonElement> Of(string kind) => Features.Where(feature => Text(feature, "kind") == kind);

    private static string? Text(JsonElement feature, string property) => feature.GetProperty("properties").TryGetProperty(property, out var text) ? text.GetString() : null;

    private static JsonElement Coordinates(JsonElement feature) => feature.GetProperty("geometry").GetProperty("coordinates");

    private static Location Point(JsonElement point) => new(point[1].GetDouble(), point[0].GetDouble());
}
