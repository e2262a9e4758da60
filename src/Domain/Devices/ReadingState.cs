namespace CityBrain.Domain.Devices;

/// <summary>
/// What a device's rules remember of its readings: identities of the recent ones, the windows of good values, the last good value and
/// the suspects of each point, on-delays and active alarms. Immutable: <see cref="ReadingRules.Accept"/> gives the next one.
/// </summary>
public sealed partial class ReadingState
{
    /// <summary>Before every time there is, with room to subtract any window.</summary>
    internal const long Never = long.MinValue / 4;

    private ReadingState(RuleBook book)
    {
        Book = book;
        PointStates = new PointState[book.Names.Length];
        RuleStates = new RuleState[book.RuleIds.Length];
        Array.Fill(PointStates, PointState.Fresh);
        Array.Fill(RuleStates, RuleState.Fresh);
    }

    private ReadingState(ReadingState other)
    {
        Book = other.Book;
        Adopted = other.Adopted;
        NewestMs = other.NewestMs;
        KnownFromMs = other.KnownFromMs;
        Recent = other.Recent;
        Untrimmed = other.Untrimmed;
        Recorded = other.Recorded;
        Duplicates = other.Duplicates;
        Conflicts = other.Conflicts;
        HeardMs = other.HeardMs;
        SilenceDueMs = other.SilenceDueMs;
        PointStates = (PointState[])other.PointStates.Clone();
        RuleStates = (RuleState[])other.RuleStates.Clone();
    }

    /// <summary>The pack version whose rules watch the device; null before its first reading.</summary>
    public PackReference? Adopted { get; internal set; }

    /// <summary>Observed time of the newest reading that the rules have seen, milliseconds since 1970 UTC; null before the first.</summary>
    public long? LatestMs => NewestMs == Never ? null : NewestMs;

    /// <summary>Readings stored, conflicts included.</summary>
    public long Recorded { get; internal set; }

    /// <summary>Repeated readings that were not stored again, as of the last stored one.</summary>
    public long Duplicates { get; internal set; }

    /// <summary>Readings kept beside a first one of the same time.</summary>
    public long Conflicts { get; internal set; }

    /// <summary>When a reading last came in that was no replay, by arrival, milliseconds since 1970 UTC; null before the first.</summary>
    public long? HeardMs { get; internal set; }

    /// <summary>When it is to be looked at whether the device is silent, milliseconds since 1970 UTC; null when nothing is waited for.</summary>
    public long? SilenceDueMs { get; internal set; }

    /// <summary>Whether so many identities are held in state that what is in flight must become durable, and the state trimmed, before more is taken.</summary>
    public bool IsFull => Recent.Count >= DeviceLimits.RecentFull;

    /// <summary>The points as last reported, in the model's order; those never reported are left out.</summary>
    public IEnumerable<LatestPoint> LatestPoints => PointStates
        .Select((point, index) => (Point: point, Name: Book.Names[index]))
        .Where(pair => pair.Point.LatestMs != Never)
        .Select(pair => new LatestPoint(
            pair.Name,
            pair.Point.LatestMs,
            pair.Point.LatestQuality == Quality.Missing ? null : pair.Point.Latest,
            pair.Point.LatestQuality));

    internal RuleBook Book { get; private set; }

    internal long NewestMs { get; set; } = Never;

    /// <summary>Of all times from here on the state knows every reading there is.</summary>
    internal long KnownFromMs { get; set; } = Never;

    /// <summary>Identities in order of observed time, those of one time in order of variant.</summary>
    internal Trail<Identity> Recent { get; set; }

    /// <summary>The identities as they were before the last trimming, until the next report is over.</summary>
    internal Trail<Identity> Untrimmed { get; set; }

    internal PointState[] PointStates { get; private set; }

    internal RuleState[] RuleStates { get; private set; }

    /// <summary>The state of a device that has no readings.</summary>
    public static ReadingState Empty(DeviceModel model) => new(RuleBook.Of(model));

    /// <summary>
    /// Whether the state cannot tell if a reading of that time is there already, so that the history has to be asked before
    /// <see cref="ReadingRules.Accept"/>. Never so for a reading that is newer than all before.
    /// </summary>
    public bool NeedsLookup(long observedMs) => observedMs < KnownFromMs && Find(observedMs).Length == 0;

