using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Fact]
    public async Task A_reading_is_read_back_to_the_last_field()
    {
        var reading = (Journalist.Reading("device/a", default, """{"level":1.5,"flow":null}""") with
        {
            Variant = 2,
            Mark = ReadingMark.Clock,
            ClaimedMs = 42,
            Origin = Origin.Replayed("session-1"),
            Flags = """{"level":"spike"}"""u8.ToArray(),
        }).Sealed();
        var batch = Journalist.Write(Journalist.Of(new ReadingAppend("device/a", default, [reading], "{}"u8.ToArray())));

        var stored = (await History.Read(new ReadingQuery { Stream = "device/a" })).Readings.ShouldHaveSingleItem();
        stored.RecordedMs.ShouldBe(batch.RecordedMs);
        stored.Row.Points.ToArray().ShouldBe(reading.Points.ToArray());
        stored.Row.Flags.ToArray().ShouldBe(reading.Flags.ToArray());
        (stored.Row with { Points = reading.Points, Flags = reading.Flags }).ShouldBe(reading);
    }

    [Fact]
    public async Task The_rule_state_is_that_of_the_last_append_also_when_it_came_without_readings()
    {
        (await Reader.ReadReadingChain("device/a")).ShouldBeNull();
        Journalist.Write(Journalist.Of(new ReadingAppend("device/a", default, [], "0"u8.ToArray())));
        Journalist.Write(Journalist.Of(Journalist.Read("device/a", "{}", "{}")));
        var chain = (await Reader.ReadReadingChain("device/a")).ShouldNotBeNull();
        Encoding.UTF8.GetString(chain.RuleState.Span).ShouldBe("""{"count":2}""");

        Journalist.Write(Journalist.Of(new ReadingAppend("device/a", chain.Head, [], "9"u8.ToArray())));
        var after = (await Reader.ReadReadingChain("device/a")).ShouldNotBeNull();
        (after.Head, Encoding.UTF8.GetString(after.RuleState.Span)).ShouldBe((chain.Head, "9"));
    }

    [Fact]
    public async Task The_same_moment_is_held_once_for_each_variant()
    {
        var first = Journalist.Reading("device/a", default);
        var conflict = (Journalist.Reading("device/a", new Head(1, first.Hash), """{"level":9}""") with
        {
            ObservedMs = first.ObservedMs,
            Variant = 1,
            Mark = ReadingMark.Conflict,
        }).Sealed();
        Journalist.Write(Journalist.Of(new ReadingAppend("device/a", default, [first, conflict], "{}"u8.ToArray())));

        (await History.ReadAt("device/a", [first.ObservedMs, first.ObservedMs + 1])).Rows.Select(row => row.Variant).ShouldBe([0, 1]);
        (await History.ReadLatest("device/a", 5)).ShouldHaveSingleItem().Hash.ShouldBe(first.Hash);

        var again = (Journalist.Reading("device/a", new Head(2, conflict.Hash)) with { ObservedMs = first.ObservedMs }).Sealed();
        using var transaction = Store.Begin();
        Should.Throw<PoisonedAppendException>(() => Journalist.WriteTo(
            transaction, Journalist.Of(new ReadingAppend("device/a", new Head(2, conflict.Hash), [again], "{}"u8.ToArray()))));
    }

    [Fact]
    public async Task The_latest_are_the_latest_observed_oldest_first()
    {
        Journalist.Write(Journalist.Of(Journalist.Read("device/a", "{}", "{}", "{}", "{}")));
        (await History.ReadLatest("device/a", 2)).Select(row => row.Number).ShouldBe([3, 4]);
        (await History.ReadLatest("device/b", 2)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public async Task Every_filter_of_history_gives_the_same_readings_page_by_page(int limit)
    {
        var all = WriteMixedReadings();
        foreach (var (query, expected) in HistoryFilters(all[5].ObservedMs))
        {
            var matching = all.Where(expected).Select(row => row.Hash).ToList();
            var read = new List<ReadingRow>();
            var page = await History.Read(query with { Limit = limit });
            while (true)
            {
                page.Readings.Count.ShouldBeLessThanOrEqualTo(limit);
                read.AddRange(page.Readings.Select(stored => stored.Row));
                if (!page.More)
                {
                    break;
                }

                page = await History.Read(query with { Limit = limit, After = (read[^1].ObservedMs, read[^1].Variant) });
            }

            read.Select(row => row.Hash).ShouldBe(matching, query.ToString());
            (await History.Count(query)).ShouldBe(matching.Count, query.ToString());
        }
    }

    [Fact]
    public async Task Values_of_a_point_come_in_order_of_storing_by_place_device_time_and_origin()
    {
        var all = WriteMixedReadings();
        Journalist.Write(Journalist.Of(Journalist.Read("device/b", """{"level":7,"flow":1}""", """{"flow":2}""")) with
        {
            Views = [View("device", "device/b") with { Place = "341882002001" }],
        });

        var values = await Collect(new PointQuery { Points = ["level"] });
        values.Count.ShouldBe(all.Count + 1);
        values.Select(value => value.ObservedMs).Take(all.Count).ShouldBe(all.Select(row => row.ObservedMs));
        values[1].ShouldBe(new PointValue("device/a", "level", all[1].ObservedMs, null, ReadingMark.None, null));
        values[2].Flag.ShouldBe("spike");
        values[^1].ShouldBe(new PointValue("device/b", "level", values[^1].ObservedMs, 7, ReadingMark.None, null));
        (await Collect(new PointQuery { Points = ["level"], PlacePrefix = "341882002" })).ShouldBe([values[^1]]);
        (await Collect(new PointQuery { Points = ["level"], PlacePrefix = "341882009" })).ShouldBeEmpty();
        (await Collect(new PointQuery { Points = ["flow"], Stream = "device/b" })).Select(value => value.Value).ShouldBe([1, 2]);
        (await Collect(new PointQuery { Points = ["level"], Stream = "device/a", FromMs = all[2].ObservedMs, ToMs = all[4].ObservedMs })).Count.ShouldBe(2);
        (await Collect(new PointQuery { Points = ["level"], Origin = OriginKind.Replayed })).Count.ShouldBe(all.Count(row => row.Origin.Kind == OriginKind.Replayed));
        (await Collect(new PointQuery { Points = ["none"] })).ShouldBeEmpty();
        (await Collect(new PointQuery { Points = ["flow", "level"], Stream = "device/b" })).Select(value => (value.Point, value.Value, value.Flag))
            .ShouldBe([("flow", 1, null), ("level", 7, null), ("flow", 2, null)]);
    }

    private static IEnumerable<(ReadingQuery Query, Func<ReadingRow, bool> Expected)> HistoryFilters(long middleMs)
    {
        var all = new ReadingQuery { Stream = "device/a" };
        yield return (all, _ => true);
        yield return (all with { FromMs = middleMs }, row => row.ObservedMs >= middleMs);
        yield return (all with { ToMs = middleMs }, row => row.ObservedMs < middleMs);
        yield return (all with { Origin = OriginKind.Replayed }, row => row.Origin.Kind == OriginKind.Replayed);
        yield return (all with { Mark = ReadingMark.Late }, row => row.Mark == ReadingMark.Late);
        yield return (all with { Flag = "spike" }, row => !row.Flags.IsEmpty);
        yield return (all with { Flag = "missing", ToMs = middleMs }, row => row.ObservedMs < middleMs && Encoding.UTF8.GetString(row.Points.Span).Contains("null", StringComparison.Ordinal));
        yield return (all with { Flag = "range" }, _ => false);
        yield return (all with { Stream = "device/none" }, _ => false);
    }

    private List<ReadingRow> WriteMixedReadings()
    {
        var (head, rows) = (default(Head), new List<ReadingRow>());
        for (var i = 0; i < 20; i++)
        {
            rows.Add((Journalist.Reading("device/a", head, i % 4 == 1 ? """{"level":null}""" : $$"""{"level":{{i}}}""") with
            {
                Mark = i % 5 == 3 ? ReadingMark.Late : ReadingMark.None,
                Origin = i % 3 == 0 ? Origin.Replayed("s") : Origin.Live,
                Flags = i % 4 == 2 ? """{"level":"spike"}"""u8.ToArray() : ReadOnlyMemory<byte>.Empty,
            }).Sealed());
            head = new Head(rows[^1].Number, rows[^1].Hash);
        }

        Journalist.Write(Journalist.Of(new ReadingAppend("device/a", default, rows, "{}"u8.ToArray())));
        return rows;
    }

    private async Task<List<PointValue>> Collect(PointQuery query)
    {
        var values = new List<PointValue>();
        await foreach (var value in History.ReadPoints(query))
        {
            values.Add(value);
        }

        return values;
    }
}
