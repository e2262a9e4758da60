using CityBrain.Journal.Rows;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task A_lane_is_followed_page_by_page_without_gaps(int limit)
    {
        for (var i = 0; i < 12; i++)
        {
            Journalist.Write(
                Journalist.Of([.. Enumerable.Range(0, i % 4).Select(_ => Journalist.Fact("city"))]),
                Journalist.Of(Journalist.Read($"device/{i}", "{}", "{}")));
        }

        var (at, followed) = (new Position(1, 0, 0), new List<FactRow>());
        while (true)
        {
            var page = await Reader.ReadLane(at, limit);
            page.Facts.ShouldAllBe(fact => fact.At.IsAfter(at) && !fact.At.IsAfter(page.Through));
            (page.Facts.Count <= limit || page.Facts.All(fact => fact.At.Batch == page.Facts[0].At.Batch)).ShouldBeTrue();
            followed.AddRange(page.Facts.Select(fact => fact.Row));
            if (page.Through == at)
            {
                break;
            }

            at = page.Through;
        }

        followed.Select(fact => fact.Hash).ShouldBe(Journalist.Facts.Select(fact => fact.Hash));
        at.Batch.ShouldBe(12);
    }

    [Fact]
    public async Task A_page_that_begins_within_a_batch_has_the_rest_of_it()
    {
        Journalist.Write(Journalist.Of(Journalist.Fact("city"), Journalist.Fact("city"), Journalist.Fact("city")));
        var page = await Reader.ReadLane(new Position(1, 1, 0), 1);
        page.Facts.Select(fact => fact.At.Ordinal).ShouldBe([1, 2]);
        page.Through.ShouldBe(new Position(1, 1, 2));
    }

    [Fact]
    public async Task A_lane_that_does_not_exist_or_has_nothing_new_reaches_no_further()
    {
        (await Reader.ReadLane(new Position(9, 0, 0), 10)).Through.ShouldBe(new Position(9, 0, 0));
        Journalist.Write(Journalist.Of(Journalist.Fact("city")));
        var end = (await Reader.ReadLane(new Position(1, 0, 0), 10)).Through;
        (await Reader.ReadLane(end, 10)).ShouldSatisfyAllConditions(page => page.Facts.ShouldBeEmpty(), page => page.Through.ShouldBe(end));
    }

    [Fact]
    public async Task A_batch_without_rows_is_passed()
    {
        Journalist.Write();
        (await Reader.ReadLane(new Position(1, 0, 0), 10)).Through.ShouldBe(new Position(1, 1, 0));
    }

    [Fact]
    public async Task Lanes_do_not_mix()
    {
        var other = new Journalist(Store, lane: 2);
        Journalist.Write(Journalist.Of(Journalist.Fact("city")));
        other.Write(Journalist.Of(other.Fact("desk/1")));
        other.Write(Journalist.Of(other.Fact("desk/1")));

        (await Reader.ReadLanes()).ShouldBe([Journalist.Lane, other.Lane]);
        (await Reader.ReadLane(new Position(1, 0, 0), 10)).Facts.ShouldHaveSingleItem().Row.Stream.ShouldBe("city");
        (await Reader.ReadLane(new Position(2, 1, 0), 10)).Facts.ShouldHaveSingleItem().At.ShouldBe(new Position(2, 2, 0));
    }

    [Fact]
    public async Task A_followers_mark_is_what_it_last_said()
    {
        (await Reader.ReadMark("roll-up", 1)).ShouldBe(new Position(1, 0, 0));
        await Reader.WriteMark("roll-up", new Position(1, 4, 2));
        (await Reader.ReadMark("roll-up", 1)).ShouldBe(new Position(1, 4, 2));
        Journalist.Write(Journalist.Of(Journalist.Fact("city")));
        (await Reader.ReadMark("roll-up", 1)).ShouldBe(new Position(1, 4, 2));
        await Reader.WriteMark("roll-up", new Position(1, 5, 0));
        Journalist.Write(Journalist.Of(Journalist.Fact("city")));
        (await Reader.ReadMark("roll-up", 1)).ShouldBe(new Position(1, 5, 0));
        (await Reader.ReadMark("roll-up", 2)).ShouldBe(new Position(2, 0, 0));
    }
}
