using Orleans;

namespace CityBrain.Domain.Places;

/// <summary>How many of each of the four levels; for alarms level IV to I is severity 1 to 4.</summary>
/// <param name="I">Level Ⅰ.</param>
/// <param name="II">Level Ⅱ.</param>
/// <param name="III">Level Ⅲ.</param>
/// <param name="IV">Level Ⅳ.</param>
[GenerateSerializer, Immutable, Alias("citybrain.level-counts")]
public readonly record struct LevelCounts([property: Id(0)] long I, [property: Id(1)] long II, [property: Id(2)] long III, [property: Id(3)] long IV)
{
    /// <summary>One of the level given.</summary>
    public static LevelCounts One(Level level) => level switch
    {
        Level.I => new(1, 0, 0, 0),
        Level.II => new(0, 1, 0, 0),
        Level.III => new(0, 0, 1, 0),
        _ => new(0, 0, 0, 1),
    };

    /// <summary>Both together.</summary>
    public LevelCounts Combine(LevelCounts other) => new(I + other.I, II + other.II, III + other.III, IV + other.IV);

    /// <summary>All levels together.</summary>
    public long Total => I + II + III + IV;
}

/// <summary>Figures of one origin in a place.</summary>
/// <param name="Devices">Devices registered.</param>
/// <param name="DevicesReporting">Devices of which a reading came within 24 hours.</param>
/// <param name="Alarms">Active alarms by level.</param>
/// <param name="Incidents">Incidents that are not closed, by level.</param>
/// <param name="LatestReadingAt">Observed time of the latest reading; null when there is none.</param>
[GenerateSerializer, Immutable, Alias("citybrain.origin-summary")]
public sealed record OriginSummary(
    [property: Id(0)] long Devices,
    [property: Id(1)] long DevicesReporting,
    [property: Id(2)] LevelCounts Alarms,
    [property: Id(3)] LevelCounts Incidents,
    [property: Id(4)] DateTimeOffset? LatestReadingAt)
{
    /// <summary>Both together; what is missing on one side leaves the other as it is.</summary>
    public static OriginSummary? Combine(OriginSummary? one, OriginSummary? other) =>
        one is null ? other : other is null ? one : new OriginSummary(
            one.Devices + other.Devices,
            one.DevicesReporting + other.DevicesReporting,
            one.Alarms.Combine(other.Alarms),
            one.Incidents.Combine(other.Incidents),
            PlaceSummary.Later(one.LatestReadingAt, other.LatestReadingAt));
}

/// <summary>
/// The state of a place, rolled up from below. Each kind of origin stands apart, so that nothing replayed or simulated is counted as live. An
/// origin that nothing is known of is null, never 0.
/// </summary>
/// <param name="Live">What is live.</param>
/// <param name="Replayed">What is replayed, all sessions together.</param>
/// <param name="Simulated">What is simulated.</param>
/// <param name="Version">Grows with every change of the place's own stream; combined, the greatest of the parts.</param>
[GenerateSerializer, Immutable, Alias("citybrain.place-summary")]
public sealed record PlaceSummary(
    [property: Id(0)] OriginSummary? Live,
    [property: Id(1)] OriginSummary? Replayed,
    [property: Id(2)] OriginSummary? Simulated,
    [property: Id(3)] long Version)
{
    /// <summary>Nothing known: combines with anything to that.</summary>
    public static PlaceSummary None { get; } = new(null, null, null, 0);

    /// <summary>Observed time of the latest reading of any origin; null when there is none.</summary>
    public DateTimeOffset? LatestReadingAt => Later(Live?.LatestReadingAt, Later(Replayed?.LatestReadingAt, Simulated?.LatestReadingAt));

    /// <summary>The figures of one origin; null when nothing is known of it.</summary>
    public OriginSummary? Of(OriginKind origin) => origin switch
    {
        OriginKind.Live => Live,
        OriginKind.Replayed => Replayed,
        _ => Simulated,
    };

    /// <summary>This with the figures of one origin.</summary>
    public PlaceSummary With(OriginKind origin, OriginSummary? figures) => origin switch
    {
        OriginKind.Live => this with { Live = figures },
        OriginKind.Replayed => this with { Replayed = figures },
        _ => this with { Simulated = figures },
    };

    /// <summary>Both together: associative and commutative, with <see cref="None"/> as the neutral element.</summary>
    public PlaceSummary Combine(PlaceSummary other) => new(
        OriginSummary.Combine(Live, other.Live),
        OriginSummary.Combine(Replayed, other.Replayed),
        OriginSummary.Combine(Simulated, other.Simulated),
        Math.Max(Version, other.Version));

    internal static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other > one ? other : one;
}

/// <summary>How much of a place is heard of: "134 of 139 reporting".</summary>
/// <param name="Reporting">Child units of which something was heard within 24 hours.</param>
/// <param name="Total">Child units there are, those never heard of included.</param>
[GenerateSerializer, Immutable, Alias("citybrain.coverage")]
public readonly record struct Coverage([property: Id(0)] int Reporting, [property: Id(1)] int Total)
{
    /// <summary>The share, 0 to 1; null where there is no unit at all.</summary>
    public double? Share => Total == 0 ? null : (double)Reporting / Total;

    /// <summary>The coverage of child units at a moment; a unit that is missing counts as one that is not heard of.</summary>
    /// <param name="latestReadings">Per child unit when something in it was last heard; null when never.</param>
    /// <param name="now">The moment, on the clock on which the readings were received.</param>
    public static Coverage Of(IEnumerable<DateTimeOffset?> latestReadings, DateTimeOffset now) =>
        latestReadings.Aggregate(default(Coverage), (soFar, latest) =>
            soFar.Combine(new Coverage(latest is { } at && at >= now - PlaceLimits.ReportingWindow ? 1 : 0, 1)));

    /// <summary>Both together, for the units of two places.</summary>
    public Coverage Combine(Coverage other) => new(Reporting + other.Reporting, Total + other.Total);
}
