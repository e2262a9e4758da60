namespace CityBrain.Scenes.Expressions;

/// <summary>Checks function calls: windows over points, <c>abs</c>, <c>present</c> and <c>hour</c>.</summary>
internal sealed class CallChecker(Checker checker, ExpressionScope scope)
{
    private static readonly Unit SoundLevel = Unit.All.Single(unit => unit.Symbol == "dB");
    private static readonly string[] Functions = [.. Windows.Names, "abs", "present", "hour"];

    public Compiled? Check(Syntax.Invocation call) => call.Function switch
    {
        "abs" => Absolute(call),
        "present" => Present(call),
        "hour" => Hour(call),
        _ when Windows.Names.Contains(call.Function) => Window(call),
        _ => checker.Fail("function-unknown", call.At, $"there is no function `{call.Function}`", Suggestion.For(call.Function, Functions)),
    };

    private Compiled? Absolute(Syntax.Invocation call)
    {
        if (call.Arguments is not [var argument])
        {
            return checker.Fail("arguments-wrong", call.At, $"`abs` takes one number, not {call.Arguments.Count} arguments", "write `abs(temp)`");
        }

        switch (checker.Check(argument))
        {
            case null:
                return null;
            case Quantity quantity:
                var inner = quantity.Evaluate;
                return quantity with { Cost = quantity.Cost + Cost.One, Evaluate = now => Math.Abs(inner(now)) };
            case var other:
                return checker.Fail("type-mismatch", argument.At, $"`abs` takes a number or a duration, not {other.Type}", "write `abs(temp)`");
        }
    }

    private Compiled? Present(Syntax.Invocation call)
    {
        if (call.Arguments is not [Syntax.Name name])
        {
            return checker.Fail("arguments-wrong", call.At, "`present` takes the name of one point, attribute or definition", "write `present(level)`");
        }

        return checker.Check(name) switch
        {
            null => null,
            Quantity { Evaluate: var inner } quantity => new Proposition(quantity.Cost + Cost.One, now => Logic.Of(!double.IsNaN(inner(now)))),
            Proposition { Evaluate: var inner } truth =>
                new Proposition(truth.Cost + Cost.One, now => Logic.Of(inner(now) != Domain.Devices.Truth.Missing)),
            _ => throw new InvalidOperationException("A compiled expression is a quantity or a proposition."),
        };
    }

    private Compiled? Hour(Syntax.Invocation call) => call.Arguments.Count == 0
        ? new Quantity(ExpressionType.Number(Unit.One), Cost.One, static now => CityTime.HourOf(now.At.ToUnixTimeMilliseconds()))
        : checker.Fail("arguments-wrong", call.At, $"`hour` takes no argument, not {call.Arguments.Count}", "write `hour() >= 22`");

    private Compiled? Window(Syntax.Invocation call)
    {
        var example = $"write `{call.Function}(level, 6h)`";
        if (call.Arguments is not [var first, var second])
        {
            return checker.Fail("arguments-wrong", call.At,
                $"`{call.Function}` takes a point and a window, not {call.Arguments.Count} arguments", example);
        }

        if (first is not Syntax.Name point)
        {
            return checker.Fail("arguments-wrong", first.At, $"`{call.Function}` looks back over a point, so its first argument is a point's name", example);
        }

        if (!scope.Points.TryGetValue(point.Text, out var unit))
        {
            return scope.Attributes.ContainsKey(point.Text) || scope.Definitions.ContainsKey(point.Text)
                ? checker.Fail("arguments-wrong", first.At, $"`{point.Text}` is no point: only points have a past", "name a point")
                : checker.Unknown(point, "point", scope.Points.Keys);
        }

        if (call.Function == Windows.EquivalentLevel && !unit.ConvertsTo(SoundLevel))
        {
            return checker.Fail("unit-mismatch", first.At, $"`{call.Function}` is the mean of sound levels in {SoundLevel}, and `{point.Text}` is {ExpressionType.Number(unit)}",
                $"name a point in {SoundLevel}, or write `avg({point.Text}, 1h)`");
        }

        if (second is not Syntax.Duration { Value: var span })
        {
            return checker.Fail("arguments-wrong", second.At, $"the window of `{call.Function}` is a duration written out", example);
        }

        return span > TimeSpan.Zero && span <= ExpressionLimits.WindowMax
            ? Windows.Over(call.Function, point.Text, unit, span)
            : checker.Fail("window-invalid", second.At, $"the window {Durations.Write(span)} is not between 1ms and {Durations.Write(ExpressionLimits.WindowMax)}",
                $"write a window of at most {Durations.Write(ExpressionLimits.WindowMax)}");
    }
}
