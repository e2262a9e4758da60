using System.Collections.Immutable;

namespace CityBrain.Domain.Devices.Water;

/// <summary>A class of surface water by GB 3838-2002, from the best on. 水质类别.</summary>
public enum WaterClass
{
    /// <summary>Class Ⅰ.</summary>
    One = 1,

    /// <summary>Class Ⅱ.</summary>
    Two,

    /// <summary>Class Ⅲ.</summary>
    Three,

    /// <summary>Class Ⅳ.</summary>
    Four,

    /// <summary>Class Ⅴ.</summary>
    Five,

    /// <summary>Worse than class Ⅴ. 劣Ⅴ类.</summary>
    WorseThanFive,
}

/// <summary>What kind of water it is; the limits of total phosphorus differ.</summary>
public enum WaterBody
{
    /// <summary>A river or canal. 河流.</summary>
    River,

    /// <summary>A lake or reservoir. 湖、库.</summary>
    Lake,
}

/// <summary>The factors that the class is worked out from. Total nitrogen, temperature and coliforms are not among them.</summary>
public enum WaterFactor
{
    /// <summary>pH, without a unit. The one factor that has no classes: within its range it meets each, outside none.</summary>
    Ph,

    /// <summary>Dissolved oxygen, mg/L; the more the better. 溶解氧.</summary>
    DissolvedOxygen,

    /// <summary>Permanganate index, mg/L. 高锰酸盐指数.</summary>
    Permanganate,

    /// <summary>Chemical oxygen demand, mg/L. 化学需氧量.</summary>
    Cod,

    /// <summary>Five-day biochemical oxygen demand, mg/L. 五日生化需氧量.</summary>
    Bod5,

    /// <summary>Ammonia nitrogen, mg/L. 氨氮.</summary>
    AmmoniaNitrogen,

    /// <summary>Total phosphorus, mg/L. 总磷.</summary>
    TotalPhosphorus,
}

/// <summary>The limits of one factor, classes Ⅰ to Ⅴ.</summary>
/// <param name="Limits">Five limits in mg/L: the most that a class admits, or for dissolved oxygen the least.</param>
/// <param name="Verified">Whether the row was checked; a figure that rests on an unverified row says so.</param>
public sealed record WaterRow(ImmutableArray<double> Limits, bool Verified);

/// <summary>A standard's limits.</summary>
/// <param name="Standard">The standard: <c>GB 3838-2002</c>.</param>
/// <param name="Rivers">One row for each factor with classes, for rivers.</param>
/// <param name="Lakes">The same for lakes and reservoirs.</param>
/// <param name="PhMin">Lowest pH that any class admits.</param>
/// <param name="PhMax">Highest pH that any class admits.</param>
public sealed record WaterTable(
    string Standard,
    ImmutableSortedDictionary<WaterFactor, WaterRow> Rivers,
    ImmutableSortedDictionary<WaterFactor, WaterRow> Lakes,
    double PhMin,
    double PhMax)
{
    /// <summary>The rows for a kind of water.</summary>
    public ImmutableSortedDictionary<WaterFactor, WaterRow> For(WaterBody body) => body == WaterBody.Lake ? Lakes : Rivers;
}

/// <summary>The limits of surface water by the day they take effect.</summary>
public static class WaterTables
{
    private static readonly ImmutableSortedDictionary<WaterFactor, WaterRow> Rivers = new Dictionary<WaterFactor, WaterRow>
    {
        [WaterFactor.DissolvedOxygen] = Row(7.5, 6, 5, 3, 2),
        [WaterFactor.Permanganate] = Row(2, 4, 6, 10, 15),
        [WaterFactor.Cod] = Row(15, 15, 20, 30, 40),
        [WaterFactor.Bod5] = Row(3, 3, 4, 6, 10),
        [WaterFactor.AmmoniaNitrogen] = Row(0.15, 0.5, 1.0, 1.5, 2.0),
        [WaterFactor.TotalPhosphorus] = Row(0.02, 0.1, 0.2, 0.3, 0.4),
    }.ToImmutableSortedDictionary();

    /// <summary>GB 3838-2002, table 1, from 2002-06-01. The row of total phosphorus in lakes and reservoirs is unverified.</summary>
    public static WaterTable Gb3838Of2002 { get; } = new(
        "GB 3838-2002",
        Rivers,
        Rivers.SetItem(WaterFactor.TotalPhosphorus, Row(0.01, 0.025, 0.05, 0.1, 0.2) with { Verified = false }),
        PhMin: 6,
        PhMax: 9);

    /// <summary>Each table from the day that it takes effect.</summary>
    public static EffectiveDated<WaterTable> ByDate { get; } = new((new DateOnly(2002, 6, 1), Gb3838Of2002));

    private static WaterRow Row(params double[] limits) => new([.. limits], Verified: true);
}
