namespace CityBrain.Domain.Vocabulary;

/// <summary>The check character of ISO 7064 MOD 37,36 (a hybrid system) over 0–9 and A–Z. It finds every single wrong character.</summary>
public static class Mod37
{
    private const string Symbols = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The character that follows a text of 0–9 and A–Z.</summary>
    /// <exception cref="ArgumentException">Another character is in it.</exception>
    public static char CheckOf(ReadOnlySpan<char> text)
    {
        var product = 36;
        foreach (var letter in text)
        {
            var value = Symbols.IndexOf(letter, StringComparison.Ordinal);
            if (value < 0)
            {
                throw new ArgumentException("The check is over 0 to 9 and A to Z alone.", nameof(text));
            }

            var sum = (product + value) % 36;
            product = (sum == 0 ? 36 : sum) * 2 % 37;
        }

        return Symbols[(37 - product) % 36];
    }
}
