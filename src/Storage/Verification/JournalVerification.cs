using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Verification;

/// <summary>
/// Proves that the journal is what was written: works out every hash of facts and readings anew, follows every chain, and compares the
/// lanes with their anchors. Edits, deletions, insertions, reordering and a cut tail are found and their row, or the first missing batch,
/// is named. A day that was dropped is told from a lost one by its signed stub, and photos that facts name are read and compared with their
/// hashes. It only reads, and may read the file of a running city: all it sees is of one moment.
/// <para>
/// Lists, kept answers, rule states and followers' marks can be worked out again or are no history, and are not proved.
/// Whoever rolls back the journal and the anchor together is not found out.
/// </para>
/// </summary>
public sealed class JournalVerification
{
    private const int RowsBetweenReports = 20_000;

    private readonly string _databasePath;
    private readonly FileAnchor _anchor;
    private readonly Action<VerificationProgress>? _report;
    private readonly IReadOnlySet<string> _keys;
    private readonly Findings _findings = new();
    private readonly PhotoCheck _photos;
    private IReadOnlyList<DroppedDay> _dropped = [];

    /// <summary>Prepares one verification.</summary>
    /// <param name="databasePath">The journal's file; photos are looked for beside it.</param>
    /// <param name="anchor">Its anchors.</param>
    /// <param name="keys">The keys that stubs of dropped days may be signed with.</param>
    /// <param name="report">Told now and then how far it is.</param>
    public JournalVerification(string databasePath, FileAnchor anchor, HistoryKeys keys, Action<VerificationProgress>? report = null)
    {
        ArgumentNullException.ThrowIfNull(keys);
        _keys = keys.ReadKnown();
        _databasePath = databasePath;
        _anchor = anchor;
        _report = report;
        _photos = new PhotoCheck(new EvidenceFolder(Path.GetDirectoryName(Path.GetFullPath(databasePath))!), _findings);
    }

    /// <summary>Goes through the whole journal once.</summary>
    /// <exception cref="FileNotFoundException">There is no journal.</exception>
    /// <exception cref="InvalidDataException">The journal is of a version that this program does not read.</exception>
    public VerificationReport Run(CancellationToken cancellation = default)
    {
        if (!File.Exists(_databasePath))
        {
            throw new FileNotFoundException("There is no journal here.", _databasePath);
        }

        var totals = default(Totals);
        try
        {
            var before = ReadAnchors();
            using var handle = SqliteHandle.OpenReader(_databasePath, SqliteDatabase.BusyWaitDefault);
            handle.Execute("BEGIN");
            CheckSchema(handle);
            var lanes = ReadLanes(handle);
            var after = ReadAnchors();
            totals = Scan(handle, lanes, lane => new AnchorPair(Find(before, lane), Find(after, lane)), cancellation);
            CheckPages(handle);
            handle.Execute("ROLLBACK");
        }
        catch (SqliteFailedException failure) when (failure.BlamesTheFile || _findings.Count > 0)
        {
            _findings.Add(FindingKind.FileDamaged, $"The file cannot be read to its end: {failure.Message}");
        }

        return new VerificationReport(_findings.Kept, _findings.Count, totals.Batches, totals.Facts, totals.Readings, _photos.Photos) { Dropped = _dropped };
    }

