using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The number of one social security card: a letter and eight digits, on earlier cards seven. 社保卡卡号. It has no check, changes with every new
/// card and says nothing about its holder, whose 社会保障号码 is an <see cref="IdNumber"/>. It is personal: as text and in JSON it is masked to its
/// last four digits; only <see cref="Reveal"/> gives all of it.
/// </summary>
[JsonConverter(typeof(SocialSecurityCardNumberJson))]
public readonly record struct SocialSecurityCardNumber
{
    private readonly string? _characters;

    private SocialSecurityCardNumber(string characters) => _characters = characters;

    /// <summary>The letter and all digits in plain, for those whose role and purpose allow it.</summary>
    public string Reveal() => _characters ?? string.Empty;

    /// <summary>Reads a letter A to Z, which may be small, and seven or eight ASCII digits; anything else is refused, an ID number too.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SocialSecurityCardNumber number)
    {
        var valid = text is { Length: 8 or 9 } && char.IsAsciiLetter(text[0]) && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;
        number = valid ? new SocialSecurityCardNumber(text!.ToUpperInvariant()) : default;
        return valid;
    }

    /// <summary>Masked: <c>****5678</c>.</summary>
    public override string ToString() => _characters is null ? string.Empty : $"****{_characters[^4..]}";
}
