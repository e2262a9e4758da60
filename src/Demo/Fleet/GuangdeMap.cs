using System.Text.Json;

namespace CityBrain.Demo.Fleet;

/// <summary>What the map that ships with the city draws: the demonstration's devices stand where the screen shows their communities, and bear the names it shows.</summary>
internal static class GuangdeMap
{
    /// <summary>The districts' and communities' points, WGS84, and English names, by code.</summary>
    public static IReadOnlyDictionary<string, (Location Point, string En)> Places { get; } = Read();

    private static Dictionary<string, (Location Point, string En)> Read()
    {
        using var file = typeof(GuangdeMap).Assembly.GetManifestResourceStream("guangde.json")!;
        using var map = JsonDocument.Parse(file);
        Dictionary<string, (Location Point, string En)> places = new(StringComparer.Ordinal);
        foreach (var feature in map.RootElement.GetProperty("features").EnumerateArray())
        {
            var properties = feature.GetProperty("properties");
            if (properties.GetProperty("kind").ValueEquals("centre") || properties.GetProperty("kind").ValueEquals("community"))
            {
                var point = feature.GetProperty("geometry").GetProperty("coordinates");
                places.Add(properties.GetProperty("code").GetString()!, (new Location(point[1].GetDouble(), point[0].GetDouble()), properties.GetProperty("nameEn").GetString()!));
            }
        }

        return places;
    }
}
