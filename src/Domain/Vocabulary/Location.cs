using System.Text.Json.Serialization;
using Orleans;

namespace CityBrain.Domain.Vocabulary;

/// <summary>A point in WGS84 (CGCS2000 differs by centimetres). GCJ-02 is converted at the edge and never stored.</summary>
/// <param name="LatitudeDegrees">−90 to 90, north positive.</param>
/// <param name="LongitudeDegrees">−180 to 180, east positive.</param>
[GenerateSerializer, Immutable, Alias("citybrain.location")]
public readonly record struct Location([property: Id(0)] double LatitudeDegrees, [property: Id(1)] double LongitudeDegrees)
{
    /// <summary>Mean radius of the Earth, IUGG.</summary>
    public const double EarthRadiusMeters = 6_371_008.8;

    /// <summary>Whether both numbers are finite and in range.</summary>
    [JsonIgnore]
    public bool IsValid => Math.Abs(LatitudeDegrees) <= 90 && Math.Abs(LongitudeDegrees) <= 180;

    /// <summary>Great-circle distance by the haversine formula, in metres.</summary>
    public double DistanceMeters(Location other)
    {
        var (latitude, otherLatitude) = (double.DegreesToRadians(LatitudeDegrees), double.DegreesToRadians(other.LatitudeDegrees));
        var halfLatitude = Math.Sin((otherLatitude - latitude) / 2);
        var halfLongitude = Math.Sin(double.DegreesToRadians(other.LongitudeDegrees - LongitudeDegrees) / 2);
        var chord = (halfLatitude * halfLatitude) + (Math.Cos(latitude) * Math.Cos(otherLatitude) * halfLongitude * halfLongitude);
        return 2 * EarthRadiusMeters * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }
}
