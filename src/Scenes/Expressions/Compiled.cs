using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Expressions;

/// <summary>What one evaluation costs: the nodes and windows visited, and how far back it looks.</summary>
internal readonly record struct Cost(int Nodes, int Windows, TimeSpan LooksBack)
{
    public static Cost One { get; } = new(1, 0, TimeSpan.Zero);

    public static Cost operator +(Cost left, Cost right) => new(
        left.Nodes + right.Nodes,
        left.Windows + right.Windows,
        left.LooksBack > right.LooksBack ? left.LooksBack : right.LooksBack);
}

/// <summary>A checked expression, ready to be evaluated. Closed: a quantity or a proposition.</summary>
internal abstract record Compiled(ExpressionType Type, Cost Cost);

/// <summary>A number or a duration (in milliseconds); a constant is the same at every evaluation. NaN is missing, nothing infinite ever leaves it.</summary>
internal sealed record Quantity(ExpressionType Type, Cost Cost, Func<IMeasurements, double> Evaluate, bool Constant = false)
    : Compiled(Type, Cost)
{
    public static Quantity Of(double value, ExpressionType type) => new(type, Cost.One, _ => value, Constant: true);

    /// <summary>The same quantity told in another unit; a constant is converted once, here.</summary>
    public Quantity In(Unit unit)
    {
        if (Type.Kind != ValueKind.Number || Type.Unit == unit)
        {
            return this;
        }

        var from = Type.Unit;
        var type = ExpressionType.Number(unit);
        if (Constant)
        {
            var value = Missing.Unless(from.Convert(Evaluate(NoMeasurements.Instance), unit));
            return this with { Type = type, Evaluate = _ => value };
        }

        var inner = Evaluate;
        return this with { Type = type, Evaluate = now => Missing.Unless(from.Convert(inner(now), unit)) };
    }
}

/// <summary>Something that is true, false or missing.</summary>
internal sealed record Proposition(Cost Cost, Func<IMeasurements, Truth> Evaluate) : Compiled(ExpressionType.Bool, Cost);

/// <summary>The missing number.</summary>
internal static class Missing
{
    /// <summary>The value itself if it is finite, else missing.</summary>
    public static double Unless(double value) => double.IsFinite(value) ? value : double.NaN;
}

/// <summary>A device that measures nothing; constants are evaluated against it.</summary>
internal sealed class NoMeasurements : IMeasurements
{
    public static NoMeasurements Instance { get; } = new();

    public DateTimeOffset At => DateTimeOffset.UnixEpoch;

    public double? Current(string point) => null;

    public double? Attribute(string name) => null;

    public ReadOnlySpan<Sample> Window(string point, TimeSpan span) => [];

    public void Explain(string part, double value)
    {
        // Nothing is measured, so that nothing is to be explained.
    }
}
