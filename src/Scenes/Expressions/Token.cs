namespace CityBrain.Scenes.Expressions;

/// <summary>What kind of word it is.</summary>
internal enum TokenKind
{
    Number,
    Duration,
    Name,
    Operator,
    End,
}

/// <summary>One word of an expression.</summary>
internal readonly record struct Token(TokenKind Kind, TextPosition At, string Text, double Value = 0, Unit? Unit = null, TimeSpan Span = default)
{
    public bool Is(string text) => Kind == TokenKind.Operator && Text == text;

    public override string ToString() => Kind == TokenKind.End ? "the end of the text" : $"`{Text}`";
}
