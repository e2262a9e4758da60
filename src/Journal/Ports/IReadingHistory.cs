using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Ports;

/// <summary>What is asked of the history of readings.</summary>
public interface IReadingHistory
{
    /// <summary>Readings of one device, in order of observed time and variant, one page.</summary>
    ValueTask<ReadingPage> Read(ReadingQuery query, CancellationToken cancellation = default);

    /// <summary>The latest <paramref name="count"/> readings of a device that stand (variant 0), oldest first.</summary>
    ValueTask<IReadOnlyList<ReadingRow>> ReadLatest(string stream, int count, CancellationToken cancellation = default);

    /// <summary>
    /// Which of the given observed times of a device are taken, with all variants kept there; and up to which time that cannot be told any
    /// more, because readings were dropped.
    /// </summary>
    ValueTask<TakenTimes> ReadAt(string stream, IReadOnlyCollection<long> observedMs, CancellationToken cancellation = default);

    /// <summary>How many readings match, without paging through them.</summary>
    ValueTask<long> Count(ReadingQuery query, CancellationToken cancellation = default);

    /// <summary>
    /// The values of some points over many devices, streamed in order of storing in one pass; the caller folds them.
    /// Each carries its device's stream, so that a fold by device and day is possible.
    /// </summary>
    IAsyncEnumerable<PointValue> ReadPoints(PointQuery query, CancellationToken cancellation = default);

    /// <summary>Of which devices readings were dropped that a question would have asked for, by their streams; empty when nothing is missing.</summary>
    /// <param name="stream">Only this device's stream.</param>
    /// <param name="placePrefix">Digits that the device's place starts with, by the device list; empty for all.</param>
    /// <param name="fromMs">Earliest observed time asked for, inclusive; null for no bound.</param>
    /// <param name="toMs">Latest observed time asked for, exclusive; null for no bound.</param>
    /// <param name="cancellation">Ends it.</param>
    ValueTask<IReadOnlyDictionary<string, GoneReadings>> ReadGone(
        string? stream, string placePrefix, long? fromMs, long? toMs, CancellationToken cancellation = default);

    /// <summary>
    /// The newest observed time of each place's devices, by the devices' origin, and of how many devices it is at or after
    /// <paramref name="sinceMs"/>; places without readings are left out.
    /// </summary>
    ValueTask<IReadOnlyList<PlaceReading>> ReadNewest(string placePrefix, long sinceMs, CancellationToken cancellation = default);
}

/// <summary>What a device's history holds at the times asked for, read at one moment.</summary>
/// <param name="Rows">The readings there, in order of time and variant.</param>
/// <param name="GoneThroughMs">Latest observed time of the device's readings that were dropped; null when none was. Up to it, a time without readings may have had some.</param>
public sealed record TakenTimes(IReadOnlyList<ReadingRow> Rows, long? GoneThroughMs);

/// <summary>What was dropped of a device's readings, by observed time: between these times some may be missing, behind them none is.</summary>
/// <param name="FirstMs">The earliest that is gone, milliseconds since 1970 UTC.</param>
/// <param name="LastMs">The latest that is gone.</param>
public readonly record struct GoneReadings(long FirstMs, long LastMs);

/// <summary>When something was last observed in a place, and of how many devices lately.</summary>
public readonly record struct PlaceReading(string Place, OriginKind Origin, long ObservedMs, long Devices);

/// <summary>Which readings of one device; <see cref="After"/> is the observed time and variant of the previous page's last.</summary>
public sealed record ReadingQuery
{
    /// <summary>The device's stream.</summary>
    public required string Stream { get; init; }

    /// <summary>Earliest observed time, inclusive.</summary>
    public long? FromMs { get; init; }

    /// <summary>Latest observed time, exclusive.</summary>
    public long? ToMs { get; init; }

    /// <summary>Only this origin.</summary>
    public OriginKind? Origin { get; init; }

    /// <summary>Only readings with this mark.</summary>
    public ReadingMark? Mark { get; init; }

    /// <summary>Only readings in which some point is flagged so (<c>spike</c>, <c>range</c>, …), or <c>missing</c>.</summary>
    public string? Flag { get; init; }

    /// <summary>The last reading of the page before.</summary>
    public (long ObservedMs, int Variant)? After { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>One page of readings; each with its recorded time.</summary>
public sealed record ReadingPage(IReadOnlyList<StoredReading> Readings, bool More);

/// <summary>A reading and when it was recorded.</summary>
public sealed record StoredReading(ReadingRow Row, long RecordedMs);

/// <summary>Which values: of devices whose place starts with <see cref="PlacePrefix"/> (by the device list), or of one stream.</summary>
public sealed record PointQuery
{
    /// <summary>The points' names.</summary>
    public required IReadOnlyList<string> Points { get; init; }

    /// <summary>Digits that the device's place starts with; empty for all.</summary>
    public string PlacePrefix { get; init; } = string.Empty;

    /// <summary>Only this device's stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Earliest observed time, inclusive.</summary>
    public long? FromMs { get; init; }

    /// <summary>Latest observed time, exclusive.</summary>
    public long? ToMs { get; init; }

    /// <summary>Only this origin.</summary>
    public OriginKind? Origin { get; init; }
}

/// <summary>One value of a point.</summary>
/// <param name="Stream">The device's stream.</param>
/// <param name="Point">The point's name.</param>
/// <param name="ObservedMs">Observed time.</param>
/// <param name="Value">The raw value; null when missing.</param>
/// <param name="Mark">Flag on the whole reading.</param>
/// <param name="Flag">Flag on the point (<c>spike</c>, <c>range</c>, …) or null when there is none.</param>
public readonly record struct PointValue(string Stream, string Point, long ObservedMs, double? Value, ReadingMark Mark, string? Flag);
