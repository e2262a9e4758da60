using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Expressions;

/// <summary>Gives every part of an expression its type, or says what is wrong, and turns it into something to evaluate.</summary>
internal sealed class Checker(ExpressionScope scope)
{
    /// <summary>The first thing that is wrong, or null.</summary>
    public ExpressionError? Error { get; private set; }

    /// <summary>The checked expression, or null after an error.</summary>
    public Compiled? Check(Syntax shape)
    {
        var compiled = shape switch
        {
            Syntax.Number number => Quantity.Of(number.Value, ExpressionType.Number(number.Unit ?? Unit.One)),
            Syntax.Duration duration => Quantity.Of(duration.Value.TotalMilliseconds, ExpressionType.Duration),
            Syntax.Bool truth => new Proposition(Cost.One, truth.Value ? static _ => Truth.True : static _ => Truth.False),
            Syntax.Name name => Named(name),
            Syntax.Unary unary => Unary(unary),
            Syntax.Binary binary => Check(binary.Left) is { } left && Check(binary.Right) is { } right ? Operation(binary, left, right) : null,
            Syntax.Conditional choice => Choice(choice),
            Syntax.Invocation call => new CallChecker(this, scope).Check(call),
            _ => throw new InvalidOperationException($"No type for {shape.GetType().Name}."),
        };
        return compiled is null ? null : Affordable(compiled, shape.At);
    }

    /// <summary>Notes what is wrong; only the first counts.</summary>
    public Compiled? Fail(string code, TextPosition at, string reason, string remedy)
    {
        Error ??= new ExpressionError(code, at, reason, remedy);
        return null;
    }

    /// <summary>Notes a name that stands for nothing, unless its own declaration is what is wrong.</summary>
    public Compiled? Unknown(Syntax.Name name, string expected, IEnumerable<string> known) => scope.Incomplete
        ? Fail("definition-wrong", name.At, $"`{name.Text}` is not declared, or its declaration is wrong", "mend the declarations first")
        : Fail("name-unknown", name.At, $"`{name.Text}` is no {expected} of this model", Suggestion.For(name.Text, known));

    private Compiled? Named(Syntax.Name name)
    {
        if (scope.Points.TryGetValue(name.Text, out var unit))
        {
            return new Quantity(ExpressionType.Number(unit), Cost.One, now => Missing.Unless(now.Current(name.Text) ?? double.NaN));
        }

        if (scope.Attributes.TryGetValue(name.Text, out unit))
        {
            return new Quantity(ExpressionType.Number(unit), Cost.One, now => Missing.Unless(now.Attribute(name.Text) ?? double.NaN));
        }

        if (scope.Definitions.TryGetValue(name.Text, out var definition))
        {
            return definition is null
                ? Fail("definition-wrong", name.At, $"the definition `{name.Text}` is wrong itself", "mend the definition first")
                : Told(name.Text, definition.Root);
        }

        return Unknown(name, "point, attribute or definition", scope.Names);
    }

    /// <summary>A definition that is a number also says, under its name, what it came to.</summary>
    private static Compiled Told(string name, Compiled definition)
    {
        if (definition is not Quantity { Constant: false, Evaluate: var inner } quantity)
        {
            return definition;
        }

        return quantity with
        {
            Evaluate = now =>
            {
                var value = inner(now);
                now.Explain(name, value);
                return value;
            },
        };
    }

    private Compiled? Unary(Syntax.Unary unary)
    {
        switch (unary.Operator, Check(unary.Operand))
        {
            case (_, null):
                return null;
            case ("!", Proposition proposition):
                return Logic.Not(proposition);
            case ("-", Quantity quantity):
                var inner = quantity.Evaluate;
                return quantity with { Cost = quantity.Cost + Cost.One, Evaluate = now => -inner(now) };
            case ("!", { } operand):
                return Fail("type-mismatch", unary.At, $"`!` needs a condition, not {operand.Type}", "compare the value: `!(level > 1 m)`");
            case (_, { } operand):
                return Fail("type-mismatch", unary.At, $"`-` needs a number or a duration, not {operand.Type}", "use `!` to negate a condition");
        }
    }

