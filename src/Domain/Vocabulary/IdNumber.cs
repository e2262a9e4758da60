using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// A citizen's ID number by GB 11643-1999: 6 digits of the area, 8 of the day of birth, 3 of the order (odd for men) and a check character by
/// ISO 7064 MOD 11-2, 0 to 9 or X. 公民身份号码, also the 社会保障号码. It is personal: as text and in JSON it is masked to its area and its last
/// four characters; only <see cref="Reveal"/> gives all of them. A log or an export therefore never holds one by accident.
/// </summary>
[JsonConverter(typeof(IdNumberJson))]
public readonly record struct IdNumber
{
    private const int Size = 18;
    private const string Checks = "10X98765432";

    private readonly string? _characters;

    private IdNumber(string characters) => _characters = characters;

    /// <summary>The area that gave the number: a code of that day, which may be no longer in force. See <see cref="AreaCodes"/>.</summary>
    public PlaceCode Area => PlaceCode.Parse(Reveal()[..6]);

    /// <summary>The day of birth.</summary>
    public DateOnly BirthDate => Birth(Reveal())!.Value;

    /// <summary>Whether the number is a man's: the order is odd.</summary>
    public bool IsMale => (Reveal()[16] - '0') % 2 == 1;

    /// <summary>All 18 characters in plain, for those whose role and purpose allow it.</summary>
    public string Reveal() => _characters ?? string.Empty;

    /// <summary>
    /// Reads 18 characters; a small x becomes X. Refused are: another form, a day that no calendar has, a day of birth after today, a check
    /// character that does not fit. The area is not judged: a number outlives its area's code.
    /// </summary>
    /// <param name="text">The number.</param>
    /// <param name="today">The city's day on which it is read.</param>
    /// <param name="number">The number that was read.</param>
    public static bool TryParse([NotNullWhen(true)] string? text, DateOnly today, out IdNumber number)
    {
        var valid = text is { Length: Size } && text.AsSpan(0, Size - 1).IndexOfAnyExceptInRange('0', '9') < 0
            && Birth(text) <= today && CheckOf(text) == char.ToUpperInvariant(text[^1]);
        number = valid ? new IdNumber(text!.ToUpperInvariant()) : default;
        return valid;
    }

    /// <summary>Masked: <c>341882********0010</c>.</summary>
    public override string ToString() => _characters is null ? string.Empty : $"{_characters[..6]}********{_characters[^4..]}";

    private static DateOnly? Birth(string text) =>
        DateOnly.TryParseExact(text.AsSpan(6, 8), "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    // The weight of a place is 2 to the power of its distance from the check character, modulo 11: 7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2.
    private static char CheckOf(string text)
    {
        var sum = 0;
        for (var index = 0; index < Size - 1; index++)
        {
            sum = (sum + text[index] - '0') * 2 % 11;
        }

        return Checks[sum];
    }
}
