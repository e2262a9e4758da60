using System.Collections.Immutable;

namespace CityBrain.Domain.Devices.Water;

/// <summary>One factor and the class that it meets.</summary>
/// <param name="Factor">What was rated.</param>
/// <param name="Value">Its value: mg/L, or pH.</param>
/// <param name="Class">The best class whose limit it meets; a value at a limit meets it.</param>
/// <param name="TimesOverThree">By how many times it exceeds the limit of class Ⅲ (超标倍数, value ÷ limit − 1); null when it does not, and for dissolved oxygen and pH, which have none.</param>
/// <param name="Verified">Whether the row of the table was checked.</param>
public sealed record WaterRating(WaterFactor Factor, double Value, WaterClass Class, double? TimesOverThree, bool Verified);

/// <summary>
/// The class of surface water by GB 3838-2002: that of the worst single factor, 单因子评价法. A factor without a value is not guessed: it
/// is named, and with it the class could only be the same or worse.
/// </summary>
/// <param name="Class">The class.</param>
/// <param name="Decisive">The factors of that class.</param>
/// <param name="Factors">Every factor that was rated.</param>
/// <param name="Missing">The factors without a usable value.</param>
/// <param name="Standard">The standard whose table was used.</param>
/// <param name="Verified">Whether every row used was checked.</param>
public sealed record WaterQuality(
    WaterClass Class,
    IReadOnlyList<WaterFactor> Decisive,
    IReadOnlyList<WaterRating> Factors,
    IReadOnlyList<WaterFactor> Missing,
    string Standard,
    bool Verified)
{
    /// <summary>The formula in words, for whoever asks where the figure comes from.</summary>
    public const string Formula = "Class of surface water by GB 3838-2002, table 1: the class of the worst single factor among those that have a good value.";

    /// <summary>
    /// Rates water on a day. Null where no table holds yet, or where no factor says more than that the pH is in order, which it is in every
    /// class. A value that is negative or no number counts as missing.
    /// </summary>
    public static WaterQuality? Evaluate(DateOnly day, WaterBody body, IReadOnlyDictionary<WaterFactor, double> values)
    {
        if (WaterTables.ByDate.On(day) is not { } table)
        {
            return null;
        }

        var rated = Enum.GetValues<WaterFactor>()
            .Where(factor => values.TryGetValue(factor, out var value) && value >= 0 && double.IsFinite(value))
            .Select(factor => Rate(table, body, factor, values[factor]))
            .ToImmutableArray();
        if (rated.All(rating => rating is { Factor: WaterFactor.Ph, Class: WaterClass.One }))
        {
            return null;
        }

        var worst = rated.Max(rating => rating.Class);
        return new WaterQuality(
            worst,
            [.. rated.Where(rating => rating.Class == worst).Select(rating => rating.Factor)],
            rated,
            [.. Enum.GetValues<WaterFactor>().Except(rated.Select(rating => rating.Factor))],
            table.Standard,
            rated.All(rating => rating.Verified));
    }

    private static WaterRating Rate(WaterTable table, WaterBody body, WaterFactor factor, double value)
    {
        if (factor == WaterFactor.Ph)
        {
            return new WaterRating(factor, value, value >= table.PhMin && value <= table.PhMax ? WaterClass.One : WaterClass.WorseThanFive, null, true);
        }

        var row = table.For(body)[factor];
        var enough = factor == WaterFactor.DissolvedOxygen;
        var met = 0;
        while (met < row.Limits.Length && !(enough ? value >= row.Limits[met] : value <= row.Limits[met]))
        {
            met++;
        }

        var rated = WaterClass.One + met;
        var over = !enough && rated > WaterClass.Three ? (double?)((value / row.Limits[WaterClass.Three - WaterClass.One]) - 1) : null;
        return new WaterRating(factor, value, rated, over, row.Verified);
    }
}
