using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Tests.Building;

/// <summary>Writes batches to a store as a lane's writer does, one append after another, and remembers what it wrote.</summary>
public sealed class Journalist(IJournalStore store, IAnchor? anchor = null, int lane = 1)
{
    private readonly Dictionary<Chain, Head> _heads = [];

    public const long Epoch = 1;

    public List<FactRow> Facts { get; } = [];

    public List<ReadingRow> Readings { get; } = [];

    public LaneHead Lane { get; private set; } = store.ReadLane(lane);

    /// <summary>The next fact of a stream; each call continues the one before.</summary>
    public FactRow Fact(string stream, string payload = "{}", string command = "", string type = "something-happened", Position? cause = null)
    {
        var head = _heads.GetValueOrDefault(new Chain(stream, false));
        var fact = new FactRow
        {
            Stream = stream,
            Seq = head.Seq + 1,
            Parent = head.Hash,
            Type = type,
            Version = 1,
            Payload = Encoding.UTF8.GetBytes(payload),
            Mandate = new Mandate(command, "b0d7", "person:1", "testing", "0af7651916cd43dd8448eb211c80319c"),
            ObservedMs = 1_700_000_000_000 + head.Seq,
            Cause = cause,
        }.Sealed();
        _heads[new Chain(stream, false)] = new Head(fact.Seq, fact.Hash);
        return fact;
    }

    /// <summary>The next readings of a device, one for each text of points.</summary>
    public ReadingAppend Read(string stream, params ReadOnlySpan<string> points)
    {
        var rows = new List<ReadingRow>();
        var from = _heads.GetValueOrDefault(new Chain(stream, true));
        var head = from;
        foreach (var text in points)
        {
            rows.Add(Reading(stream, head, text));
            head = new Head(rows[^1].Number, rows[^1].Hash);
        }

        _heads[new Chain(stream, true)] = head;
        return new ReadingAppend(stream, from, rows, Encoding.UTF8.GetBytes($$"""{"count":{{head.Seq}}}"""));
    }

    /// <summary>A reading behind the head given, not yet part of anything.</summary>
    public static ReadingRow Reading(string stream, Head head, string points = """{"level":1.5}""") => new ReadingRow
    {
        Stream = stream,
        Number = head.Seq + 1,
        Parent = head.Hash,
        ObservedMs = 1_700_000_000_000 + (head.Seq * 600_000),
        Variant = 0,
        Mark = ReadingMark.None,
        Origin = Origin.Live,
        Points = Encoding.UTF8.GetBytes(points),
        Flags = ReadOnlyMemory<byte>.Empty,
        Trace = "0af7651916cd43dd8448eb211c80319c",
    }.Sealed();

    public static Append Of(params FactRow[] facts) => new() { Class = ServiceClass.Cases, Facts = facts };

    public static Append Of(ReadingAppend readings, params FactRow[] facts) => new() { Class = ServiceClass.Telemetry, Facts = facts, Readings = readings };

    /// <summary>One batch of the appends given, durable when this returns.</summary>
    public BatchRow Write(params Append[] appends)
    {
        using var transaction = store.Begin();
        var batch = WriteTo(transaction, appends);
        transaction.TryAdvance(Lane, Advanced(batch)).ShouldBeTrue();
        transaction.Commit();
        Committed(batch, appends);
        return batch;
    }

    /// <summary>Writes the next batch into a transaction, without advancing or committing.</summary>
    public BatchRow WriteTo(IJournalTransaction transaction, params Append[] appends)
    {
        var batch = Next(appends, out var placed);
        transaction.Write(batch, placed);
        return batch;
    }

    public LaneHead Advanced(BatchRow batch) => new(Lane.Lane, batch.Epoch, batch.Batch, batch.Chain, batch.RecordedMs);

    public BatchRow Next(Append[] appends, out IReadOnlyList<PlacedAppend> placed)
    {
        var (list, ordinal) = (new List<PlacedAppend>(), 0);
        foreach (var append in appends)
        {
            list.Add(new PlacedAppend(append, ordinal));
            ordinal += append.Rows;
        }

        placed = list;
        var digest = BatchDigest.Of(appends.SelectMany(append => append.Hashes));
        var (batch, epoch, recorded) = (Lane.Batch + 1, Math.Max(Lane.Epoch, Epoch), Lane.RecordedMs + 1);
        return new BatchRow(
            Lane.Lane, batch, epoch, recorded, ordinal, digest, BatchDigest.Chain(Lane.Chain, Lane.Lane, batch, epoch, recorded, ordinal, digest));
    }

    public void Committed(BatchRow batch, Append[] appends)
    {
        Lane = Advanced(batch);
        anchor?.Write(Lane);
        Facts.AddRange(appends.SelectMany(append => append.Facts));
        Readings.AddRange(appends.SelectMany(append => append.Readings?.Rows ?? []));
    }
}
