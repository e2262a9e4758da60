using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Noise;

namespace CityBrain.Scenes.Expressions;

/// <summary>The functions over a point's good values in [t − window, t]; each passes over them once.</summary>
internal static class Windows
{
    /// <summary>The one function that needs points of a certain kind: its mean is one of sound energies.</summary>
    public const string EquivalentLevel = "leq";

    /// <summary>How a function reads its window. The current value is NaN when the reading has no good one.</summary>
    private delegate double Fold(double current, ReadOnlySpan<Sample> window);

    private static readonly Dictionary<string, Fold> Folds = new(StringComparer.Ordinal)
    {
        ["rise"] = static (current, window) => Settled.Difference(current, Lowest(window, current)),
        ["fall"] = static (current, window) => Settled.Difference(Highest(window, current), current),
        ["delta"] = static (current, window) => window.IsEmpty ? 0 * current : Settled.Difference(current, window[0].Value),
        ["sum"] = static (_, window) => window.IsEmpty ? double.NaN : Sum(window),
        ["avg"] = static (_, window) => window.IsEmpty ? double.NaN : Sum(window) / window.Length,
        ["min"] = static (_, window) => window.IsEmpty ? double.NaN : Lowest(window, double.PositiveInfinity),
        ["max"] = static (_, window) => window.IsEmpty ? double.NaN : Highest(window, double.NegativeInfinity),
        ["count"] = static (_, window) => window.Length,
        [EquivalentLevel] = static (_, window) => EnergyOf(window),
    };

    /// <summary>The functions' names, for messages.</summary>
    public static IReadOnlyCollection<string> Names => Folds.Keys;

    /// <summary>A window function over a point, in the point's unit; a count is a plain number.</summary>
    public static Quantity Over(string function, string point, Unit unit, TimeSpan span)
    {
        var fold = Folds[function];
        var type = ExpressionType.Number(function == "count" ? Unit.One : unit);
        var text = $"{function}({point}, {Durations.Write(span)})";
        return new Quantity(type, new Cost(1, 1, span), now =>
        {
            var value = Missing.Unless(fold(now.Current(point) ?? double.NaN, now.Window(point, span)));
            now.Explain(text, value);
            return value;
        });
    }

    private static double Lowest(ReadOnlySpan<Sample> window, double lowest)
    {
        foreach (var sample in window)
        {
            lowest = Math.Min(lowest, sample.Value);
        }

        return lowest;
    }

    private static double Highest(ReadOnlySpan<Sample> window, double highest)
    {
        foreach (var sample in window)
        {
            highest = Math.Max(highest, sample.Value);
        }

        return highest;
    }

    private static double EnergyOf(ReadOnlySpan<Sample> window)
    {
        var mean = default(EnergyMean);
        foreach (var sample in window)
        {
            mean.Add(sample.Value);
        }

        // Settled, so that an hour at exactly 60 dB is not over 60 dB by a remainder of binary fractions.
        return mean.Level is { } level ? Settled.Settle(level, Math.Abs(level)) : double.NaN;
    }

    private static double Sum(ReadOnlySpan<Sample> window)
    {
        var (sum, size) = (0.0, 0.0);
        foreach (var sample in window)
        {
            sum += sample.Value;
            size = Math.Max(size, Math.Abs(sum));
        }

        return Settled.Settle(sum, size);
    }
}
