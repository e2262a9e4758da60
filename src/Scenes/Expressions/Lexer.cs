using System.Globalization;

namespace CityBrain.Scenes.Expressions;

/// <summary>Cuts a text into words. A unit belongs to the number before it, so that <c>115 ug/m3</c> is one word.</summary>
internal sealed class Lexer(string text)
{
    private static readonly string[] Operators = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "/", "!", "(", ")", ",", "?", ":"];
    private static readonly string[] UnitsLongestFirst = [.. Unit.All.Select(unit => unit.Symbol).OrderByDescending(symbol => symbol.Length)];

    private int at;
    private int line = 1;
    private int lineStart;

    /// <summary>The first thing that is wrong, or null.</summary>
    public ExpressionError? Error { get; private set; }

    /// <summary>The next word, or null after an error.</summary>
    public Token? Next()
    {
        SkipSpace();
        if (at >= text.Length)
        {
            return new Token(TokenKind.End, Here(at), string.Empty);
        }

        var start = at;
        if (char.IsAsciiDigit(text[at]))
        {
            return Number(start);
        }

        if (IsNameStart(text[at]))
        {
            at = EndOfName(at);
            return new Token(TokenKind.Name, Here(start), text[start..at]);
        }

        if (Array.Find(Operators, known => string.CompareOrdinal(text, start, known, 0, known.Length) == 0) is not { } found)
        {
            return Fail("character-unexpected", start, $"the character {Shown(text[start])} has no meaning here",
                "use numbers, names, durations, parentheses and the operators && || ! == != < <= > >= + - * / ? :");
        }

        at += found.Length;
        return new Token(TokenKind.Operator, Here(start), found);
    }

    private Token? Number(int start)
    {
        SkipDigits();
        var whole = at;
        if (at + 1 < text.Length && text[at] == '.' && char.IsAsciiDigit(text[at + 1]))
        {
            at++;
            SkipDigits();
        }

        SkipExponent();
        var digits = text.AsSpan(start, at - start);
        if (!double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) || !double.IsFinite(value))
        {
            return Fail("number-too-large", start, $"the number {Shortened(digits.ToString())} is too large", "write a number below 1.8e308");
        }

        if (at < text.Length && (IsNameStart(text[at]) || text[at] is '.'))
        {
            return Suffixed(start, whole);
        }

        return UnitAfter(start, value);
    }

    // Letters right behind the digits make a duration; a unit stands apart.
    private Token? Suffixed(int start, int whole)
    {
        var number = at;
        var end = EndOfName(at);
        var suffix = text[number..end];
        if (Durations.IsSuffix(suffix) && !(end < text.Length && text[end] == '/'))
        {
            at = end;
            var written = text[start..end];
            return number == whole && Durations.TryParse(written, out var span)
                ? new Token(TokenKind.Duration, Here(start), written, Span: span)
                : Fail("duration-invalid", start, $"{Shortened(written)} is not a duration",
                    "write a whole number of at most 366 days, such as `90m` or `6h`");
        }

        var unit = UnitAt(number);
        return Fail("unit-glued", number, $"`{Shortened(text[start..Math.Max(end, number + 1)])}` is neither a number nor a duration",
            unit is null
                ? "write a duration as `6h`, `10m`, `30s` or `1d`, and a quantity with a space before its unit"
                : $"put a space before the unit: `{text[start..number]} {unit}`");
    }

    private Token? UnitAfter(int start, double value)
    {
        var end = at;
        while (end < text.Length && text[end] is ' ' or '\t')
        {
            end++;
        }

        if (end >= text.Length || !(IsNameStart(text[end]) || text[end] == '%'))
        {
            return new Token(TokenKind.Number, Here(start), text[start..at], value);
        }

        if (UnitAt(end) is not { } symbol)
        {
            var word = text[end..Math.Max(EndOfName(end), end + 1)];
            return Fail("unit-unknown", end, $"`{Shortened(word)}` is not a known unit",
                Durations.IsSuffix(word)
                    ? $"a duration has no space: `{text[start..at]}{word}`"
                    : "use one of " + string.Join(' ', Unit.All.Select(known => known.Symbol)));
        }

        Unit.TryFind(symbol, out var unit);
        at = end + symbol.Length;
        return new Token(TokenKind.Number, Here(start), text[start..at], value, unit);
    }

    private string? UnitAt(int index) => Array.Find(UnitsLongestFirst, symbol =>
        string.CompareOrdinal(text, index, symbol, 0, symbol.Length) == 0
        && (index + symbol.Length >= text.Length || !IsNamePart(text[index + symbol.Length])));

    private void SkipDigits()
    {
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }
    }

    private void SkipExponent()
    {
        var sign = at + 1 < text.Length && text[at + 1] is '+' or '-' ? 1 : 0;
        if (at + 1 + sign < text.Length && text[at] is 'e' or 'E' && char.IsAsciiDigit(text[at + 1 + sign]))
        {
            at += 1 + sign;
            SkipDigits();
        }
    }

    private void SkipSpace()
    {
        for (; at < text.Length && text[at] is ' ' or '\t' or '\r' or '\n'; at++)
        {
            if (text[at] == '\n')
            {
                line++;
                lineStart = at + 1;
            }
        }
    }

    private int EndOfName(int index)
    {
        while (index < text.Length && IsNamePart(text[index]))
        {
            index++;
        }

        return index;
    }

    private Token? Fail(string code, int index, string reason, string remedy)
    {
        Error ??= new ExpressionError(code, Here(index), reason, remedy);
        return null;
    }

    private TextPosition Here(int index) => new(line, index - lineStart + 1);

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static string Shortened(string word) => word.Length <= 40 ? word : word[..40] + "…";

    private static string Shown(char c) =>
        char.IsControl(c) || char.IsSurrogate(c) ? string.Create(CultureInfo.InvariantCulture, $"U+{(int)c:X4}") : $"`{c}`";
}
