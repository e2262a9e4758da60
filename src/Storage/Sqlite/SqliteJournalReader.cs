using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>Reads streams, chains, answers and lanes; every row's hash is worked out anew before it is served.</summary>
public sealed class SqliteJournalReader : IJournalReader
{
    private const string StreamFacts =
        $"SELECT {SqliteRows.FactColumns} FROM fact WHERE stream=(SELECT id FROM stream WHERE name=?) ORDER BY seq";

    private const string LaneFacts =
        $"""
        SELECT {SqliteRows.FactColumns}, stream.name FROM fact JOIN stream ON stream.id=fact.stream
        WHERE fact.position>? AND fact.position<=? ORDER BY fact.position
        """;

    private readonly SqliteDatabase _database;

    /// <summary>Reads the database given.</summary>
    public SqliteJournalReader(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<FactRow>> ReadStream(string stream, CancellationToken cancellation = default)
    {
        var facts = new List<FactRow>();
        var head = default(Head);
        using var lease = _database.Read();
        using var query = lease.Prepare(StreamFacts).Bind(stream);
        try
        {
            while (query.Step())
            {
                cancellation.ThrowIfCancellationRequested();
                var fact = query.ReadFact(stream).Intact();
                if (fact.Seq != head.Seq + 1 || fact.Parent != head.Hash)
                {
                    throw new DamagedStreamException(stream, head.Seq + 1, $"the next fact found is {fact.Seq} and does not continue the chain.");
                }

                head = new Head(fact.Seq, fact.Hash);
                facts.Add(fact);
            }
        }
        catch (SqliteFailedException failure) when (failure.BlamesTheFile)
        {
            throw new DamagedStreamException(stream, head.Seq + 1, failure.Message);
        }

        return ValueTask.FromResult<IReadOnlyList<FactRow>>(facts);
    }

    /// <inheritdoc/>
    public ValueTask<ReadingChain?> ReadReadingChain(string stream, CancellationToken cancellation = default)
    {
        using var lease = _database.Read();
        using var query = lease.Prepare("SELECT count, head, rule_state FROM reading_chain WHERE stream=(SELECT id FROM stream WHERE name=?)").Bind(stream);
        return ValueTask.FromResult(query.Step()
            ? new ReadingChain(new Head(query.Number(0), query.Digest(1)), query.Bytes(2).ToArray())
            : null);
    }

    /// <inheritdoc/>
    public ValueTask<KeptAnswer?> FindAnswer(string stream, string command, CancellationToken cancellation = default)
    {
        using var lease = _database.Read();
        using var query = lease.Prepare("SELECT body, seq, answer FROM answer WHERE stream=(SELECT id FROM stream WHERE name=?) AND command=?")
            .Bind(stream).Bind(command);
        return ValueTask.FromResult(query.Step() ? new KeptAnswer(stream, command, query.Text(0), query.Number(1), query.Bytes(2).ToArray()) : null);
    }

    /// <inheritdoc/>
    public ValueTask<LanePage> ReadLane(Position after, int limit, CancellationToken cancellation = default)
    {
        using var lease = _database.Read();
        lease.BeginSnapshot();
        var head = ReadHead(lease, after.Lane);
        var recorded = new BatchTimes(lease);
        var facts = new List<PlacedFact>();
        using var query = lease.Prepare(LaneFacts)
            .Bind(PackedPosition.Pack(after)).Bind(PackedPosition.Pack(after.Lane, head.Batch, PackedPosition.OrdinalMax));
        while (query.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            var at = PackedPosition.Unpack(query.Number(0));
            if (facts.Count >= limit && at.Batch != facts[0].At.Batch)
            {
                return ValueTask.FromResult(new LanePage(facts, Cut(facts, at, recorded)));
            }

            facts.Add(new PlacedFact(at, query.ReadFact(query.Text(14)).Intact(), recorded.Read(query.Number(0))));
        }

        var end = head.Batch == 0 ? after : recorded.LastOf(head.Lane, head.Batch);
        return ValueTask.FromResult(new LanePage(facts, end.IsAfter(after) ? end : after));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<LaneHead>> ReadLanes(CancellationToken cancellation = default)
    {
        var lanes = new List<LaneHead>();
        using var lease = _database.Read();
        using var query = lease.Prepare("SELECT id, epoch, batch, chain, recorded FROM lane ORDER BY id");
        while (query.Step())
        {
            lanes.Add(query.ReadLaneHead());
        }

        return ValueTask.FromResult<IReadOnlyList<LaneHead>>(lanes);
    }

    /// <inheritdoc/>
    public ValueTask<Position> ReadMark(string follower, int lane, CancellationToken cancellation = default)
    {
        if (_database.Marks.Find(follower, lane) is { } pending)
        {
            return ValueTask.FromResult(pending);
        }

        using var lease = _database.Read();
        using var query = lease.Prepare("SELECT position FROM mark WHERE follower=? AND lane=?").Bind(follower).Bind(lane);
        return ValueTask.FromResult(query.Step() ? PackedPosition.Unpack(query.Number(0)) : new Position(lane, 0, 0));
    }

    /// <inheritdoc/>
    public ValueTask WriteMark(string follower, Position mark, CancellationToken cancellation = default)
    {
        _database.Marks.Set(follower, mark);
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes a batch that did not fit whole off the page's end; the page then reaches to the end of the batch before.</summary>
    private static Position Cut(List<PlacedFact> facts, Position next, BatchTimes batches)
    {
        var last = facts[^1].At.Batch;
        if (last == next.Batch)
        {
            facts.RemoveAll(fact => fact.At.Batch == last);
        }

        return batches.LastOf(next.Lane, facts[^1].At.Batch);
    }

    private static LaneHead ReadHead(SqliteReadLease lease, int lane)
    {
        using var query = lease.Prepare("SELECT id, epoch, batch, chain, recorded FROM lane WHERE id=?").Bind(lane);
        return query.Step() ? query.ReadLaneHead() : new LaneHead(lane, 0, 0, default, 0);
    }
}