    /// <summary>
    /// The state with only the newest identities. Call it only while everything that the state was told is durable and no other report's
    /// look-up is under way: what is trimmed must be found in the history. A report that was looked up right before still knows what
    /// this trims away.
    /// </summary>
    public ReadingState Trimmed()
    {
        var excess = Recent.Count - DeviceLimits.RecentMax;
        if (excess <= 0)
        {
            return this;
        }

        var items = Recent.Items;
        var last = items[excess - 1].ObservedMs;
        while (excess < items.Length && items[excess].ObservedMs == last)
        {
            excess++;
        }

        return new ReadingState(this) { Recent = Recent.Skip(excess), Untrimmed = Recent, KnownFromMs = Math.Max(KnownFromMs, last + 1) };
    }

    internal ReadingState Copy() => new(this);

    internal ReadOnlySpan<Identity> Find(long observedMs) => Find(Recent, observedMs);

    internal static ReadOnlySpan<Identity> Find(Trail<Identity> among, long observedMs)
    {
        var items = among.Items;
        if (items.Length == 0 || items[^1].ObservedMs < observedMs)
        {
            return default;
        }

        var from = LowerBound(items, observedMs);
        var to = from;
        while (to < items.Length && items[to].ObservedMs == observedMs)
        {
            to++;
        }

        return items[from..to];
    }

    /// <summary>Adds an identity behind those of its time.</summary>
    internal void Remember(Identity identity)
    {
        var items = Recent.Items;
        Recent = items.Length == 0 || items[^1].ObservedMs <= identity.ObservedMs
            ? Recent.Append(identity)
            : Recent.Insert(LowerBound(items, identity.ObservedMs + 1), identity);
    }

    /// <summary>
    /// Lays the state out for another model: points of the same name and unit and rules of the same text keep their state, an alarm of a
    /// changed rule stays active and the new text decides when it clears. Gives back rule and raise time of the active alarms whose rules
    /// are gone, in order of the rules' ids.
    /// </summary>
    internal IReadOnlyList<(string Rule, long RaisedMs)> LayOut(RuleBook book)
    {
        var (old, points, rules) = (Book, PointStates, RuleStates);
        Book = book;
        PointStates = new PointState[book.Names.Length];
        for (var index = 0; index < PointStates.Length; index++)
        {
            var before = old.IndexOf(book.Names[index]);
            var same = before >= 0 && old.Units[before] == book.Units[index];
            PointStates[index] = same ? points[before] : PointState.Fresh;
            PointStates[index].StartFrom(KeptFromMs(same, old.WindowMs));
        }

        RuleStates = new RuleState[book.RuleIds.Length];
        Array.Fill(RuleStates, RuleState.Fresh);
        var withdrawn = new List<(string Rule, long RaisedMs)>();
        for (var index = 0; index < rules.Length; index++)
        {
            var after = book.RuleIndexOf(old.RuleIds[index]);
            if (after >= 0)
            {
                var same = book.RuleDigests[after] == old.RuleDigests[index];
                RuleStates[after] = rules[index] with { SinceMs = same ? rules[index].SinceMs : Never };
            }
            else if (rules[index].RaisedMs != Never)
            {
                withdrawn.Add((old.RuleIds[index], rules[index].RaisedMs));
            }
        }

        return [.. withdrawn.OrderBy(alarm => alarm.Rule, StringComparer.Ordinal)];
    }

    /// <summary>From when on a point's window is whole under a new model: not before an earlier model kept it.</summary>
    private long KeptFromMs(bool wasKept, long keptMs) => NewestMs == Never ? Never
        : !wasKept ? NewestMs + 1
        : Book.WindowMs <= keptMs ? Never
        : NewestMs - keptMs;

    internal static int LowerBound(ReadOnlySpan<Identity> items, long observedMs)
    {
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = items[middle].ObservedMs < observedMs ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}

/// <summary>What tells a reading from others: its time and the digest of its values.</summary>
internal readonly record struct Identity(long ObservedMs, long Digest);

/// <summary>What is remembered of one rule.</summary>
internal record struct RuleState(long SinceMs, long RaisedMs)
{
    /// <summary>Neither pending nor active.</summary>
    public static RuleState Fresh { get; } = new(ReadingState.Never, ReadingState.Never);
}
