namespace CityBrain.Domain.Devices;

/// <summary>How far a value or a whole reading can be relied on. Only good values reach a rule.</summary>
public enum Quality
{
    /// <summary>Nothing is wrong with it.</summary>
    Good,

    /// <summary>The device said that it has no value.</summary>
    Missing,

    /// <summary>It differs from the last good value by more than can be.</summary>
    Spike,

    /// <summary>It lies outside what is physically possible.</summary>
    Range,

    /// <summary>The whole reading was older than 24 hours when it arrived.</summary>
    Late,

    /// <summary>The whole reading claimed a time more than 5 minutes ahead; it stands at its arrival time.</summary>
    Clock,

    /// <summary>The whole reading came after another of the same time with other values.</summary>
    Conflict,
}

/// <summary>One reading as its device sent it.</summary>
/// <param name="ObservedMs">Observed time, milliseconds since 1970 UTC; null when the device did not say.</param>
/// <param name="Points">Point → raw value; null where the device has none, which is a fact too.</param>
public readonly record struct Reading(long? ObservedMs, IReadOnlyCollection<KeyValuePair<string, double?>> Points);

/// <summary>How readings came in.</summary>
/// <param name="NowMs">Arrival time, milliseconds since 1970 UTC. A replay's now is the observed time of each reading instead.</param>
/// <param name="Origin">Live, replayed or simulated, with its session.</param>
/// <param name="Known">
/// What the history holds at those observed times for which <see cref="ReadingState.NeedsLookup"/> said yes, all variants of each;
/// looked up after the last <see cref="ReadingState.Trimmed"/>. Empty when it said no for all.
/// </param>
public sealed record Arrival(long NowMs, Origin Origin, IReadOnlyList<HistoricReading> Known)
{
    /// <summary>
    /// Latest observed time of the device's readings that were dropped, milliseconds since 1970 UTC; null when none was, or nothing had to be
    /// looked up. Up to it a time that the history does not hold may have had a reading.
    /// </summary>
    public long? GoneThroughMs { get; init; }
}

/// <summary>One reading as the history keeps it.</summary>
/// <param name="ObservedMs">Observed time, milliseconds since 1970 UTC.</param>
/// <param name="Variant">0 for the reading that stands; 1, 2, … for conflicting ones kept beside it.</param>
/// <param name="Mark">Good, late, clock or conflict.</param>
/// <param name="Points">Point → raw value, null where missing.</param>
/// <param name="Flags">The points that have a value and are not good.</param>
public sealed record HistoricReading(
    long ObservedMs,
    int Variant,
    Quality Mark,
    IReadOnlyCollection<KeyValuePair<string, double?>> Points,
    IReadOnlyList<PointFlag> Flags);

/// <summary>A point that has a value which is not good: a spike or out of range.</summary>
/// <param name="Point">The point.</param>
/// <param name="Quality">Spike or range.</param>
public readonly record struct PointFlag(string Point, Quality Quality);

/// <summary>A point as last reported.</summary>
/// <param name="Point">The point.</param>
/// <param name="ObservedMs">Observed time of the newest reading that reported it.</param>
/// <param name="Value">The raw value; null when missing.</param>
/// <param name="Quality">Good, missing, spike or range.</param>
public readonly record struct LatestPoint(string Point, long ObservedMs, double? Value, Quality Quality);
