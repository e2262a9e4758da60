namespace CityBrain.Journal.Rows;

/// <summary>A flag on a whole reading; flags on single points stand in <see cref="ReadingRow.Flags"/>.</summary>
public enum ReadingMark
{
    /// <summary>Nothing is wrong with the reading as a whole.</summary>
    None,

    /// <summary>Older than the live age limit when it arrived.</summary>
    Late,

    /// <summary>Claimed a time in the future; stored at arrival time.</summary>
    Clock,

    /// <summary>Same identity as an earlier reading, other values; kept beside it and never used.</summary>
    Conflict,
}

/// <summary>
/// One reading as its device's activation fixed it. Readings of one device are a chain: <see cref="Number"/> has no gaps and
/// <see cref="Parent"/> is the hash of the reading before.
/// </summary>
public sealed record ReadingRow
{
    /// <summary>The device's stream, as <c>device/river-1</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>Place in the device's chain, from 1.</summary>
    public required long Number { get; init; }

    /// <summary>Hash of the reading before; the zero hash for the first.</summary>
    public required Hash Parent { get; init; }

    /// <summary>Observed time, milliseconds since 1970 UTC. With <see cref="Variant"/> the identity within the device.</summary>
    public required long ObservedMs { get; init; }

    /// <summary>0 for the reading that stands; 1, 2, … for conflicting ones kept beside it.</summary>
    public required int Variant { get; init; }

    /// <summary>Flag on the whole reading.</summary>
    public required ReadingMark Mark { get; init; }

    /// <summary>The time that the device claimed, where it was not believed.</summary>
    public long? ClaimedMs { get; init; }

    /// <summary>Live, replayed or simulated, with its session.</summary>
    public required Origin Origin { get; init; }

    /// <summary>UTF-8 JSON object, point → raw number, or null where the point is missing: <c>{"pm25":82,"co":null}</c>.</summary>
    public required ReadOnlyMemory<byte> Points { get; init; }

    /// <summary>UTF-8 JSON object of the points that are not good although they have a value, as <c>{"level":"spike"}</c>; empty when there are none.</summary>
    public required ReadOnlyMemory<byte> Flags { get; init; }

    /// <summary>The trace that the reading came in under.</summary>
    public required string Trace { get; init; }

    /// <summary>SHA-256 over all of the above.</summary>
    public Hash Hash { get; init; }

    /// <summary>The same reading with its hash worked out.</summary>
    public ReadingRow Sealed() => this with { Hash = ComputeHash() };

    /// <summary>Works the hash out anew from the fields.</summary>
    public Hash ComputeHash()
    {
        var canon = new Canon(stackalloc byte[Canon.UsualBytes]);
        canon.Text(Stream);
        canon.Number(Number);
        canon.Digest(Parent);
        canon.Number(ObservedMs);
        canon.Number(Variant);
        canon.Number((int)Mark);
        canon.Number(ClaimedMs is null ? 0 : 1);
        canon.Number(ClaimedMs ?? 0);
        canon.Number((int)Origin.Kind);
        canon.Text(Origin.Session);
        canon.Bytes(Points.Span);
        canon.Bytes(Flags.Span);
        canon.Text(Trace);
        return canon.Finish();
    }
}
