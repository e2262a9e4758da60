using System.Text;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>Reads the history of readings; every reading that is served whole has its hash worked out anew.</summary>
public sealed class SqliteReadingHistory : IReadingHistory
{
    private const string OfStream = "reading.stream=(SELECT id FROM stream WHERE name=?)";

    private readonly SqliteDatabase _database;

    /// <summary>Reads the database given.</summary>
    public SqliteReadingHistory(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public ValueTask<ReadingPage> Read(ReadingQuery query, CancellationToken cancellation = default)
    {
        var filter = Filter(query);
        if (query.After is { } after)
        {
            filter.And("(observed, variant)>(?, ?)", after.ObservedMs, after.Variant);
        }

        var page = new List<StoredReading>();
        using var lease = _database.Read();
        lease.BeginSnapshot();
        var recorded = new BatchTimes(lease);
        using var rows = filter.BindTo(lease.Prepare(
            $"SELECT {SqliteRows.ReadingColumns} FROM reading WHERE {filter.Text} ORDER BY observed, variant"));
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            if (query.Flag is { } flag && !PointJson.HasFlag(rows.Bytes(7), rows.Bytes(8), flag))
            {
                continue;
            }

            if (page.Count >= query.Limit)
            {
                return ValueTask.FromResult(new ReadingPage(page, More: true));
            }

            page.Add(new StoredReading(rows.ReadReading(query.Stream).Intact(), recorded.Read(rows.Number(0))));
        }

        return ValueTask.FromResult(new ReadingPage(page, More: false));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<ReadingRow>> ReadLatest(string stream, int count, CancellationToken cancellation = default)
    {
        var latest = new List<ReadingRow>();
        using var lease = _database.Read();
        using var rows = lease.Prepare(
            $"SELECT {SqliteRows.ReadingColumns} FROM reading WHERE {OfStream} AND variant=0 ORDER BY observed DESC LIMIT ?").Bind(stream).Bind(count);
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            latest.Add(rows.ReadReading(stream).Intact());
        }

        latest.Reverse();
        return ValueTask.FromResult<IReadOnlyList<ReadingRow>>(latest);
    }

    /// <inheritdoc/>
    public ValueTask<TakenTimes> ReadAt(string stream, IReadOnlyCollection<long> observedMs, CancellationToken cancellation = default)
    {
        var taken = new List<ReadingRow>();
        using var lease = _database.Read();
        lease.BeginSnapshot();
        foreach (var moment in observedMs.Distinct().Order())
        {
            cancellation.ThrowIfCancellationRequested();
            using var rows = lease.Prepare(
                $"SELECT {SqliteRows.ReadingColumns} FROM reading WHERE {OfStream} AND observed=? ORDER BY variant").Bind(stream).Bind(moment);
            while (rows.Step())
            {
                taken.Add(rows.ReadReading(stream).Intact());
            }
        }

        using var cut = lease.Prepare("SELECT latest FROM reading_cut WHERE stream=(SELECT id FROM stream WHERE name=?)").Bind(stream);
        return ValueTask.FromResult(new TakenTimes(taken, cut.Step() ? cut.Number(0) : null));
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyDictionary<string, GoneReadings>> ReadGone(
        string? stream, string placePrefix, long? fromMs, long? toMs, CancellationToken cancellation = default)
    {
        var filter = new SqlFilter()
            .AndIf("stream.name=?", stream)
            .AndIf("reading_cut.latest>=?", fromMs)
            .AndIf("reading_cut.earliest<?", toMs);
        if (placePrefix.Length > 0)
        {
            filter.And("view.kind='device' AND view.item=''").AndPrefix("view.place", placePrefix);
        }

        var places = placePrefix.Length > 0 ? "JOIN view ON view.stream=reading_cut.stream" : string.Empty;
        var gone = new Dictionary<string, GoneReadings>(StringComparer.Ordinal);
        using var lease = _database.Read();
        using var rows = filter.BindTo(lease.Prepare(
            $"SELECT stream.name, earliest, latest FROM reading_cut JOIN stream ON stream.id=reading_cut.stream {places} WHERE {filter.Text}"));
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            gone[rows.Text(0)] = new GoneReadings(rows.Number(1), rows.Number(2));
        }

        return ValueTask.FromResult<IReadOnlyDictionary<string, GoneReadings>>(gone);
    }

