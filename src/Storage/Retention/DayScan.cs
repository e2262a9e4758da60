using System.Security.Cryptography;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Retention;

/// <summary>A day whose rows are not those that were written: it is evidence, and nothing of it goes.</summary>
internal sealed class DamagedDayException(Position at, string what) : Exception($"Lane {at.Lane}, batch {at.Batch}: {what}")
{
    public Position At { get; } = at;
}

/// <summary>
/// Goes through the batches of a day before their readings may go, page by page so that no snapshot is held for long: works out what the
/// stub has to say, and proves on the way that every row is still the one that was written.
/// </summary>
internal sealed class DayScan(SqliteDatabase database, DateOnly day, int lane, long first, long last) : IDisposable
{
    private const int RowsPerPage = 5_000;

    private const string Facts =
        $"SELECT {SqliteRows.FactColumns}, stream.name FROM fact JOIN stream ON stream.id=fact.stream WHERE fact.position>=? AND fact.position<=? ORDER BY fact.position";

    private const string OfDevices =
        $"SELECT {SqliteRows.ReadingColumns}, stream.name FROM reading JOIN stream ON stream.id=reading.stream WHERE reading.position>=? AND reading.position<=? ORDER BY reading.position";

    private readonly IncrementalHash _kept = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly IncrementalHash _batch = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly Dictionary<string, Cut> _cuts = new(StringComparer.Ordinal);
    private long _batches;

    public DateOnly Day => day;

    public int Lane => lane;

    public long First => first;

    public long Last => last;

    public long ReadingCount { get; private set; }

    public long FactCount { get; private set; }

    /// <summary>The lane's chain after the last batch.</summary>
    public Hash Chain { get; private set; }

    public bool IsDone => first + _batches > last;

    /// <summary>Reads some thousand rows on.</summary>
    /// <exception cref="DamagedDayException">A row is missing or not the one that was written.</exception>
    public int ReadPage(CancellationToken cancellation)
    {
        var rows = 0;
        using var lease = database.Read();
        lease.BeginSnapshot();
        while (!IsDone && rows < RowsPerPage)
        {
            cancellation.ThrowIfCancellationRequested();
            rows += ReadBatch(lease, PackedPosition.Pack(lane, first + _batches, 0));
            _batches++;
        }

        return rows;
    }

    /// <summary>SHA-256 over the hashes of the facts, in order.</summary>
    public Hash FactsDigest() => Finish(_kept);

    /// <summary>The digest of all cuts, as they will be when the day's readings have gone.</summary>
    public Hash CutsDigest()
    {
        using var lease = database.Read();
        using var query = lease.Prepare(Cut.Columns);
        var cuts = Cut.ReadAll(query);
        foreach (var (stream, cut) in _cuts)
        {
            cuts[stream] = cuts.TryGetValue(stream, out var before)
                ? cut with { EarliestMs = Math.Min(before.EarliestMs, cut.EarliestMs), LatestMs = Math.Max(before.LatestMs, cut.LatestMs) }
                : cut;
        }

        return Cut.DigestOf(cuts);
    }

    public void Dispose()
    {
        _kept.Dispose();
        _batch.Dispose();
    }

    private int ReadBatch(SqliteReadLease lease, long position)
    {
        var at = PackedPosition.Unpack(position);
        using var batch = lease.Prepare("SELECT rows, digest, chain FROM batch WHERE position=?").Bind(position);
        if (!batch.Step())
        {
            throw new DamagedDayException(at, "the batch is missing.");
        }

        using var facts = lease.Prepare(Facts).Bind(position).Bind(position | PackedPosition.OrdinalMax);
        using var readings = lease.Prepare(OfDevices).Bind(position).Bind(position | PackedPosition.OrdinalMax);
        var (moreFacts, moreReadings, rows) = (facts.Step(), readings.Step(), 0);
        while (moreFacts || moreReadings)
        {
            if (moreFacts && (!moreReadings || facts.Number(0) < readings.Number(0)))
            {
                Take(facts.ReadFact(facts.Text(14)), at);
                moreFacts = facts.Step();
            }
            else
            {
                Take(readings.ReadReading(readings.Text(13)), at);
                moreReadings = readings.Step();
            }

            rows++;
        }

        if (Finish(_batch) != batch.Digest(1) || rows != batch.Number(0))
        {
            throw new DamagedDayException(at, "its rows are not those that were written.");
        }

        Chain = batch.Digest(2);
        return rows;
    }

    private void Take(FactRow fact, Position at)
    {
        Append(_batch, Intact(fact.ComputeHash(), fact.Hash, at));
        Append(_kept, fact.Hash);
        FactCount++;
    }

    private void Take(ReadingRow reading, Position at)
    {
        Append(_batch, Intact(reading.ComputeHash(), reading.Hash, at));
        _cuts[reading.Stream] = Cut.After(_cuts.TryGetValue(reading.Stream, out var before) ? before : null, reading);
        ReadingCount++;
    }

    private static Hash Intact(Hash computed, Hash kept, Position at) =>
        computed == kept ? kept : throw new DamagedDayException(at, "a row does not have the hash it was written with.");

    private static void Append(IncrementalHash digest, Hash hash)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        hash.CopyTo(bytes);
        digest.AppendData(bytes);
    }

    private static Hash Finish(IncrementalHash digest)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        digest.GetHashAndReset(bytes);
        return new Hash(bytes);
    }
}
