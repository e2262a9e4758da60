using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Tests;

/// <summary>What retention has taken is missing with a reason: it is neither counted as nought nor taken again as new.</summary>
public sealed class GoneReadingsTests(CityUnderTest city) : IClassFixture<CityUnderTest>
{
    [Fact]
    public async Task A_reading_that_is_sent_again_after_its_day_was_dropped_is_not_new()
    {
        var gauge = await city.RiverGauge("resent");
        var from = CityUnderTest.Now - TimeSpan.FromHours(2);
        (await gauge.Report(CityUnderTest.Levels("resent", from, 0.5, 0.6, 0.7))).Value!.Stored.ShouldBe(3);
        await DropAll();
        await city.Restart();

        gauge = city.Grains.Device(DeviceId.Parse("resent"));
        var again = (await gauge.Report(CityUnderTest.Levels("resent", from, 0.5, 0.6, 0.7, 0.8))).Value!;

        (again.Stored, again.Duplicates, again.Conflicts).ShouldBe((1, 0, 0), "only the one behind the last that is gone");
        again.Refused.ShouldAllBe(refused => refused.Refusal.Code == "reading-no-longer-kept");
        again.Refused.Select(refused => refused.Index).ShouldBe([0, 1, 2]);
        (await gauge.Read()).Value!.Readings.ShouldBe(4, "what was recorded stays recorded");
    }

    [Fact]
    public async Task A_figure_over_a_time_that_is_gone_is_missing_and_says_from_when_on_readings_are_kept()
    {
        var gauge = await city.RiverGauge("counted");
        var from = CityUnderTest.Now - TimeSpan.FromHours(2);
        await gauge.Report(CityUnderTest.Levels("counted", from, 0.5, 0.6, 0.7));
        await DropAll();
        var query = new StatisticsQuery { Point = "level", Aggregate = "count", Device = DeviceId.Parse("counted") };
        var keptFrom = from.AddMinutes(20).AddMilliseconds(1);

        var gone = (await Ask(query)).ShouldNotBeNull();
        (gone.Value, gone.Readings, gone.KeptFrom).ShouldBe((null, 0, keptFrom));
        var page = (await city.Grains.DeviceHistory().Readings(new ReadingsQuery { Device = DeviceId.Parse("counted"), Count = true }, CancellationToken.None)).Value!;
        (page.Items.Count, page.Count, page.KeptFrom).ShouldBe((0, null, keptFrom));

        await gauge.Report(CityUnderTest.Levels("counted", from.AddMinutes(30), 0.8));
        var some = (await Ask(query)).ShouldNotBeNull();
        (some.Value, some.KeptFrom).ShouldBe((1, keptFrom));
        var later = (await Ask(query with { From = keptFrom })).ShouldNotBeNull();
        (later.Value, later.KeptFrom).ShouldBe((1, null));
    }

    private async Task<StatisticsView?> Ask(StatisticsQuery query) => (await city.Grains.DeviceHistory().Statistics(query, CancellationToken.None)).Value;

    /// <summary>Everything recorded so far goes, as it does run by run behind a stub.</summary>
    private async Task DropAll()
    {
        var head = city.Writer.Head;
        var drop = new ReadingDrop(new Position(head.Lane, 1, 0), new Position(head.Lane, head.Batch, 200_000));
        (await city.Writer.Submit(LaneWriter.Begin(), new Append { Class = ServiceClass.Views, Drop = drop })).Fate.ShouldBe(Fate.Durable);
    }
}
