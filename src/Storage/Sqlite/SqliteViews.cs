using System.Buffers.Text;
using System.Globalization;
using System.Text;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>Reads the lists. Pages go from the newest row to the oldest along one index, which also carries the place.</summary>
public sealed class SqliteViews : IViews
{
    private const string Columns =
        """
        view.kind, stream.name, view.item, view.at, view.place, view.topic, view.state, view.level, view.origin, view.session, view.payload,
        view.stream
        """;

    private readonly SqliteDatabase _database;

    /// <summary>Reads the database given.</summary>
    public SqliteViews(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public ValueTask<ViewPage> Query(ViewQuery query, CancellationToken cancellation = default)
    {
        var filter = Filter(query);
        if (query.After is { } after)
        {
            var from = ViewCursor.Parse(after);
            filter.And("(view.at, view.place, view.stream, view.item)<(?, ?, ?, ?)", from.AtMs, from.Place, from.Stream, from.Item);
        }

        // The plus keeps the order's index from being preferred to the key where the stream is known.
        var (index, plain) = query.Stream is null ? ("INDEXED BY view_by_time", string.Empty) : (string.Empty, "+");
        var page = new List<ViewRow>();
        var last = default(ViewCursor);
        using var lease = _database.Read();
        using var rows = filter.BindTo(lease.Prepare(
            $"""
            SELECT {Columns} FROM view {index} CROSS JOIN stream ON stream.id=view.stream WHERE {filter.Text}
            ORDER BY {plain}view.at DESC, view.place DESC, view.stream DESC, view.item DESC
            """));
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            if (page.Count >= query.Limit)
            {
                return ValueTask.FromResult(new ViewPage(page, last.ToString()));
            }

            var row = Read(rows);
            last = new ViewCursor(row.AtMs, row.Place, rows.Number(11), row.Item);
            page.Add(row);
        }

        return ValueTask.FromResult(new ViewPage(page, null));
    }

    /// <inheritdoc/>
    public ValueTask<long> Count(ViewQuery query, CancellationToken cancellation = default)
    {
        var filter = Filter(query);
        using var lease = _database.Read();
        using var total = filter.BindTo(lease.Prepare($"SELECT count(*) FROM view WHERE {filter.Text}"));
        total.Step();
        return ValueTask.FromResult(total.Number(0));
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<ViewTally>> Tally(string kind, string placePrefix, CancellationToken cancellation = default) =>
        await Task.Run(
            () =>
            {
                var filter = new SqlFilter().And("kind=?", kind).AndPrefix("place", placePrefix);
                var tallies = new List<ViewTally>();
                using var lease = _database.Read();
                using var rows = filter.BindTo(lease.Prepare(
                    $"SELECT place, topic, state, level, origin, count(*) FROM view WHERE {filter.Text} GROUP BY 1, 2, 3, 4, 5"));
                while (rows.Step())
                {
                    tallies.Add(new ViewTally(rows.Text(0), rows.Text(1), rows.Text(2), rows.Int(3), (OriginKind)rows.Int(4), rows.Number(5)));
                }

                return tallies;
            },
            cancellation);

    private static ViewRow Read(SqliteStatement row) => new()
    {
        Kind = row.Text(0),
        Stream = row.Text(1),
        Item = row.Text(2),
        AtMs = row.Number(3),
        Place = row.Text(4),
        Topic = row.Text(5),
        State = row.Text(6),
        Level = row.Int(7),
        Origin = new Origin((OriginKind)row.Int(8), row.Text(9)),
        Payload = row.Bytes(10).ToArray(),
    };

    private static SqlFilter Filter(ViewQuery query)
    {
        var filter = new SqlFilter()
            .And("view.kind=?", query.Kind)
            .AndIf("view.stream=(SELECT id FROM stream WHERE name=?)", query.Stream)
            .AndPrefix("view.place", query.PlacePrefix)
            .AndIf("view.topic=?", query.Topic)
            .AndIf("view.level=?", query.Level)
            .AndIf("view.origin=?", query.Origin)
            .AndIf("view.session=?", query.Session)
            .AndIf("view.at>=?", query.FromMs)
            .AndIf("view.at<?", query.ToMs);
        return query.States.Count == 0
            ? filter
            : filter.And($"view.state IN ({string.Join(',', query.States.Select(_ => '?'))})", [.. query.States]);
    }

    /// <summary>The last row of a page, in the order of the index.</summary>
    private readonly record struct ViewCursor(long AtMs, string Place, long Stream, string Item)
    {
        public static ViewCursor Parse(string text)
        {
            var parts = Base64Url.IsValid(text) ? Encoding.UTF8.GetString(Base64Url.DecodeFromChars(text)).Split('\n', 4) : [];
            return parts.Length == 4
                && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var at)
                && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var stream)
                ? new ViewCursor(at, parts[2], stream, parts[3])
                : throw new FormatException("The cursor is not one that a list has given.");
        }

        public override string ToString() => Base64Url.EncodeToString(
            Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{AtMs}\n{Stream}\n{Place}\n{Item}")));
    }
}