    private Totals Scan(SqliteHandle handle, SortedDictionary<int, LaneHead> lanes, Func<int, AnchorPair> anchors, CancellationToken cancellation)
    {
        var (batches, reported) = (0L, 0L);
        var cuts = ReadCuts(handle);
        using var drops = new DropCheck(handle, _keys, _findings);
        var chains = new ChainCheck(handle, cuts, _findings);
        using var rows = new RowScan(handle, chains, _photos, _findings);
        using var check = new BatchCheck(rows, drops, _findings);
        using var query = handle.Prepare("SELECT position, epoch, recorded, rows, digest, chain, prints FROM batch ORDER BY position");
        var followed = new SortedDictionary<int, LaneCheck>();
        foreach (var lane in lanes.Keys.Union(_anchor.ReadLanes()))
        {
            followed.Add(lane, new LaneCheck(lane, anchors(lane), _findings));
        }

        try
        {
            while (query.Step())
            {
                cancellation.ThrowIfCancellationRequested();
                var batch = ReadBatch(query);
                if (!followed.TryGetValue(batch.Lane, out var lane))
                {
                    followed.Add(batch.Lane, lane = new LaneCheck(batch.Lane, anchors(batch.Lane), _findings));
                }

                check.Check(query.Number(0), batch, query.Bytes(6));
                lane.Follow(batch);
                batches++;
                if (rows.Facts + rows.Readings - reported >= RowsBetweenReports)
                {
                    reported = rows.Facts + rows.Readings;
                    _report?.Invoke(new VerificationProgress(batch.Lane, batch.Batch, lanes.GetValueOrDefault(batch.Lane).Batch, reported));
                }
            }

            check.TakeStrays();
            foreach (var (lane, state) in followed)
            {
                state.End(lanes.TryGetValue(lane, out var head) ? head : null);
            }

            chains.CompareReadingHeads(handle);
            _dropped = drops.End(cuts);
        }
        catch (SqliteFailedException failure) when (failure.BlamesTheFile)
        {
            var at = rows.More ? PackedPosition.Unpack(rows.Next) : (Position?)null;
            _findings.Add(FindingKind.FileDamaged, $"The file cannot be read beyond here: {failure.Message}", at);
        }

        return new Totals(batches, rows.Facts, rows.Readings);
    }

    private BatchRow ReadBatch(SqliteStatement row)
    {
        var at = PackedPosition.Unpack(row.Number(0));
        if (at.Ordinal != 0)
        {
            _findings.Add(FindingKind.BatchChanged, $"A batch's row of lane {at.Lane} stands at ordinal {at.Ordinal} of batch {at.Batch}.", at);
        }

        return new BatchRow(at.Lane, at.Batch, row.Number(1), row.Number(2), row.Int(3), row.Digest(4), row.Digest(5));
    }

    private void CheckSchema(SqliteHandle handle)
    {
        var made = SqliteSchema.TablesOf(handle).ToHashSet(StringComparer.Ordinal);
        using var query = handle.Prepare("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%'");
        while (query.Step())
        {
            if (!made.Remove(query.Text(1)))
            {
                _findings.Add(FindingKind.SchemaChanged, $"'{query.Text(0)}' is not what this version makes.");
            }
        }

        foreach (var missing in made)
        {
            _findings.Add(FindingKind.SchemaChanged, $"This is missing: {missing[..missing.IndexOf('(', StringComparison.Ordinal)]}.");
        }
    }

    /// <summary>Lets SQLite compare its indexes with the tables: an index that leads to another row serves another row.</summary>
    private void CheckPages(SqliteHandle handle)
    {
        using var query = handle.Prepare("PRAGMA integrity_check(20)");
        while (query.Step())
        {
            if (query.Text(0) is var message && message != "ok")
            {
                _findings.Add(FindingKind.FileDamaged, $"SQLite says: {message}.");
            }
        }
    }

    private static Dictionary<string, Cut> ReadCuts(SqliteHandle handle)
    {
        if (!SqliteSchema.HasCuts(handle))
        {
            return [];
        }

        using var query = handle.Prepare(Cut.Columns);
        return Cut.ReadAll(query);
    }

    private static SortedDictionary<int, LaneHead> ReadLanes(SqliteHandle handle)
    {
        var lanes = new SortedDictionary<int, LaneHead>();
        using var query = handle.Prepare("SELECT id, epoch, batch, chain, recorded FROM lane");
        while (query.Step())
        {
            var head = query.ReadLaneHead();
            lanes[head.Lane] = head;
        }

        return lanes;
    }

    private Dictionary<int, LaneHead> ReadAnchors() => _anchor.ReadLanes()
        .Select(_anchor.Read).OfType<LaneHead>().ToDictionary(head => head.Lane);

    private static LaneHead? Find(Dictionary<int, LaneHead> anchors, int lane) => anchors.TryGetValue(lane, out var head) ? head : null;

    private readonly record struct Totals(long Batches, long Facts, long Readings);
}
