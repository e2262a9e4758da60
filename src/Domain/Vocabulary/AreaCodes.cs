namespace CityBrain.Domain.Vocabulary;

/// <summary>What is known of the area in a number.</summary>
public enum AreaStanding
{
    /// <summary>In no list: worth a warning, never a refusal, for no list of former codes is whole.</summary>
    Unknown,

    /// <summary>In force on the day.</summary>
    Current,

    /// <summary>Known, but not in force on the day: 341822 was Guangde until 2019.</summary>
    Historic,
}

/// <summary>A code of an area and the days on which it was in force.</summary>
/// <param name="Code">Six digits by GB/T 2260.</param>
/// <param name="From">The first day.</param>
/// <param name="Through">The last day; null while it is in force.</param>
public sealed record AreaCode(PlaceCode Code, DateOnly From, DateOnly? Through = null);

/// <summary>The codes of areas (GB/T 2260) through time, against which ID numbers and social credit codes are looked at.</summary>
public sealed class AreaCodes
{
    private readonly ILookup<PlaceCode, AreaCode> _codes;

    /// <summary>The codes, current and former; one code may have been in force more than once.</summary>
    public AreaCodes(IEnumerable<AreaCode> codes) => _codes = codes.ToLookup(area => area.Code);

    /// <summary>What is known of an area on a day.</summary>
    public AreaStanding Standing(PlaceCode area, DateOnly day)
    {
        var known = _codes[area];
        return !known.Any() ? AreaStanding.Unknown
            : known.Any(code => code.From <= day && (code.Through ?? DateOnly.MaxValue) >= day) ? AreaStanding.Current
            : AreaStanding.Historic;
    }
}
