namespace CityBrain.Domain.Vocabulary;

/// <summary>An ID number in JSON: written masked, and never read: what reads one has to say on which day.</summary>
public sealed class IdNumberJson : TextJson<IdNumber>
{
    /// <inheritdoc/>
    protected override IdNumber? Parse(string? text) => null;
}

/// <summary>A bank card's number in JSON: read in plain, written masked.</summary>
public sealed class BankCardNumberJson : TextJson<BankCardNumber>
{
    /// <inheritdoc/>
    protected override BankCardNumber? Parse(string? text) => BankCardNumber.TryParse(text, out var number) ? number : null;
}

/// <summary>A social security card's number in JSON: read in plain, written masked.</summary>
public sealed class SocialSecurityCardNumberJson : TextJson<SocialSecurityCardNumber>
{
    /// <inheritdoc/>
    protected override SocialSecurityCardNumber? Parse(string? text) => SocialSecurityCardNumber.TryParse(text, out var number) ? number : null;
}

/// <summary>A social credit code as JSON text.</summary>
public sealed class SocialCreditCodeJson : TextJson<SocialCreditCode>
{
    /// <inheritdoc/>
    protected override SocialCreditCode? Parse(string? text) => SocialCreditCode.TryParse(text, out var code) ? code : null;
}

/// <summary>A household code as JSON text.</summary>
public sealed class HouseholdCodeJson : TextJson<HouseholdCode>
{
    /// <inheritdoc/>
    protected override HouseholdCode? Parse(string? text) => HouseholdCode.TryParse(text, out var code) ? code : null;
}
