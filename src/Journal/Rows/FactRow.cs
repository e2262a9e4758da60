namespace CityBrain.Journal.Rows;

/// <summary>
/// One fact as its activation fixed it. Everything here is under <see cref="Hash"/>, and <see cref="Parent"/> names the row before it in
/// its stream, so that rows can be pipelined and a stale activation cannot append. Recorded time, lane, batch and ordinal are the writer's.
/// </summary>
public sealed record FactRow
{
    /// <summary>The stream: kind and key, as <c>device/river-1</c>. Holds no personal data.</summary>
    public required string Stream { get; init; }

    /// <summary>Place in the stream, from 1, without gaps.</summary>
    public required long Seq { get; init; }

    /// <summary>Hash of the stream's previous row; the zero hash for the first.</summary>
    public required Hash Parent { get; init; }

    /// <summary>Kebab-case name of the fact; never edited once written.</summary>
    public required string Type { get; init; }

    /// <summary>Version of the payload's form, from 1.</summary>
    public required int Version { get; init; }

    /// <summary>UTF-8 JSON. Personal data stands here only sealed.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }

    /// <summary>In whose name, to what purpose, under which key.</summary>
    public required Mandate Mandate { get; init; }

    /// <summary>When it was observed, in milliseconds since 1970 UTC.</summary>
    public required long ObservedMs { get; init; }

    /// <summary>The delivered fact that this one answers, if any: the receiver's cursor for that lane stands in its own stream.</summary>
    public Position? Cause { get; init; }

    /// <summary>SHA-256 over all of the above.</summary>
    public Hash Hash { get; init; }

    /// <summary>The same row with its hash worked out.</summary>
    public FactRow Sealed() => this with { Hash = ComputeHash() };

    /// <summary>Works the hash out anew from the fields, each written with its length, so that no two rows share an encoding.</summary>
    public Hash ComputeHash()
    {
        var canon = new Canon(stackalloc byte[Canon.UsualBytes]);
        canon.Text(Stream);
        canon.Number(Seq);
        canon.Digest(Parent);
        canon.Text(Type);
        canon.Number(Version);
        canon.Bytes(Payload.Span);
        canon.Text(Mandate.Command);
        canon.Text(Mandate.Body);
        canon.Text(Mandate.Actor);
        canon.Text(Mandate.Purpose);
        canon.Text(Mandate.Trace);
        canon.Number(ObservedMs);
        canon.Number(Cause is null ? 0 : 1);
        if (Cause is { } cause)
        {
            canon.Number(cause.Lane);
            canon.Number(cause.Batch);
            canon.Number(cause.Ordinal);
        }

        return canon.Finish();
    }
}
