using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The code of a household, one to a door (一户一码): 12 digits of the community, 7 of the building or door, 4 of the room, and a check character
/// by ISO 7064 MOD 37,36. 户码. A local scheme of ours, no national standard. It stands on the plate and in its QR code, so it is no secret and
/// says nothing about who lives there.
/// </summary>
[JsonConverter(typeof(HouseholdCodeJson))]
public readonly record struct HouseholdCode
{
    private const int Size = 24;
    private const int BuildingMax = 9_999_999;
    private const int RoomMax = 9_999;

    private HouseholdCode(string code) => Code = code;

    /// <summary>The 24 characters.</summary>
    public string Code { get; }

    /// <summary>The community that the household lies in.</summary>
    public PlaceCode Community => PlaceCode.Parse(Code[..12]);

    /// <summary>The serial of the building or door in its community, 0 to 9 999 999.</summary>
    public int Building => int.Parse(Code.AsSpan(12, 7), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The room, 0 to 9 999: 502 is the second on the fifth floor.</summary>
    public int Room => int.Parse(Code.AsSpan(19, 4), NumberStyles.None, CultureInfo.InvariantCulture);

    /// <summary>The code of a room in a building or behind a door.</summary>
    /// <exception cref="ArgumentException">The place is no community.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A serial has more digits than its field, or is negative.</exception>
    public static HouseholdCode Of(PlaceCode community, int building, int room)
    {
        if (community is not { Digits.Length: 12 })
        {
            throw new ArgumentException("A household lies in a community.", nameof(community));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(building);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(building, BuildingMax);
        ArgumentOutOfRangeException.ThrowIfNegative(room);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(room, RoomMax);
        var body = string.Create(CultureInfo.InvariantCulture, $"{community}{building:D7}{room:D4}");
        return new HouseholdCode(body + Mod37.CheckOf(body));
    }

    /// <summary>Reads 23 ASCII digits and the check character that fits them; anything else is refused, a small letter too.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out HouseholdCode code)
    {
        var valid = text is { Length: Size } && text.AsSpan(0, Size - 1).IndexOfAnyExceptInRange('0', '9') < 0
            && text[^1] == Mod37.CheckOf(text.AsSpan(0, Size - 1));
        code = valid ? new HouseholdCode(text!) : default;
        return valid;
    }

    /// <summary>Reads a code that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not a household code.</exception>
    public static HouseholdCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a household code.");

    /// <inheritdoc/>
    public override string ToString() => Code ?? string.Empty;
}