    /// <inheritdoc/>
    public ValueTask<long> Count(ReadingQuery query, CancellationToken cancellation = default)
    {
        var filter = Filter(query);
        using var lease = _database.Read();
        if (query.Flag is not { } flag)
        {
            using var total = filter.BindTo(lease.Prepare($"SELECT count(*) FROM reading WHERE {filter.Text}"));
            total.Step();
            return ValueTask.FromResult(total.Number(0));
        }

        var count = 0L;
        using var rows = filter.BindTo(lease.Prepare($"SELECT points, flags FROM reading WHERE {filter.Text}"));
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            count += PointJson.HasFlag(rows.Bytes(0), rows.Bytes(1), flag) ? 1 : 0;
        }

        return ValueTask.FromResult(count);
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<PlaceReading>> ReadNewest(string placePrefix, long sinceMs, CancellationToken cancellation = default) =>
        await Task.Run(
            () =>
            {
                var filter = new SqlFilter().And("kind=?", "device").AndPrefix("place", placePrefix);
                var newest = new List<PlaceReading>();
                using var lease = _database.Read();
                using var rows = filter.BindTo(lease.Prepare(
                    $"""
                    SELECT place, origin, max(observed), sum(observed>={sinceMs}) FROM (SELECT place, origin,
                        (SELECT max(observed) FROM reading WHERE reading.stream=view.stream) AS observed FROM view WHERE {filter.Text})
                    WHERE observed IS NOT NULL GROUP BY 1, 2
                    """));
                while (rows.Step())
                {
                    newest.Add(new PlaceReading(rows.Text(0), (OriginKind)rows.Int(1), rows.Number(2), rows.Number(3)));
                }

                return newest;
            },
            cancellation);

    /// <inheritdoc/>
    public IAsyncEnumerable<PointValue> ReadPoints(PointQuery query, CancellationToken cancellation = default) =>
        Points(query, cancellation).ToAsyncEnumerable();

    /// <summary>Goes through the whole table in order of storing, or through one device's part of the index.</summary>
    private IEnumerable<PointValue> Points(PointQuery query, CancellationToken cancellation)
    {
        using var lease = _database.Read();
        lease.BeginSnapshot();
        var names = ReadNames(lease, query);
        var points = query.Points.Select(name => (Name: name, Key: Encoding.UTF8.GetBytes(name))).ToArray();
        var filter = new SqlFilter()
            .AndIf("observed>=?", query.FromMs)
            .AndIf("observed<?", query.ToMs)
            .AndIf("origin=?", query.Origin);
        if (query.Stream is { } stream)
        {
            filter.And(OfStream, stream);
        }

        using var rows = filter.BindTo(lease.Prepare(
            $"SELECT {SqliteRows.ReadingColumns}, stream FROM reading WHERE {filter.Text} ORDER BY position"));
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            if (!names.TryGetValue(rows.Number(13), out var name))
            {
                continue;
            }

            var reading = rows.ReadReading(name).Intact();
            foreach (var (point, key) in points)
            {
                if (PointJson.TryFind(reading.Points.Span, key, out var value))
                {
                    yield return new PointValue(name, point, reading.ObservedMs, value, reading.Mark, PointJson.FindFlag(reading.Flags.Span, key));
                }
            }
        }
    }

    /// <summary>The devices asked for by their streams' numbers; where a place is asked for, those that the device list has there.</summary>
    private static Dictionary<long, string> ReadNames(SqliteReadLease lease, PointQuery query)
    {
        var filter = new SqlFilter().AndIf("stream.name=?", query.Stream);
        if (query.PlacePrefix.Length > 0)
        {
            filter.And("view.kind='device' AND view.item=''").AndPrefix("view.place", query.PlacePrefix);
        }

        var devices = query.PlacePrefix.Length > 0
            ? "view CROSS JOIN stream ON stream.id=view.stream"
            : "reading_chain CROSS JOIN stream ON stream.id=reading_chain.stream";
        using var rows = filter.BindTo(lease.Prepare($"SELECT stream.id, stream.name FROM {devices} WHERE {filter.Text}"));
        var names = new Dictionary<long, string>();
        while (rows.Step())
        {
            names[rows.Number(0)] = rows.Text(1);
        }

        return names;
    }

    private static SqlFilter Filter(ReadingQuery query) => new SqlFilter()
        .And(OfStream, query.Stream)
        .AndIf("observed>=?", query.FromMs)
        .AndIf("observed<?", query.ToMs)
        .AndIf("origin=?", query.Origin)
        .AndIf("mark=?", query.Mark);
}
