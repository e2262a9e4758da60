using System.Text.RegularExpressions;
using CityBrain.Grains.Interfaces.Places;

namespace CityBrain.Demo.Fleet;

/// <summary>Guangde's districts and communities as the register has them, each with a point: the register's, else the one that the map draws.</summary>
internal static partial class GuangdeTowns
{
    /// <summary>The city's code; the demonstration knows no other city.</summary>
    public static readonly PlaceCode City = PlaceCode.Parse("341882");

    /// <summary>The towns, by code. A district that the map does not know, or that has no community, is left out.</summary>
    /// <param name="districts">The city's districts.</param>
    /// <param name="communities">Their communities.</param>
    public static IReadOnlyList<Town> Of(IEnumerable<PlaceView> districts, IReadOnlyCollection<PlaceView> communities) =>
    [
        .. from district in districts
           where GuangdeMap.Places.ContainsKey(district.Code)
           orderby district.Code
           let drawn = GuangdeMap.Places[district.Code]
           let centre = (district.Location ?? drawn.Point, drawn.En)
           let quarters = communities.Where(one => one.Parent == district.Code).OrderBy(one => one.Code).Select(one => Quarter(one, centre)).ToList()
           where quarters.Count > 0
           select new Town(PlaceCode.Parse(district.Code), quarters),
    ];

    // One that neither the register nor the map has a point for is put, and named, where its district is.
    private static Quarter Quarter(PlaceView community, (Location Point, string En) district)
    {
        var drawn = GuangdeMap.Places.GetValueOrDefault(community.Code, district);
        return new Quarter(PlaceCode.Parse(community.Code), Committee().Replace(community.Name, string.Empty), drawn.En, community.Location ?? drawn.Point);
    }

    [GeneratedRegex("(居民委员会|居委会|居委员会|(?<=村)村?委会)$", RegexOptions.CultureInvariant)]
    private static partial Regex Committee();
}
