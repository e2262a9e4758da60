namespace CityBrain.Domain.Devices.Air;

/// <summary>A category of the air quality index.</summary>
/// <param name="Over">Indexes over this belong to it, up to the next category.</param>
/// <param name="Zh">What it is called in Chinese.</param>
/// <param name="En">What it is called in English.</param>
/// <param name="ColourZh">Its colour in Chinese.</param>
/// <param name="Colour">Its colour as six hexadecimal digits.</param>
public sealed record AirCategory(int Over, string Zh, string En, string ColourZh, string Colour)
{
    private static readonly AirCategory[] Categories =
    [
        new(300, "严重污染", "severely polluted", "褐红", "#7E0023"),
        new(200, "重度污染", "heavily polluted", "紫", "#99004C"),
        new(150, "中度污染", "moderately polluted", "红", "#FF0000"),
        new(100, "轻度污染", "lightly polluted", "橙", "#FF7E00"),
        new(50, "良", "good", "黄", "#FFFF00"),
        new(-1, "优", "excellent", "绿", "#00E400"),
    ];

    /// <summary>The category of an index from 0 to 500.</summary>
    public static AirCategory Of(int index) => Categories.First(category => index > category.Over);
}

/// <summary>A sub-index (IAQI) and what it was worked out from.</summary>
/// <param name="Measure">What was rated.</param>
/// <param name="Concentration">Its concentration, in the measure's unit.</param>
/// <param name="Index">0 to 500.</param>
/// <param name="Verified">Whether the row of the table was checked.</param>
public sealed record AirSubIndex(AirMeasure Measure, double Concentration, int Index, bool Verified);

/// <summary>An air quality index with everything that a reader needs to trust it, or not.</summary>
/// <param name="Index">0 to 500.</param>
/// <param name="Category">Its category.</param>
/// <param name="Primary">The primary pollutants: those with the highest sub-index, when it is over 50.</param>
/// <param name="SubIndexes">What it is the highest of.</param>
/// <param name="Table">The standard whose table was used.</param>
/// <param name="Verified">Whether every row used was checked.</param>
public sealed record AirQuality(
    int Index, AirCategory Category, IReadOnlyList<Pollutant> Primary, IReadOnlyList<AirSubIndex> SubIndexes, string Table, bool Verified);

/// <summary>
/// The air quality index of HJ 633: each sub-index linear between its breakpoints and rounded up, the index the highest of them, at most
/// 500. Concentrations go in as they are, not rounded before.
/// </summary>
public static class AirIndex
{
    private const int IndexMax = 500;
    private const int PrimaryOver = 50;

    /// <summary>The sub-index of one concentration; null where the table does not rate it: negative, or above the last breakpoint of a row that ends early.</summary>
    public static AirSubIndex? Rate(AirTable table, AirMeasure measure, double concentration)
    {
        var row = table.Rows[measure];
        var points = row.Breakpoints;
        if (!(concentration >= 0))
        {
            return null;
        }

        if (concentration > (double)points[^1])
        {
            return points.Length == AirTables.Steps.Length ? new AirSubIndex(measure, concentration, IndexMax, row.Verified) : null;
        }

        // Decimal, so that 20 is not rounded up to 21 for a remainder of binary fractions.
        var exact = (decimal)concentration;
        var above = 1;
        while (above < points.Length - 1 && exact > points[above])
        {
            above++;
        }

        var (low, high) = (AirTables.Steps[above - 1], AirTables.Steps[above]);
        var index = ((high - low) * (exact - points[above - 1]) / (points[above] - points[above - 1])) + low;
        return new AirSubIndex(measure, concentration, (int)decimal.Ceiling(index), row.Verified);
    }

    /// <summary>The index of several concentrations on a day; null where none can be rated, or no table holds yet.</summary>
    public static AirQuality? Evaluate(DateOnly day, IEnumerable<KeyValuePair<AirMeasure, double>> concentrations)
    {
        if (AirTables.ByDate.On(day) is not { } table)
        {
            return null;
        }

        var rated = concentrations
            .Select(pair => Rate(table, pair.Key, pair.Value))
            .OfType<AirSubIndex>()
            .OrderBy(sub => sub.Measure)
            .ToList();
        if (rated.Count == 0)
        {
            return null;
        }

        var index = rated.Max(sub => sub.Index);
        var primary = index > PrimaryOver ? rated.Where(sub => sub.Index == index).Select(sub => sub.Measure.PollutantOf()).Distinct().ToList() : [];
        return new AirQuality(index, AirCategory.Of(index), primary, rated, table.Standard, rated.All(sub => sub.Verified));
    }
}
