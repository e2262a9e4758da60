using System.Diagnostics.CodeAnalysis;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The code of an organisation by GB 11714-1997: 8 characters of 0–9 and A–Z and a check character, 0 to 9 or X. 组织机构代码. Today it lives
/// inside the <see cref="SocialCreditCode"/>. The check (modulus 11) finds every digit that was written for another.
/// </summary>
public readonly record struct OrganisationCode
{
    private const int Size = 9;

    private static readonly int[] Weights = [3, 7, 9, 10, 5, 8, 4, 2];

    private OrganisationCode(string code) => Code = code;

    /// <summary>The 9 characters, without the hyphen that is often written before the last one.</summary>
    public string Code { get; }

    /// <summary>Reads <c>D2143569X</c> or <c>D2143569-X</c>; another form, a small letter or a wrong check is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out OrganisationCode code)
    {
        var plain = text is { Length: Size + 1 } && text[Size - 1] == '-' ? text.Remove(Size - 1, 1) : text;
        var valid = plain is { Length: Size } && plain.All(letter => char.IsAsciiDigit(letter) || char.IsAsciiLetterUpper(letter))
            && plain[^1] == CheckOf(plain);
        code = valid ? new OrganisationCode(plain!) : default;
        return valid;
    }

    /// <inheritdoc/>
    public override string ToString() => Code ?? string.Empty;

    private static char CheckOf(string code)
    {
        var sum = Weights.Select((weight, index) => weight * (char.IsAsciiDigit(code[index]) ? code[index] - '0' : code[index] - 'A' + 10)).Sum();
        return (11 - (sum % 11)) switch { 10 => 'X', 11 => '0', var digit => (char)('0' + digit) };
    }
}
