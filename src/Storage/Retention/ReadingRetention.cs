using System.Diagnostics;
using CityBrain.Domain.History;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Retention;

/// <summary>
/// Drops the readings of whole days that the policy lets go, oldest first, in small steps of a lane's own appends. First the day is read
/// through and proved; then its stub becomes durable; only then its readings go, each run of them by an append that was decided on the
/// stub, so that without it they cannot. What was interrupted goes on from the stub. Steps are taken one after another by one caller.
/// </summary>
public sealed class ReadingRetention : IDisposable
{
    /// <summary>Readings that go with one append: less than a batch of those that come, so that no reply waits longer than for one.</summary>
    public const int RunMax = 1_000;

    private const string Purpose = "retention";

    private readonly SqliteDatabase _database;
    private readonly IJournalReader _reader;
    private readonly LaneWriter _writer;
    private readonly HistoryKeys _keys;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly int? _keepDays;
    private DayScan? _scan;
    private ReadingsDropped? _removing;
    private Head? _head;
    private long _next;

    /// <summary>Prepares retention of a lane.</summary>
    /// <param name="database">The journal's file.</param>
    /// <param name="reader">What is durable in it.</param>
    /// <param name="writer">The lane's writer.</param>
    /// <param name="keys">What stubs are signed with.</param>
    /// <param name="clock">The time.</param>
    /// <param name="keepDays">The policy, see <see cref="RetentionRules"/>; null drops no further day and finishes what a stub has ordered.</param>
    /// <param name="patience">How long a commit is waited for.</param>
    public ReadingRetention(
        SqliteDatabase database, IJournalReader reader, LaneWriter writer, HistoryKeys keys, TimeProvider clock, int? keepDays, TimeSpan patience)
    {
        (_database, _reader, _writer, _keys, _clock, _keepDays, _patience) = (database, reader, writer, keys, clock, keepDays, patience);
        if (RetentionRules.Fault(keepDays) is { } fault)
        {
            throw new ArgumentOutOfRangeException(nameof(keepDays), fault);
        }
    }

    private int Lane => _writer.Head.Lane;

    /// <summary>Does the next small thing.</summary>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public async Task<RetentionStep> Step(CancellationToken cancellation = default)
    {
        try
        {
            if (_head is null)
            {
                await Load(cancellation);
            }

            return _removing is { } stub ? await Remove(stub) ?? new RetentionStep(RetentionDeed.Looked, stub.Day) : await Look(cancellation);
        }
        catch (DamagedDayException damage)
        {
            var day = _scan?.Day;
            Forget();
            return new RetentionStep(RetentionDeed.Damaged, day, Why: damage.Message);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Forget();
            return new RetentionStep(RetentionDeed.HeldUp, Why: failure.Message);
        }
    }

    /// <summary>Gives up a day that was being looked through.</summary>
    public void Dispose() => _scan?.Dispose();

    private async Task Load(CancellationToken cancellation)
    {
        var rows = await _reader.ReadStream(Stubs.StreamOf(Lane), cancellation);
        _removing = rows.Count == 0 ? null : Stubs.Read(rows[^1].Payload.Span);
        _next = (_removing?.LastBatch ?? 0) + 1;
        _head = rows.Count == 0 ? default(Head) : new Head(rows[^1].Seq, rows[^1].Hash);
    }

    /// <summary>What is known may be outdated: the stream is read again before the next step.</summary>
    private void Forget()
    {
        _scan?.Dispose();
        (_scan, _removing, _head) = (null, null, null);
    }

    private async Task<RetentionStep> Look(CancellationToken cancellation)
    {
        if (_scan is null && (_keepDays is not { } keepDays || (_scan = FindDue(RetentionRules.NewestToDrop(_clock.GetUtcNow(), keepDays))) is null))
        {
            return default;
        }

        var scan = _scan!;
        if (!scan.IsDone)
        {
            scan.ReadPage(cancellation);
            return new RetentionStep(RetentionDeed.Looked, scan.Day);
        }

        if (scan.ReadingCount > 0)
        {
            return await Stub(scan);
        }

        // Nothing was recorded but facts, which stay.
        _next = scan.Last + 1;
        scan.Dispose();
        _scan = null;
        return new RetentionStep(RetentionDeed.Looked, scan.Day);
    }

