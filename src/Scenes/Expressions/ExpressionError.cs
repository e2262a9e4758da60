namespace CityBrain.Scenes.Expressions;

/// <summary>A place in an expression's text, counted from 1.</summary>
/// <param name="Line">The line.</param>
/// <param name="Column">The column, in UTF-16 units.</param>
public readonly record struct TextPosition(int Line, int Column)
{
    /// <inheritdoc/>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Line}:{Column}");
}

/// <summary>Why a text is not an expression of the language.</summary>
/// <param name="Code">Stable kebab-case code: <c>unit-mismatch</c>.</param>
/// <param name="At">Where in the text.</param>
/// <param name="Reason">What is wrong there and what was expected.</param>
/// <param name="Remedy">What to write instead.</param>
public sealed record ExpressionError(string Code, TextPosition At, string Reason, string Remedy);