    private Compiled? Operation(Syntax.Binary binary, Compiled left, Compiled right)
    {
        switch (left, right)
        {
            case (Proposition first, Proposition second):
                return binary.Operator switch
                {
                    "&&" => Logic.And(first, second),
                    "||" => Logic.Or(first, second),
                    "==" or "!=" => Logic.Same(first, second, binary.Operator == "=="),
                    _ => Fail("type-mismatch", binary.At, $"`{binary.Operator}` needs numbers or durations, not conditions",
                        "join conditions with `&&` or `||`"),
                };
            case (Quantity first, Quantity second) when binary.Operator is not ("&&" or "||"):
                return binary.Operator is "*" or "/"
                    ? new Arithmetic(this).Scaled(binary, first, second)
                    : Arithmetic.Together(binary.Operator, first, second) ?? Incompatible(binary, first, second);
            default:
                return Fail("type-mismatch", binary.At,
                    $"`{binary.Operator}` cannot join {left.Type} (left) and {right.Type} (right)",
                    binary.Operator is "&&" or "||" ? "compare the value first: `level > 1 m && …`" : "use the same type on both sides");
        }
    }

    private Compiled? Choice(Syntax.Conditional choice)
    {
        if (Check(choice.Condition) is not { } condition || Check(choice.Then) is not { } then || Check(choice.Else) is not { } otherwise)
        {
            return null;
        }

        if (condition is not Proposition proposition)
        {
            return Fail("type-mismatch", choice.Condition.At, $"`?` needs a condition before it, not {condition.Type}",
                "compare the value: `level > 1 m ? … : …`");
        }

        var ask = proposition.Evaluate;
        var cost = condition.Cost + then.Cost + otherwise.Cost + Cost.One;
        switch (then, otherwise)
        {
            case (Proposition a, Proposition b):
                var (holds, fails) = (a.Evaluate, b.Evaluate);
                return new Proposition(cost, now => ask(now) switch
                {
                    Truth.True => holds(now),
                    Truth.False => fails(now),
                    _ => Truth.Missing,
                });
            case (Quantity a, Quantity b) when a.Type.Kind == b.Type.Kind && b.Type.Unit.ConvertsTo(a.Type.Unit):
                var (first, second) = (a.Evaluate, b.In(a.Type.Unit).Evaluate);
                return new Quantity(a.Type, cost, now => ask(now) switch
                {
                    Truth.True => first(now),
                    Truth.False => second(now),
                    _ => double.NaN,
                });
            default:
                return Fail("type-mismatch", choice.At, $"the two branches differ: {then.Type} and {otherwise.Type}",
                    "give both branches the same type and unit");
        }
    }

    private Compiled? Incompatible(Syntax.Binary binary, Quantity left, Quantity right)
    {
        if (left.Type.Kind != right.Type.Kind)
        {
            return Fail("type-mismatch", binary.At, $"`{binary.Operator}` cannot join {left.Type} (left) and {right.Type} (right)",
                "a length has a space before its unit (`1 m`), a duration has none (`1m` is one minute)");
        }

        var (wrong, unit) = binary.Left is Syntax.Number && binary.Right is not Syntax.Number
            ? (binary.Left, right.Type.Unit)
            : (binary.Right, left.Type.Unit);
        var remedy = wrong is Syntax.Number number && (unit.IsPlain || number.Unit is null)
            ? $"write `{Printer.Print(number with { Unit = unit.IsPlain ? null : unit })}`"
            : unit.IsPlain ? "divide a quantity by another of its kind to get a plain number" : $"write it in {unit.Siblings()}";
        return Fail("unit-mismatch", wrong.At, $"`{binary.Operator}` joins {left.Type} (left) and {right.Type} (right), which do not convert", remedy);
    }

    private Compiled? Affordable(Compiled compiled, TextPosition at)
    {
        if (compiled.Cost.Nodes > ExpressionLimits.NodesMax)
        {
            return Fail("expression-too-large", at,
                $"the expression has more than {ExpressionLimits.NodesMax} parts, definitions counted at each use", "split it into several rules");
        }

        return compiled.Cost.Windows <= ExpressionLimits.WindowsMax
            ? compiled
            : Fail("windows-too-many", at,
                $"the expression has more than {ExpressionLimits.WindowsMax} windows, definitions counted at each use",
                "split it into several rules");
    }
}