    private async Task<RetentionStep> Stub(DayScan scan)
    {
        using var key = _keys.OpenForSigning(_clock.GetUtcNow());
        var stub = Stubs.Signed(
            new ReadingsDropped(
                scan.Day, scan.Lane, scan.First, scan.Last, scan.ReadingCount, scan.FactCount, scan.FactsDigest().ToString(), scan.Chain.ToString(),
                scan.CutsDigest().ToString(), _keepDays!.Value, string.Empty, string.Empty),
            key);
        var fact = new FactRow
        {
            Stream = Stubs.StreamOf(scan.Lane),
            Seq = _head!.Value.Seq + 1,
            Parent = _head.Value.Hash,
            Type = Stubs.Type,
            Version = Stubs.Version,
            Payload = Stubs.Write(stub),
            Mandate = new Mandate(string.Empty, string.Empty, "city", Purpose, ActivityTraceId.CreateRandom().ToHexString()),
            ObservedMs = _clock.GetUtcNow().ToUnixTimeMilliseconds(),
        }.Sealed();
        var (fate, _) = await _writer.Submit(LaneWriter.Begin(), new Append { Class = ServiceClass.Cases, Facts = [fact] }, _patience);
        if (fate != Fate.Durable)
        {
            Forget();
            return new RetentionStep(RetentionDeed.HeldUp, stub.Day, Why: $"The stub was not written ({fate}).");
        }

        scan.Dispose();
        (_scan, _removing, _head, _next) = (null, stub, new Head(fact.Seq, fact.Hash), stub.LastBatch + 1);
        return new RetentionStep(RetentionDeed.Stubbed, stub.Day, stub.Readings);
    }

    /// <summary>Lets the next run of readings go; null when none is left.</summary>
    private async Task<RetentionStep?> Remove(ReadingsDropped stub)
    {
        if (FindRun(stub) is not { } run)
        {
            _removing = null;
            return null;
        }

        if (!_writer.HasRoom(ServiceClass.Views))
        {
            return new RetentionStep(RetentionDeed.HeldUp, stub.Day, Why: "The lane is busy.");
        }

        var append = new Append { Class = ServiceClass.Views, DecidedOn = new Standpoint(Stubs.StreamOf(stub.Lane), _head!.Value, null), Drop = run.Drop };
        var (fate, _) = await _writer.Submit(LaneWriter.Begin(), append, _patience);
        if (fate != Fate.Durable)
        {
            Forget();
            return new RetentionStep(RetentionDeed.HeldUp, stub.Day, Why: $"Readings did not go ({fate}).");
        }

        return new RetentionStep(RetentionDeed.Removed, stub.Day, run.Readings);
    }

    private (ReadingDrop Drop, long Readings)? FindRun(ReadingsDropped stub)
    {
        using var lease = _database.Read();
        using var run = lease.Prepare(
            "SELECT count(*), min(position), max(position) FROM (SELECT position FROM reading WHERE position>=? AND position<=? ORDER BY position LIMIT ?)")
            .Bind(PackedPosition.Pack(stub.Lane, stub.FirstBatch, 0))
            .Bind(PackedPosition.Pack(stub.Lane, stub.LastBatch, PackedPosition.OrdinalMax))
            .Bind((long)RunMax);
        return run.Step() && run.Number(0) > 0
            ? (new ReadingDrop(PackedPosition.Unpack(run.Number(1)), PackedPosition.Unpack(run.Number(2))), run.Number(0))
            : null;
    }

    /// <summary>The oldest day behind the last stub, if it may go. Recorded time grows with every batch, so that a day is a run of batches.</summary>
    private DayScan? FindDue(DateOnly newest)
    {
        var (lane, first, end) = (Lane, _next, _writer.Head.Batch);
        if (first > end)
        {
            return null;
        }

        using var lease = _database.Read();
        var day = CityTime.DayOf(RecordedMs(lease, lane, first));
        if (day > newest)
        {
            return null;
        }

        // The last batch before the day's end, by halving what lies between.
        var (last, after, endMs) = (first, end + 1, RetentionRules.EndOf(day));
        while (after - last > 1)
        {
            var middle = last + ((after - last) / 2);
            (last, after) = RecordedMs(lease, lane, middle) < endMs ? (middle, after) : (last, middle);
        }

        return new DayScan(_database, day, lane, first, last);
    }

    private static long RecordedMs(SqliteReadLease lease, int lane, long batch)
    {
        using var query = lease.Prepare("SELECT recorded FROM batch WHERE position=?").Bind(PackedPosition.Pack(lane, batch, 0));
        return query.Step() ? query.Number(0) : throw new DamagedDayException(new Position(lane, batch, 0), "the batch is missing.");
    }
}
