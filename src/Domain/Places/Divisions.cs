using System.Collections.Immutable;

namespace CityBrain.Domain.Places;

/// <summary>The city's register of places: one aggregate, changed only through <see cref="DivisionsRules.Apply"/>.</summary>
public sealed record Divisions
{
    /// <summary>All places by key, so that a place stands right before what lay in it when the register was made.</summary>
    public ImmutableSortedDictionary<PlaceCode, Division> Places { get; init; } = ImmutableSortedDictionary<PlaceCode, Division>.Empty;

    /// <summary>The key of the place that has, or once had, a code.</summary>
    public ImmutableDictionary<PlaceCode, PlaceCode> Keys { get; init; } = ImmutableDictionary<PlaceCode, PlaceCode>.Empty;

    /// <summary>A register with nothing in it.</summary>
    public static Divisions None { get; } = new();

    /// <summary>The city; null while nothing was imported.</summary>
    public Division? City => Places.Values.FirstOrDefault(place => place.Level == PlaceLevel.City);

    /// <summary>The place that has, or once had, this code; null when there is none.</summary>
    public Division? Find(PlaceCode code) => Keys.TryGetValue(code, out var key) ? Places[key] : null;

    /// <summary>The places right below one, by key.</summary>
    public IEnumerable<Division> ChildrenOf(PlaceCode key) => Places.Values.Where(place => place.Parent == key);

    /// <summary>The district that a community lies in, or the district itself; null for the city and for a code that is not known.</summary>
    public Division? DistrictOf(PlaceCode code) => Find(code) switch
    {
        { Level: PlaceLevel.Community, Parent: { } parent } => Find(parent),
        { Level: PlaceLevel.District } district => district,
        _ => null,
    };

    /// <summary>How many places there are of a level.</summary>
    public int Count(PlaceLevel level) => Places.Values.Count(place => place.Level == level);
}
