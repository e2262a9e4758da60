using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Expressions;

/// <summary>Operators on numbers and durations. What is not a finite number is missing: division by zero, overflow.</summary>
internal sealed class Arithmetic(Checker checker)
{
    /// <summary>Sums, differences and comparisons, in the unit of the left side; null when the two do not convert.</summary>
    public static Compiled? Together(string binaryOperator, Quantity left, Quantity right)
    {
        if (left.Type.Kind != right.Type.Kind || !right.Type.Unit.ConvertsTo(left.Type.Unit))
        {
            return null;
        }

        var other = right.In(left.Type.Unit);
        return binaryOperator switch
        {
            "+" => Joined(left, other, left.Type, Settled.Sum),
            "-" => Joined(left, other, left.Type, Settled.Difference),
            "<" => Compared(left, other, static (a, b) => a < b),
            "<=" => Compared(left, other, static (a, b) => a <= b),
            ">" => Compared(left, other, static (a, b) => a > b),
            ">=" => Compared(left, other, static (a, b) => a >= b),
            "==" => Compared(left, other, static (a, b) => a == b),
            "!=" => Compared(left, other, static (a, b) => a != b),
            _ => throw new InvalidOperationException($"No rule for {binaryOperator}."),
        };
    }

    /// <summary>Products with a plain number, quotients by one, and ratios of two quantities of one kind.</summary>
    public Compiled? Scaled(Syntax.Binary binary, Quantity left, Quantity right)
    {
        if (binary.Operator == "*")
        {
            return right.Type is { Kind: ValueKind.Number, Unit.IsPlain: true } ? Joined(left, right, left.Type, static (a, b) => a * b)
                : left.Type is { Kind: ValueKind.Number, Unit.IsPlain: true } ? Joined(left, right, right.Type, static (a, b) => a * b)
                : checker.Fail("unit-product", binary.At, $"{left.Type} times {right.Type} has no unit in this language", "multiply by a plain number");
        }

        if (right.Type is { Kind: ValueKind.Number, Unit.IsPlain: true })
        {
            return Joined(left, right, left.Type, static (a, b) => a / b);
        }

        return left.Type.Kind == right.Type.Kind && right.Type.Unit.ConvertsTo(left.Type.Unit)
            ? Joined(left, right.In(left.Type.Unit), ExpressionType.Number(Unit.One), static (a, b) => a / b)
            : checker.Fail("unit-product", binary.At, $"{left.Type} divided by {right.Type} has no unit in this language",
                "divide by a plain number or by a quantity of the same kind");
    }

    private static Quantity Joined(Quantity left, Quantity right, ExpressionType type, Func<double, double, double> join)
    {
        var (first, second) = (left.Evaluate, right.Evaluate);
        return new Quantity(type, left.Cost + right.Cost + Cost.One, now => Missing.Unless(join(first(now), second(now))), left.Constant && right.Constant);
    }

    private static Proposition Compared(Quantity left, Quantity right, Func<double, double, bool> compare)
    {
        var (first, second) = (left.Evaluate, right.Evaluate);
        return new Proposition(left.Cost + right.Cost + Cost.One, now =>
        {
            var (a, b) = (first(now), second(now));
            return double.IsNaN(a) || double.IsNaN(b) ? Truth.Missing : Logic.Of(compare(a, b));
        });
    }
}
