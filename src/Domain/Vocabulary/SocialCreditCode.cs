using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The unified social credit code of a legal person or other organisation by GB 32100-2015: 18 characters of 0–9 and A–Z without I, O, S, V and
/// Z. 1 for the authority that registered it, 1 for its kind, 6 digits of the area, 9 of the organisation, and a check character modulo 31, which
/// finds every single wrong character. 统一社会信用代码. It is public and stands in plain.
/// </summary>
[JsonConverter(typeof(SocialCreditCodeJson))]
public readonly record struct SocialCreditCode
{
    private const int Size = 18;
    private const int Modulus = 31;
    private const string Symbols = "0123456789ABCDEFGHJKLMNPQRTUWXY";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Symbols);

    private SocialCreditCode(string code) => Code = code;

    /// <summary>The 18 characters.</summary>
    public string Code { get; }

    /// <summary>The authority that registered it: 1 机构编制, 5 民政, 9 市场监管 and others.</summary>
    public char Authority => Code[0];

    /// <summary>The kind of organisation, in the authority's own numbering.</summary>
    public char Kind => Code[1];

    /// <summary>The area that registered it: a code of that day, which may be no longer in force. See <see cref="AreaCodes"/>.</summary>
    public PlaceCode Area => PlaceCode.Parse(Code[2..8]);

    /// <summary>The organisation's own code; null where its check (GB 11714) does not hold, which is worth a warning and no refusal.</summary>
    public OrganisationCode? Organisation => OrganisationCode.TryParse(Code[8..17], out var organisation) ? organisation : null;

    /// <summary>Reads a code; another form, a letter outside the 31 symbols, a small letter or a wrong check is refused. The area is not judged.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out SocialCreditCode code)
    {
        var valid = text is { Length: Size } && text.AsSpan().IndexOfAnyExcept(Allowed) < 0
            && text.AsSpan(2, 6).IndexOfAnyExceptInRange('0', '9') < 0 && text[^1] == CheckOf(text);
        code = valid ? new SocialCreditCode(text!) : default;
        return valid;
    }

    /// <summary>Reads a code that is known to be well formed.</summary>
    /// <exception cref="FormatException">The text is not a social credit code.</exception>
    public static SocialCreditCode Parse(string text) =>
        TryParse(text, out var code) ? code : throw new FormatException($"'{text}' is not a unified social credit code.");

    /// <inheritdoc/>
    public override string ToString() => Code ?? string.Empty;

    // The weight of a place is 3 to the power of its index, modulo 31.
    private static char CheckOf(string code)
    {
        var (sum, weight) = (0, 1);
        for (var index = 0; index < Size - 1; index++)
        {
            sum += Symbols.IndexOf(code[index], StringComparison.Ordinal) * weight;
            weight = weight * 3 % Modulus;
        }

        return Symbols[(Modulus - (sum % Modulus)) % Modulus];
    }
}
