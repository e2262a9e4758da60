namespace CityBrain.Scenes.Expressions;

/// <summary>
/// Sums and differences as people reckon them. Sensors report decimal fractions, which binary numbers only approach:
/// 2.779 − 1.979 comes out as 0.7999999999999998 and would clear an alarm that stands at exactly 0.8. So a sum is told
/// to the twelfth decimal place below a size of one, and to one place less for each digit before the point.
/// </summary>
internal static class Settled
{
    private const int Places = 12;
    private const double SmallestSettled = 1e-6;

    private static readonly double[] PowersOfTen = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12];

    public static double Sum(double a, double b) => Settle(a + b, Math.Max(Math.Abs(a), Math.Abs(b)));

    public static double Difference(double a, double b) => Sum(a, -b);

    /// <summary>Rounds a result by the size of what went into it; leaves alone what is too small or too large for that.</summary>
    public static double Settle(double value, double size)
    {
        if (!(size >= SmallestSettled && size < PowersOfTen[Places]))
        {
            return value;
        }

        var places = Places;
        while (size >= PowersOfTen[Places - places])
        {
            places--;
        }

        return Math.Round(value * PowersOfTen[places]) / PowersOfTen[places];
    }
}
