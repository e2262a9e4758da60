namespace CityBrain.Scenes.Expressions;

/// <summary>The shape of an expression as it was written, before names and units are looked at.</summary>
/// <param name="At">Where it begins.</param>
public abstract record Syntax(TextPosition At)
{
    /// <summary>A number with the unit written after it, or null.</summary>
    public sealed record Number(TextPosition At, double Value, Unit? Unit) : Syntax(At);

    /// <summary>A duration: <c>6h</c>.</summary>
    public sealed record Duration(TextPosition At, TimeSpan Value) : Syntax(At);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public sealed record Bool(TextPosition At, bool Value) : Syntax(At);

    /// <summary>A point, an attribute or a definition.</summary>
    public sealed record Name(TextPosition At, string Text) : Syntax(At);

    /// <summary><c>-a</c> or <c>!a</c>.</summary>
    public sealed record Unary(TextPosition At, string Operator, Syntax Operand) : Syntax(At);

    /// <summary><c>a + b</c> and the like; stands where its operator stands.</summary>
    public sealed record Binary(TextPosition At, string Operator, Syntax Left, Syntax Right) : Syntax(At);

    /// <summary><c>a ? b : c</c>.</summary>
    public sealed record Conditional(TextPosition At, Syntax Condition, Syntax Then, Syntax Else) : Syntax(At);

    /// <summary><c>rise(level, 6h)</c>.</summary>
    public sealed record Invocation(TextPosition At, string Function, IReadOnlyList<Syntax> Arguments) : Syntax(At);

    /// <summary>The names that it uses, other than functions, each time it uses them.</summary>
    public IEnumerable<string> Names() => this switch
    {
        Name name => [name.Text],
        Unary unary => unary.Operand.Names(),
        Binary binary => binary.Left.Names().Concat(binary.Right.Names()),
        Conditional choice => choice.Condition.Names().Concat(choice.Then.Names()).Concat(choice.Else.Names()),
        Invocation call => call.Arguments.SelectMany(argument => argument.Names()),
        _ => [],
    };
}
