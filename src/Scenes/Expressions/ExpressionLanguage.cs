namespace CityBrain.Scenes.Expressions;

/// <summary>What became of a text: a compiled expression, or why it is none.</summary>
public abstract record Compilation
{
    private Compilation()
    {
    }

    /// <summary>The text is an expression of the language.</summary>
    /// <param name="Expression">Ready to evaluate.</param>
    public sealed record Succeeded(CompiledExpression Expression) : Compilation;

    /// <summary>The text is none.</summary>
    /// <param name="Error">The first thing that is wrong.</param>
    public sealed record Failed(ExpressionError Error) : Compilation;
}

/// <summary>
/// The expression language of packs: small, typed, total, with the syntax of CEL. Its page is <c>docs/expressions.md</c>.
/// </summary>
public static class ExpressionLanguage
{
    /// <summary>Reads the shape of a text, or says what is wrong; exactly one of the two is not null.</summary>
    public static (Syntax? Shape, ExpressionError? Error) Parse(string text) => Parser.Parse(text);

    /// <summary>Writes a shape with the fewest parentheses; reading it again gives the same shape.</summary>
    public static string Print(Syntax shape) => Printer.Print(shape);

    /// <summary>Compiles an expression of any type.</summary>
    public static Compilation Compile(string text, ExpressionScope scope)
    {
        var (shape, error) = Parser.Parse(text);
        return shape is null ? new Compilation.Failed(error!) : Compile(text, shape, scope);
    }

    /// <summary>Compiles a condition; a number or a duration is refused as <c>not-a-condition</c>.</summary>
    public static Compilation CompileCondition(string text, ExpressionScope scope)
    {
        var compilation = Compile(text, scope);
        return compilation is Compilation.Succeeded { Expression.Type: { Kind: not ValueKind.Bool } type }
            ? new Compilation.Failed(new ExpressionError("not-a-condition", new TextPosition(1, 1),
                $"a condition is true or false, this is {type}", "compare it with something: `pm25 > 150 ug/m3`"))
            : compilation;
    }

    internal static Compilation Compile(string text, Syntax shape, ExpressionScope scope)
    {
        var checker = new Checker(scope);
        return checker.Check(shape) is { } root
            ? new Compilation.Succeeded(new CompiledExpression(text, root))
            : new Compilation.Failed(checker.Error!);
    }
}
