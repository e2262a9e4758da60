namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The key of a social security card: who issued it and its number, which is unique with one issuer only. It is never the holder's ID number,
/// for one person has several cards in a life.
/// </summary>
/// <param name="Issuer">The area whose authority issued the card.</param>
/// <param name="Number">The card's number.</param>
public readonly record struct SocialSecurityCardId(PlaceCode Issuer, SocialSecurityCardNumber Number)
{
    /// <summary>The key in plain: <c>341800/A12345678</c>.</summary>
    public string Reveal() => $"{Issuer}/{Number.Reveal()}";

    /// <summary>Masked: <c>341800/****5678</c>.</summary>
    public override string ToString() => $"{Issuer}/{Number}";
}
