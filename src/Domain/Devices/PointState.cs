namespace CityBrain.Domain.Devices;

/// <summary>What is remembered of one point.</summary>
internal struct PointState
{
    /// <summary>Good values, oldest first, those within the model's longest window at least.</summary>
    public Trail<Sample> Good;

    /// <summary>Values observed before this are not in the window, because an earlier model did not keep them.</summary>
    public long FromMs;

    /// <summary>Observed time of the newest reading that reported the point.</summary>
    public long LatestMs;

    /// <summary>Its raw value.</summary>
    public double Latest;

    /// <summary>Good, missing, spike or range.</summary>
    public Quality LatestQuality;

    /// <summary>How many suspects there are: values in a row that differ from the last good one and agree with each other.</summary>
    public int Suspects;

    /// <summary>The smallest suspect.</summary>
    public double SuspectMin;

    /// <summary>The largest suspect.</summary>
    public double SuspectMax;

    /// <summary>Observed time of the last good value.</summary>
    public long LastGoodMs;

    /// <summary>The last good value.</summary>
    public double LastGood;

    public static PointState Fresh { get; } = new() { FromMs = ReadingState.Never, LatestMs = ReadingState.Never, LastGoodMs = ReadingState.Never };

    /// <summary>Judges the value of a reading that is newer than all before, and remembers it.</summary>
    public Quality Take(PointSpec spec, long observedMs, double? value, long windowMs)
    {
        var quality = value is { } number ? Judge(spec, observedMs, number) : Quality.Missing;
        (LatestMs, Latest, LatestQuality) = (observedMs, value ?? 0, quality);
        if (quality == Quality.Good)
        {
            (LastGoodMs, LastGood, Suspects) = (observedMs, Latest, 0);
            Keep(observedMs, Latest, windowMs);
        }

        return quality;
    }

    /// <summary>Judges the value of a reading that came out of order by the good value before it, and puts it into the window; moves nothing else.</summary>
    public Quality TakeLate(PointSpec spec, long observedMs, double? value, long oldestMs)
    {
        if (value is not { } number)
        {
            return Quality.Missing;
        }

        if (IsOutOfRange(spec, number))
        {
            return Quality.Range;
        }

        var items = Good.Items;
        var at = LowerBound(items, observedMs);
        var (referenceMs, reference) = at > 0 && items[at - 1].ObservedMs >= oldestMs ? items[at - 1] : new Sample(LastGoodMs, LastGood);
        if (Math.Abs(observedMs - referenceMs) <= DeviceLimits.SpikeReachMs && Math.Abs(number - reference) > spec.SpikeLimit)
        {
            return Quality.Spike;
        }

        if (observedMs >= Math.Max(oldestMs, FromMs))
        {
            Good = Good.Insert(at, new Sample(observedMs, number));
        }

        return Quality.Good;
    }

    /// <summary>Leaves out of the window what was observed before, now and later.</summary>
    public void StartFrom(long fromMs)
    {
        FromMs = Math.Max(FromMs, fromMs);
        Good = Good.Skip(LowerBound(Good.Items, FromMs));
    }

    public static bool IsOutOfRange(PointSpec spec, double value) => value < spec.Min || value > spec.Max;

    public readonly ReadOnlySpan<Sample> Window(long fromMs, long toMs)
    {
        var items = Good.Items;
        var start = items.Length > 0 && items[0].ObservedMs >= fromMs ? 0 : LowerBound(items, fromMs);
        var end = items.Length > 0 && items[^1].ObservedMs <= toMs ? items.Length : LowerBound(items, toMs + 1);
        return start < end ? items[start..end] : default;
    }

    private Quality Judge(PointSpec spec, long observedMs, double value)
    {
        if (IsOutOfRange(spec, value))
        {
            return Quality.Range;
        }

        if (spec.SpikeLimit is not { } limit || observedMs - LastGoodMs > DeviceLimits.SpikeReachMs || Math.Abs(value - LastGood) <= limit)
        {
            return Quality.Good;
        }

        var (min, max) = (Math.Min(SuspectMin, value), Math.Max(SuspectMax, value));
        (Suspects, SuspectMin, SuspectMax) = Suspects > 0 && max - min <= limit ? (Suspects + 1, min, max) : (1, value, value);
        return Suspects >= DeviceLimits.AgreeingCount ? Quality.Good : Quality.Spike;
    }

    private void Keep(long observedMs, double value, long windowMs)
    {
        var items = Good.Items;
        var old = 0;
        while (old < items.Length && items[old].ObservedMs < observedMs - windowMs)
        {
            old++;
        }

        Good = Good.Skip(old).Append(new Sample(observedMs, value));
    }

    private static int LowerBound(ReadOnlySpan<Sample> items, long observedMs)
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
