namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// GCJ-02, the shifted coordinates of public maps in China. They are converted at the edge and never stored. The shift is the publicly
/// known approximation on the Krasovsky 1940 ellipsoid; it is undone by iteration to well under half a metre.
/// </summary>
public static class Gcj02
{
    private const double SemiMajorMeters = 6_378_245.0;
    private const double EccentricitySquared = 0.00669342162296594323;
    private const double ToleranceDegrees = 1e-9;
    private const int RoundsMax = 20;

    /// <summary>The WGS84 location that a map shows at these GCJ-02 coordinates. Outside China the two are the same.</summary>
    public static Location ToWgs84(Location gcj02)
    {
        if (!IsShifted(gcj02))
        {
            return gcj02;
        }

        var wgs84 = gcj02;
        for (var round = 0; round < RoundsMax; round++)
        {
            var shown = FromWgs84(wgs84);
            var (north, east) = (gcj02.LatitudeDegrees - shown.LatitudeDegrees, gcj02.LongitudeDegrees - shown.LongitudeDegrees);
            wgs84 = new Location(wgs84.LatitudeDegrees + north, wgs84.LongitudeDegrees + east);
            if (Math.Abs(north) < ToleranceDegrees && Math.Abs(east) < ToleranceDegrees)
            {
                break;
            }
        }

        return wgs84;
    }

    /// <summary>Where a public map shows this WGS84 location.</summary>
    public static Location FromWgs84(Location wgs84)
    {
        if (!IsShifted(wgs84))
        {
            return wgs84;
        }

        var (latitude, longitude) = (wgs84.LatitudeDegrees, wgs84.LongitudeDegrees);
        var (x, y) = (longitude - 105, latitude - 35);
        var radians = double.DegreesToRadians(latitude);
        var magic = 1 - (EccentricitySquared * Math.Sin(radians) * Math.Sin(radians));
        var meridianMeters = SemiMajorMeters * (1 - EccentricitySquared) / (magic * Math.Sqrt(magic));
        var parallelMeters = SemiMajorMeters / Math.Sqrt(magic) * Math.Cos(radians);
        return new Location(
            latitude + double.RadiansToDegrees(NorthMeters(x, y) / meridianMeters),
            longitude + double.RadiansToDegrees(EastMeters(x, y) / parallelMeters));
    }

    // The rectangle outside of which public maps do not shift.
    private static bool IsShifted(Location location) =>
        location.LongitudeDegrees is >= 72.004 and <= 137.8347 && location.LatitudeDegrees is >= 0.8293 and <= 55.8271;

    private static double NorthMeters(double x, double y) =>
        -100 + (2 * x) + (3 * y) + (0.2 * y * y) + (0.1 * x * y) + (0.2 * Math.Sqrt(Math.Abs(x))) + Ripple(x)
        + (((20 * Math.Sin(y * Math.PI)) + (40 * Math.Sin(y / 3 * Math.PI))) * 2 / 3)
        + (((160 * Math.Sin(y / 12 * Math.PI)) + (320 * Math.Sin(y * Math.PI / 30))) * 2 / 3);

    private static double EastMeters(double x, double y) =>
        300 + x + (2 * y) + (0.1 * x * x) + (0.1 * x * y) + (0.1 * Math.Sqrt(Math.Abs(x))) + Ripple(x)
        + (((20 * Math.Sin(x * Math.PI)) + (40 * Math.Sin(x / 3 * Math.PI))) * 2 / 3)
        + (((150 * Math.Sin(x / 12 * Math.PI)) + (300 * Math.Sin(x / 30 * Math.PI))) * 2 / 3);

    private static double Ripple(double x) => ((20 * Math.Sin(6 * x * Math.PI)) + (20 * Math.Sin(2 * x * Math.PI))) * 2 / 3;
}
