using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The number of a bank account as a card bears it, a social security card's too: 16 to 19 digits, the last one a check (<see cref="Luhn"/>).
/// 银行卡号. It is personal: as text and in JSON it is masked to its last four digits; only <see cref="Reveal"/> gives all of them.
/// </summary>
[JsonConverter(typeof(BankCardNumberJson))]
public readonly record struct BankCardNumber
{
    private readonly string? _digits;

    private BankCardNumber(string digits) => _digits = digits;

    /// <summary>All digits in plain, for those whose role and purpose allow it.</summary>
    public string Reveal() => _digits ?? string.Empty;

    /// <summary>Reads 16 to 19 ASCII digits without spaces whose check holds; anything else is refused.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out BankCardNumber number)
    {
        var valid = text is { Length: >= 16 and <= 19 } && Luhn.Holds(text);
        number = valid ? new BankCardNumber(text!) : default;
        return valid;
    }

    /// <summary>Masked: <c>****0017</c>.</summary>
    public override string ToString() => _digits is null ? string.Empty : $"****{_digits[^4..]}";
}
