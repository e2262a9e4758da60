using System.Collections.Immutable;

namespace CityBrain.Domain.Devices.Air;

/// <summary>One row of the index's table: the concentrations at which the sub-index reaches 0, 50, 100, 150, 200, 300, 400 and 500.</summary>
/// <param name="Breakpoints">In the measure's unit, rising; fewer than eight where the standard rates the measure no further.</param>
/// <param name="Verified">Whether the row was checked; a figure that rests on an unverified row says so.</param>
public sealed record AirRow(ImmutableArray<decimal> Breakpoints, bool Verified);

/// <summary>A standard's table of the air quality index.</summary>
/// <param name="Standard">The standard: <c>HJ 633-2012</c>.</param>
/// <param name="Rows">One row per measure.</param>
public sealed record AirTable(string Standard, ImmutableSortedDictionary<AirMeasure, AirRow> Rows);

/// <summary>The tables of the air quality index by the day they take effect.</summary>
public static class AirTables
{
    /// <summary>The sub-index at each breakpoint.</summary>
    public static ImmutableArray<int> Steps { get; } = [0, 50, 100, 150, 200, 300, 400, 500];

    /// <summary>HJ 633-2012, from the day that the standard was issued (2012-02-29) to 2026-02-28.</summary>
    public static AirTable Hj633Of2012 { get; } = new("HJ 633-2012", new Dictionary<AirMeasure, AirRow>
    {
        [AirMeasure.Pm25Day] = Row(0, 35, 75, 115, 150, 250, 350, 500),
        [AirMeasure.Pm10Day] = Row(0, 50, 150, 250, 350, 420, 500, 600),
        [AirMeasure.So2Day] = Row(0, 50, 150, 475, 800, 1600, 2100, 2620),
        [AirMeasure.So2Hour] = Row(0, 150, 500, 650, 800),
        [AirMeasure.No2Day] = Row(0, 40, 80, 180, 280, 565, 750, 940),
        [AirMeasure.No2Hour] = Row(0, 100, 200, 700, 1200, 2340, 3090, 3840),
        [AirMeasure.CoDay] = Row(0, 2, 4, 14, 24, 36, 48, 60),
        [AirMeasure.CoHour] = Row(0, 5, 10, 35, 60, 90, 120, 150),
        [AirMeasure.O3Hour] = Row(0, 160, 200, 300, 400, 800, 1000, 1200),
        [AirMeasure.O3EightHours] = Row(0, 100, 160, 215, 265, 800),
    }.ToImmutableSortedDictionary());

    /// <summary>
    /// HJ 633-2026, from 2026-03-01. Known is only that the breakpoints of PM2.5 and PM10 changed and that the daily limits are 60 and
    /// 120 µg/m³, presumably where the sub-index is 100. Every other figure is carried over from 2012, and every row is unverified.
    /// </summary>
    public static AirTable Hj633Of2026 { get; } = new("HJ 633-2026", Hj633Of2012.Rows
        .SetItem(AirMeasure.Pm25Day, Row(0, 35, 60, 115, 150, 250, 350, 500))
        .SetItem(AirMeasure.Pm10Day, Row(0, 50, 120, 250, 350, 420, 500, 600))
        .ToImmutableSortedDictionary(row => row.Key, row => row.Value with { Verified = false }));

    /// <summary>The table that holds on a day.</summary>
    public static EffectiveDated<AirTable> ByDate { get; } = new((new DateOnly(2012, 2, 29), Hj633Of2012), (new DateOnly(2026, 3, 1), Hj633Of2026));

    private static AirRow Row(params decimal[] breakpoints) => new([.. breakpoints], Verified: true);
}
