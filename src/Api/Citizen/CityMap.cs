using System.Globalization;
using System.Text.Json;

namespace CityBrain.Api.Citizen;

/// <summary>A schematic map of the city: its outline, and where a location lies on it. Good for telling near from far, not for measuring.</summary>
public static class CityMap
{
    /// <summary>Units of the drawing from west to east.</summary>
    public const double Width = 400;

    private const double Margin = 12;

    private static readonly Location[] Ring = ReadRing();
    private static readonly (double West, double North, double Scale, double Narrowing) Frame = FrameOf(Ring);

    /// <summary>Units of the drawing from north to south.</summary>
    public static double Height { get; } = Place(new Location(Ring.Min(point => point.LatitudeDegrees), Ring[0].LongitudeDegrees)).Y + Margin;

    /// <summary>The outline as points of a polygon.</summary>
    public static string Outline { get; } = string.Join(' ', Ring.Select(point => Place(point)).Select(at => $"{Number(at.X)},{Number(at.Y)}"));

    /// <summary>Where a location lies on the drawing.</summary>
    public static (double X, double Y) Place(Location location) => (
        Margin + ((location.LongitudeDegrees - Frame.West) * Frame.Narrowing * Frame.Scale),
        Margin + ((Frame.North - location.LatitudeDegrees) * Frame.Scale));

    /// <summary>A number of the drawing.</summary>
    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private static (double West, double North, double Scale, double Narrowing) FrameOf(Location[] ring)
    {
        var (west, east) = (ring.Min(point => point.LongitudeDegrees), ring.Max(point => point.LongitudeDegrees));
        var (south, north) = (ring.Min(point => point.LatitudeDegrees), ring.Max(point => point.LatitudeDegrees));
        var narrowing = Math.Cos(double.DegreesToRadians((south + north) / 2));
        return (west, north, (Width - (2 * Margin)) / ((east - west) * narrowing), narrowing);
    }

    private static Location[] ReadRing()
    {
        using var file = JsonDocument.Parse(CitizenApi.Text("outline.geojson"));
        return [.. file.RootElement.GetProperty("geometry").GetProperty("coordinates")[0].EnumerateArray().Select(pair => new Location(pair[1].GetDouble(), pair[0].GetDouble()))];
    }
}
