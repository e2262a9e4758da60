using System.Collections.Immutable;

namespace CityBrain.Domain.Places;

/// <summary>A code and the days on which it was valid.</summary>
/// <param name="Code">The code.</param>
/// <param name="From">First day; null when not known.</param>
/// <param name="Until">First day on which it was no longer valid; null while it is.</param>
public sealed record CodeSpan(PlaceCode Code, DateOnly? From, DateOnly? Until);

/// <summary>One place of the city's register: 市, 镇/街道/乡/开发区, or 社区/村.</summary>
public sealed record Division
{
    /// <summary>The code that the register first knew it by; it never changes, whatever becomes of its codes.</summary>
    public required PlaceCode Key { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>City, district or community.</summary>
    public required PlaceLevel Level { get; init; }

    /// <summary>The key of the place above; null for the city.</summary>
    public PlaceCode? Parent { get; init; }

    /// <summary>A point in it, WGS84; null when not known.</summary>
    public Location? Location { get; init; }

    /// <summary>All codes it ever had, oldest first.</summary>
    public required ImmutableList<CodeSpan> Codes { get; init; }

    /// <summary>The code it has now: the last one without an end, else the last one.</summary>
    public PlaceCode CurrentCode => (Codes.FindLast(span => span.Until is null) ?? Codes[^1]).Code;
}

/// <summary>Bounds of the register, each with its reason.</summary>
public static class PlaceLimits
{
    /// <summary>Characters of a name; the longest of 1,402 known ones has 20.</summary>
    public const int NameLengthMax = 60;

    /// <summary>Lines of a file; the largest city of this kind has some 3,000 places.</summary>
    public const int FileLinesMax = 20_000;

    /// <summary>Errors that one answer lists.</summary>
    public const int ErrorsMax = 100;

    /// <summary>A community is heard of while something reported in it within this time.</summary>
    public static readonly TimeSpan ReportingWindow = TimeSpan.FromHours(24);
}
