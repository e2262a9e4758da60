namespace CityBrain.Domain.Devices;

/// <summary>One report meeting one device: works on a copy of the state that nobody else sees until the turn is over.</summary>
internal sealed partial class ReadingTurn
{
    private readonly Device device;
    private readonly Arrival arrival;
    private readonly RuleBook book;
    private readonly Slot[] slots;
    private List<DeviceFact>? facts;
    private int count;

    public ReadingTurn(Device device, ReadingState state, RuleBook book, Arrival arrival)
    {
        (this.device, this.arrival, this.book) = (device, arrival, book);
        State = state.Copy();
        slots = new Slot[book.Names.Length];
    }

    public ReadingState State { get; }

    public IReadOnlyList<DeviceFact> Facts => facts is null ? [] : facts;

    private bool IsReplay => arrival.Origin.Kind == OriginKind.Replayed;

    public ReadingOutcome Take(in Reading reading)
    {
        if (Check(reading, out var digest) is { } refusal)
        {
            return new ReadingOutcome { Kind = OutcomeKind.Refused, Why = refusal };
        }

        var (observedMs, mark) = Place(reading.ObservedMs);
        var there = State.Find(observedMs);
        if (there.Length == 0 && observedMs < State.KnownFromMs)
        {
            if (IsGone(observedMs))
            {
                return OfGoneTime(observedMs, digest);
            }

            Recall(observedMs);
            there = State.Find(observedMs);
        }

        for (var variant = 0; variant < there.Length; variant++)
        {
            if (there[variant].Digest == digest)
            {
                State.Duplicates++;
                return new ReadingOutcome { Kind = OutcomeKind.Duplicate, ObservedMs = observedMs, Variant = variant };
            }
        }

        var conflicts = there.Length;
        State.Remember(new Identity(observedMs, digest));
        State.Recorded++;
        Adopt(observedMs);
        Hear();
        if (conflicts > 0)
        {
            State.Conflicts++;
            mark = Quality.Conflict;
        }

        return new ReadingOutcome
        {
            Kind = conflicts > 0 ? OutcomeKind.Conflict : OutcomeKind.Stored,
            ObservedMs = observedMs,
            Variant = conflicts,
            Mark = mark,
            ClaimedMs = mark == Quality.Clock ? reading.ObservedMs : null,
            Flagged = mark == Quality.Good ? TakePoints(observedMs) : Flag(),
        };
    }

    /// <summary>Something came in: a silence ends, and one that may begin is watched for.</summary>
    private void Hear()
    {
        if (IsReplay)
        {
            return;
        }

        if (!(State.HeardMs >= arrival.NowMs))
        {
            State.HeardMs = arrival.NowMs;
            if (device.ActiveAlarms.TryGetValue(SilenceRules.Rule, out var silence))
            {
                Record(new AlarmCleared(silence.Alarm, silence.Place, DateTimeOffset.FromUnixTimeMilliseconds(arrival.NowMs), ClearReason.Condition));
            }
        }

        if (State.SilenceDueMs is null && SilenceRules.Limit(book.Model!, State) is { } limit)
        {
            State.SilenceDueMs = arrival.NowMs + (long)limit.TotalMilliseconds;
        }
    }

    private (long ObservedMs, Quality Mark) Place(long? observedMs)
    {
        if (observedMs is { } observed && (IsReplay || observed <= arrival.NowMs + DeviceLimits.ClockAheadMs))
        {
            return (observed, IsReplay || observed >= arrival.NowMs - DeviceLimits.LateAgeMs ? Quality.Good : Quality.Late);
        }

        // Where the state knows every reading, so that no look-up is needed.
        var free = Math.Max(arrival.NowMs, State.KnownFromMs);
        while (State.Find(free).Length > 0)
        {
            free++;
        }

        return (free, observedMs is null ? Quality.Good : Quality.Clock);
    }

    /// <summary>Whether readings of that time may have been dropped, so that the history cannot tell what was there.</summary>
    private bool IsGone(long observedMs) => observedMs <= arrival.GoneThroughMs && ReadingState.Find(State.Untrimmed, observedMs).Length == 0;

