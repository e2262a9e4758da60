namespace CityBrain.Domain.Vocabulary;

/// <summary>What people write in their own words: shown on pages, in lists and in logs.</summary>
public static class WrittenText
{
    /// <summary>Whether the text has no control characters but line breaks and tabs; they could hide or forge what is shown beside it.</summary>
    public static bool IsReadable(string text) => !text.Any(letter => char.IsControl(letter) && letter is not ('\n' or '\r' or '\t'));
}
