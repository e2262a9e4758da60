using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    private static readonly ReadingDrop FirstTwoBatches = new(new Position(1, 1, 0), new Position(1, 2, 100));

    [Fact]
    public async Task Readings_that_are_dropped_go_and_facts_between_them_stay()
    {
        WriteThreeBatches();
        Journalist.Write(Dropping(FirstTwoBatches));

        (await History.Read(new ReadingQuery { Stream = "device/a" })).Readings.Select(stored => stored.Row.Number).ShouldBe([5, 6]);
        (await History.Count(new ReadingQuery { Stream = "device/b" })).ShouldBe(0);
        (await Reader.ReadStream("device/a")).Count.ShouldBe(3);
        (await Reader.ReadLane(new Position(1, 0, 0), 100)).Facts.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Each_device_tells_through_which_observed_time_it_has_readings_gone()
    {
        WriteThreeBatches();
        (await History.ReadAt("device/a", [Observed(1)])).GoneThroughMs.ShouldBeNull();
        Journalist.Write(Dropping(FirstTwoBatches));

        var taken = await History.ReadAt("device/a", [Observed(1), Observed(5)]);
        taken.Rows.ShouldHaveSingleItem().Number.ShouldBe(5);
        taken.GoneThroughMs.ShouldBe(Observed(4));
        (await History.ReadAt("device/b", [Observed(1)])).GoneThroughMs.ShouldBe(Observed(1));
        (await History.ReadAt("device/c", [Observed(1)])).GoneThroughMs.ShouldBeNull();
    }

    [Fact]
    public async Task A_question_is_told_which_devices_have_readings_gone_that_it_asks_for()
    {
        WriteThreeBatches();
        (await History.ReadGone(null, string.Empty, null, null)).ShouldBeEmpty();
        Journalist.Write(Dropping(FirstTwoBatches));

        var all = await History.ReadGone(null, string.Empty, null, null);
        all.Keys.ShouldBe(["device/a", "device/b"], ignoreOrder: true);
        all["device/a"].ShouldBe(new GoneReadings(Observed(1), Observed(4)));
        (await History.ReadGone("device/a", string.Empty, null, null)).Keys.ShouldBe(["device/a"]);
        (await History.ReadGone(null, "341882002", null, null)).Keys.ShouldBe(["device/b"]);
        (await History.ReadGone(null, "341882009", null, null)).ShouldBeEmpty();
        (await History.ReadGone(null, string.Empty, Observed(4), null)).Keys.ShouldBe(["device/a"]);
        (await History.ReadGone(null, string.Empty, Observed(4) + 1, null)).ShouldBeEmpty();
        (await History.ReadGone(null, string.Empty, null, Observed(1))).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_device_goes_on_from_where_its_chain_was_cut_also_when_nothing_of_it_is_left()
    {
        WriteThreeBatches();
        Journalist.Write(Dropping(FirstTwoBatches));
        Journalist.Write(Journalist.Of(Journalist.Read("device/a", "{}")), Journalist.Of(Journalist.Read("device/b", "{}")));

        (await History.ReadLatest("device/a", 1)).ShouldHaveSingleItem().Number.ShouldBe(7);
        (await History.ReadLatest("device/b", 1)).ShouldHaveSingleItem().Number.ShouldBe(2);
    }

    [Fact]
    public async Task Nothing_goes_with_a_transaction_that_was_given_up_or_an_append_that_cannot_be()
    {
        WriteThreeBatches();
        using (var transaction = Store.Begin())
        {
            Journalist.WriteTo(transaction, Dropping(FirstTwoBatches));
        }

        using (var transaction = Store.Begin())
        {
            var across = Dropping(new ReadingDrop(new Position(1, 1, 0), new Position(2, 1, 0)));
            Should.Throw<PoisonedAppendException>(() => Journalist.WriteTo(transaction, Dropping(FirstTwoBatches), across)).Index.ShouldBe(1);
        }

        (await History.Count(new ReadingQuery { Stream = "device/a" })).ShouldBe(6);
        (await History.ReadGone(null, string.Empty, null, null)).ShouldBeEmpty();
    }

    private static Append Dropping(ReadingDrop drop) => new() { Class = ServiceClass.Views, Drop = drop };

    private static long Observed(long number) => Journalist.Reading("any", new Head(number - 1, default)).ObservedMs;

    /// <summary>Two readings of device a and a fact in each, and one reading of device b in the first.</summary>
    private void WriteThreeBatches()
    {
        Journalist.Write(
            Journalist.Of(Journalist.Read("device/a", "{}", "{}"), Journalist.Fact("device/a")) with { Views = [View("device", "device/a")] },
            Journalist.Of(Journalist.Read("device/b", "{}")) with { Views = [View("device", "device/b") with { Place = "341882002" }] });
        Journalist.Write(Journalist.Of(Journalist.Read("device/a", "{}", "{}"), Journalist.Fact("device/a")));
        Journalist.Write(Journalist.Of(Journalist.Read("device/a", "{}", "{}"), Journalist.Fact("device/a")));
    }
}
