using System.Text;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_row_of_a_list_is_replaced_by_the_next_of_its_key()
    {
        var view = View("alarm", "device/a") with { Item = "rise", State = "active", Payload = """{"n":1}"""u8.ToArray() };
        Journalist.Write(Journalist.Of() with { Views = [view] });
        var replaced = view with
        {
            State = "cleared",
            Level = 3,
            AtMs = 77,
            Place = "341882002",
            Topic = "fall",
            Origin = Origin.Replayed("s"),
            Payload = """{"n":2}"""u8.ToArray(),
        };
        Journalist.Write(Journalist.Of() with { Views = [replaced, view with { Item = "other" }] });

        var rows = (await Views.Query(new ViewQuery { Kind = "alarm", Stream = "device/a" })).Rows;
        rows.Count.ShouldBe(2);
        var read = rows.Single(row => row.Item == "rise");
        Encoding.UTF8.GetString(read.Payload.Span).ShouldBe("""{"n":2}""");
        (read with { Payload = replaced.Payload }).ShouldBe(replaced);
    }

    [Fact]
    public async Task Rows_of_a_transaction_that_was_given_up_are_on_no_list()
    {
        using (var transaction = Store.Begin())
        {
            Journalist.WriteTo(transaction, Journalist.Of() with { Views = [View("alarm", "device/a")] });
        }

        (await Views.Count(new ViewQuery { Kind = "alarm" })).ShouldBe(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(100)]
    public async Task Every_filter_gives_the_same_rows_page_by_page_newest_first(int limit)
    {
        var all = WriteManyViews();
        foreach (var (query, expected) in Filters())
        {
            var matching = all.Where(expected).ToList();
            var (pages, after) = (new List<ViewRow>(), (string?)null);
            do
            {
                var page = await Views.Query(query with { After = after, Limit = limit });
                page.Rows.Count.ShouldBeLessThanOrEqualTo(limit);
                pages.AddRange(page.Rows);
                after = page.Next;
            }
            while (after is not null);

            pages.Select(row => (row.Stream, row.Item)).ShouldBe(matching.Select(row => (row.Stream, row.Item)), ignoreOrder: true, query.ToString());
            pages.Select(row => row.AtMs).ShouldBe(matching.Select(row => row.AtMs).OrderDescending());
            (await Views.Count(query)).ShouldBe(matching.Count);
        }
    }

    [Fact]
    public async Task A_tally_counts_by_place_topic_state_level_and_origin()
    {
        var all = WriteManyViews();
        var tally = await Views.Tally("alarm", "341882001");
        tally.ShouldBe(
            all.Where(row => row.Kind == "alarm" && row.Place.StartsWith("341882001", StringComparison.Ordinal))
                .GroupBy(row => (row.Place, row.Topic, row.State, row.Level, row.Origin.Kind))
                .Select(group => new ViewTally(group.Key.Place, group.Key.Topic, group.Key.State, group.Key.Level, group.Key.Kind, group.Count())),
            ignoreOrder: true);
    }

    [Theory]
    [InlineData("no cursor")]
    [InlineData("AAAA")]
    [InlineData("")]
    public async Task A_cursor_that_no_list_gave_is_refused(string cursor) =>
        await Should.ThrowAsync<FormatException>(async () => await Views.Query(new ViewQuery { Kind = "alarm", After = cursor }));

    private static ViewRow View(string kind, string stream) => new()
    {
        Kind = kind,
        Stream = stream,
        Place = "341882001",
        Topic = "river",
        State = "active",
        Origin = Origin.Live,
        AtMs = 1_000,
        Payload = "{}"u8.ToArray(),
    };

    private static IEnumerable<(ViewQuery Query, Func<ViewRow, bool> Expected)> Filters()
    {
        var alarms = new ViewQuery { Kind = "alarm" };
        yield return (alarms, row => row.Kind == "alarm");
        yield return (alarms with { Stream = "device/3" }, row => row.Kind == "alarm" && row.Stream == "device/3");
        yield return (alarms with { Stream = "device/none" }, _ => false);
        yield return (alarms with { PlacePrefix = "341882001" }, row => row.Kind == "alarm" && row.Place.StartsWith("341882001", StringComparison.Ordinal));
        yield return (alarms with { Topic = "rise" }, row => row.Kind == "alarm" && row.Topic == "rise");
        yield return (alarms with { States = ["active", "open"] }, row => row.Kind == "alarm" && row.State is "active" or "open");
        yield return (alarms with { Level = 2, Origin = OriginKind.Replayed }, row => row is { Kind: "alarm", Level: 2, Origin.Kind: OriginKind.Replayed });
        yield return (alarms with { Session = "s1", FromMs = 5, ToMs = 9 }, row => row is { Kind: "alarm", Origin.Session: "s1", AtMs: >= 5 and < 9 });
        yield return (alarms with { Kind = "none" }, _ => false);
    }

    private List<ViewRow> WriteManyViews()
    {
        var views = new List<ViewRow>();
        for (var i = 0; i < 60; i++)
        {
            views.Add(View(i % 5 == 0 ? "device" : "alarm", $"device/{i % 8}") with
            {
                Item = $"{i}",
                AtMs = i % 11,
                Place = $"34188200{i % 3}{(i % 2 == 0 ? "" : "001")}",
                Topic = i % 3 == 0 ? "rise" : "over",
                State = (i % 4) switch { 0 => "active", 1 => "open", _ => "cleared" },
                Level = i % 3,
                Origin = i % 2 == 0 ? Origin.Live : Origin.Replayed($"s{i % 4}"),
            });
        }

        Journalist.Write(Journalist.Of() with { Views = [.. views.Take(30)] });
        Journalist.Write(Journalist.Of() with { Views = [.. views.Skip(30)] });
        return views;
    }
}