    /// <summary>A reading that is still there is known; any other may have been taken before, and is not taken again.</summary>
    private ReadingOutcome OfGoneTime(long observedMs, long digest)
    {
        foreach (var known in arrival.Known)
        {
            if (known.ObservedMs == observedMs && Digests.OfPoints(known.Points) == digest)
            {
                State.Duplicates++;
                return new ReadingOutcome { Kind = OutcomeKind.Duplicate, ObservedMs = observedMs, Variant = known.Variant };
            }
        }

        return new ReadingOutcome { Kind = OutcomeKind.Refused, Why = DeviceRefusals.ReadingNoLongerKept };
    }

    /// <summary>Puts what was trimmed away just now, or what the history holds, at a time back among the identities.</summary>
    private void Recall(long observedMs)
    {
        var trimmed = ReadingState.Find(State.Untrimmed, observedMs);
        if (trimmed.Length > 0)
        {
            foreach (var identity in trimmed)
            {
                State.Remember(identity);
            }

            return;
        }

        foreach (var known in arrival.Known.Where(known => known.ObservedMs == observedMs).OrderBy(known => known.Variant))
        {
            State.Remember(new Identity(observedMs, Digests.OfPoints(known.Points)));
        }
    }

    private List<PointFlag>? TakePoints(long observedMs)
    {
        var inOrder = observedMs > State.NewestMs;
        var oldestMs = State.NewestMs - book.WindowMs;
        List<PointFlag>? flags = null;
        foreach (ref readonly var slot in slots.AsSpan(0, count))
        {
            ref var point = ref State.PointStates[slot.Index];
            var quality = inOrder
                ? point.Take(book.Points[slot.Index], observedMs, slot.Value, book.WindowMs)
                : point.TakeLate(book.Points[slot.Index], observedMs, slot.Value, oldestMs);
            if (quality is not (Quality.Good or Quality.Missing))
            {
                (flags ??= []).Add(new PointFlag(book.Names[slot.Index], quality));
            }
        }

        if (inOrder)
        {
            State.NewestMs = observedMs;
            StepRules(observedMs);
        }

        return flags;
    }

    /// <summary>The flags of a reading that no rule sees: only what is wrong with a value by itself.</summary>
    private List<PointFlag>? Flag()
    {
        List<PointFlag>? flags = null;
        foreach (ref readonly var slot in slots.AsSpan(0, count))
        {
            if (slot.Value is { } value && PointState.IsOutOfRange(book.Points[slot.Index], value))
            {
                (flags ??= []).Add(new PointFlag(book.Names[slot.Index], Quality.Range));
            }
        }

        return flags;
    }

    /// <summary>Sorts the reading's points into slots and works its digest out, or says why it cannot be taken.</summary>
    private Refusal? Check(in Reading reading, out long digest)
    {
        (digest, count) = (0, 0);
        if (reading.Points.Count == 0)
        {
            return DeviceRefusals.ReadingEmpty;
        }

        if (reading.ObservedMs is null && IsReplay)
        {
            return DeviceRefusals.TimeMissing;
        }

        if (reading.ObservedMs is < DeviceLimits.ObservedMinMs or > DeviceLimits.ObservedMaxMs)
        {
            return DeviceRefusals.TimeOutOfRange;
        }

        // As long as the points come in the model's order, none can come twice.
        var inOrder = true;
        foreach (var (name, value) in reading.Points)
        {
            var index = book.IndexOf(name, count);
            if (index < 0)
            {
                return DeviceRefusals.PointUnknown(name, book.Model!);
            }

            inOrder &= index == count;
            if (!inOrder && IsTaken(index))
            {
                return DeviceRefusals.PointTwice(name);
            }

            if (value is { } number && !double.IsFinite(number))
            {
                return DeviceRefusals.ValueNotANumber(name);
            }

            slots[count++] = new Slot(index, value);
            digest = Digests.Add(digest, Digests.OfPoint(book.NameDigests[index], value));
        }

        return null;
    }

    private bool IsTaken(int index)
    {
        foreach (ref readonly var slot in slots.AsSpan(0, count))
        {
            if (slot.Index == index)
            {
                return true;
            }
        }

        return false;
    }

    private void Record(DeviceFact fact) => (facts ??= []).Add(fact);

    private readonly record struct Slot(int Index, double? Value);
}
