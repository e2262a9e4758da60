using System.Text.RegularExpressions;
using CityBrain.Grains.Interfaces.Places;

namespace CityBrain.Demo.Fleet;

/// <summary>Guangde's districts and communities as the register has them, each with a point. Where the register has none, one is chosen nearby.</summary>
internal static partial class GuangdeTowns
{
    /// <summary>The city's code; the demonstration knows no other city.</summary>
    public static readonly PlaceCode City = PlaceCode.Parse("341882");

    /// <summary>How far a community without a point of its own is put from its district's, in a town.</summary>
    private const double QuarterMetersMax = 1_600;

    /// <summary>The same in the built-up middle of the city, where communities are small.</summary>
    private const double InnerQuarterMetersMax = 700;

    // Pinyin of the names; and for districts without a point in the register roughly where they lie, seen from the city's point, in metres east and north.
    private static readonly Dictionary<string, (string En, double East, double North)> Known = new(StringComparer.Ordinal)
    {
        ["341882001"] = ("Tongrui", 500, -1_200),
        ["341882002"] = ("Cishan", -300, 3_200),
        ["341882003"] = ("Shengping", 1_200, 900),
        ["341882100"] = ("Taozhou", -600, 2_200),
        ["341882101"] = ("Baidian", 0, 0),
        ["341882102"] = ("Shijie", 0, 0),
        ["341882103"] = ("Qiucun", 0, 0),
        ["341882104"] = ("Xinhang", 0, 0),
        ["341882105"] = ("Yangtan", 0, 0),
        ["341882200"] = ("Lucun", 0, 0),
        ["341882201"] = ("Dongting", 0, 0),
        ["341882202"] = ("Sihe", 0, 0),
        ["341882400"] = ("Development Zone", 2_600, 3_000),
    };

    /// <summary>The towns, by code. A district that the demonstration does not know, or that has no community, is left out.</summary>
    /// <param name="city">The city.</param>
    /// <param name="districts">Its districts.</param>
    /// <param name="communities">Their communities.</param>
    public static IReadOnlyList<Town> Of(PlaceView city, IEnumerable<PlaceView> districts, IReadOnlyCollection<PlaceView> communities) =>
    [
        .. from district in districts
           where Known.ContainsKey(district.Code)
           orderby district.Code
           let known = Known[district.Code]
           let inner = district.Location is null
           let centre = district.Location ?? city.Location?.Shifted(known.East, known.North)
           where centre is not null
           let quarters = communities.Where(one => one.Parent == district.Code).OrderBy(one => one.Code).Select(one => Quarter(one, centre.Value, inner)).ToList()
           where quarters.Count > 0
           select new Town(PlaceCode.Parse(district.Code), district.Name, known.En, quarters),
    ];

    /// <summary>The point so many metres east and north of this one; good for some kilometres.</summary>
    public static Location Shifted(this Location from, double eastMeters, double northMeters)
    {
        const double MetersPerDegree = Location.EarthRadiusMeters * Math.PI / 180;
        return new Location(
            Math.Round(from.LatitudeDegrees + (northMeters / MetersPerDegree), 6),
            Math.Round(from.LongitudeDegrees + (eastMeters / (MetersPerDegree * Math.Cos(double.DegreesToRadians(from.LatitudeDegrees)))), 6));
    }

    /// <summary>A point at most so far away, evenly spread over the circle.</summary>
    public static Location Around(this Location centre, double metersMax, params ReadOnlySpan<long> numbers)
    {
        var (angle, meters) = (2 * Math.PI * Chance.Of([1, .. numbers]), metersMax * Math.Sqrt(Chance.Of([2, .. numbers])));
        return centre.Shifted(meters * Math.Cos(angle), meters * Math.Sin(angle));
    }

    private static Quarter Quarter(PlaceView community, Location town, bool inner) => new(
        PlaceCode.Parse(community.Code),
        Committee().Replace(community.Name, string.Empty),
        community.Location ?? town.Around(inner ? InnerQuarterMetersMax : QuarterMetersMax, long.Parse(community.Code, System.Globalization.CultureInfo.InvariantCulture)));

    [GeneratedRegex("(居民委员会|居委会|居委员会|(?<=村)村?委会)$", RegexOptions.CultureInvariant)]
    private static partial Regex Committee();
}
