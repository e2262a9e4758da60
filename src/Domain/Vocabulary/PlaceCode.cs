using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Orleans;

namespace CityBrain.Domain.Vocabulary;

/// <summary>How high a place stands in the hierarchy of divisions. 市, 镇/街道/乡/开发区, 社区/村.</summary>
public enum PlaceLevel
{
    /// <summary>市: six digits by GB/T 2260.</summary>
    City,

    /// <summary>镇, 街道, 乡 or 开发区: nine digits.</summary>
    District,

    /// <summary>社区 or 村: twelve digits by the statistical code.</summary>
    Community,
}

/// <summary>
/// The statistical code of a place: 6 digits of the city (GB/T 2260), 3 of the district, 3 of the community.
/// A code is an attribute of a place and may change by law; the place itself is keyed by the first code it was known by.
/// </summary>
[GenerateSerializer, Immutable, Alias("citybrain.place-code"), JsonConverter(typeof(PlaceCodeJson))]
public readonly record struct PlaceCode : IComparable<PlaceCode>
{
    private PlaceCode(string digits) => Digits = digits;

    /// <summary>The 6, 9 or 12 digits.</summary>
    [Id(0)]
    public string Digits { get; }

    /// <summary>The level that the number of digits says.</summary>
    public PlaceLevel Level => Digits.Length switch { 6 => PlaceLevel.City, 9 => PlaceLevel.District, _ => PlaceLevel.Community };

    /// <summary>The place above, or null for a city.</summary>
    public PlaceCode? Parent => Level == PlaceLevel.City ? null : new PlaceCode(Digits[..^3]);

    /// <summary>The city that this code lies in.</summary>
    public PlaceCode City => new(Digits[..6]);

    /// <summary>The district that this code lies in, or null for a city.</summary>
    public PlaceCode? District => Level == PlaceLevel.City ? null : new PlaceCode(Digits[..9]);

    /// <summary>Whether the other place is this one or lies inside it.</summary>
    public bool Contains(PlaceCode other) => other.Digits.StartsWith(Digits, StringComparison.Ordinal);

    /// <summary>Reads a code of 6, 9 or 12 ASCII digits; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out PlaceCode code)
    {
        var valid = text is { Length: 6 or 9 or 12 } && text.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
        code = valid ? new PlaceCode(text!) : default;
        return valid;
    }

    /// <summary>Reads a code that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not 6, 9 or 12 digits.</exception>
    public static PlaceCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a place code of 6, 9 or 12 digits.");

    /// <inheritdoc/>
    public int CompareTo(PlaceCode other) => string.CompareOrdinal(Digits, other.Digits);

    /// <inheritdoc/>
    public override string ToString() => Digits ?? string.Empty;

    /// <summary>Orders codes as text, so that a place comes right before what lies inside it.</summary>
    public static bool operator <(PlaceCode left, PlaceCode right) => left.CompareTo(right) < 0;

    /// <summary>Orders codes as text.</summary>
    public static bool operator >(PlaceCode left, PlaceCode right) => left.CompareTo(right) > 0;

    /// <summary>Orders codes as text.</summary>
    public static bool operator <=(PlaceCode left, PlaceCode right) => left.CompareTo(right) <= 0;

    /// <summary>Orders codes as text.</summary>
    public static bool operator >=(PlaceCode left, PlaceCode right) => left.CompareTo(right) >= 0;
}
