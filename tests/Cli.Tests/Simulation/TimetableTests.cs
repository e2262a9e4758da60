using CityBrain.Cli.Simulation;

namespace CityBrain.Cli.Tests.Simulation;

public sealed class TimetableTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 25, 8, 0, 0, TimeSpan.Zero);
    private static readonly PlaceCode[] Places = [PlaceCode.Parse("341882001"), PlaceCode.Parse("341882002")];

    [Fact]
    public void The_same_seed_makes_the_same_fleet_and_a_larger_one_begins_with_it()
    {
        var fleet = Fleet.Of(7, 500, Places);

        Fleet.Of(7, 500, Places).ShouldBe(fleet);
        Fleet.Of(7, 600, Places).Take(500).ShouldBe(fleet);
        Fleet.Of(8, 500, Places).Select(device => device.Rhythm).ShouldNotBe(fleet.Select(device => device.Rhythm));
        fleet.Select(device => device.Id).ShouldBeUnique();
        fleet.ShouldAllBe(device => IsId(device));
        fleet.Count(device => device.Place == Places[0]).ShouldBe(250);
    }

    [Fact]
    public void Models_come_by_their_shares()
    {
        var fleet = Fleet.Of(1, 20_000, Places);
        foreach (var rhythm in Rhythm.All)
        {
            fleet.Count(device => device.Rhythm == rhythm).ShouldBeInRange((rhythm.Share * 200) - 250, (rhythm.Share * 200) + 250);
        }
    }

    [Fact]
    public void The_same_timetable_says_the_same_readings_twice()
    {
        var table = Table(devices: 20, rate: 10, seconds: 60, storm: true);

        Print(table.Part(0, 1)).ShouldBe(Print(Table(devices: 20, rate: 10, seconds: 60, storm: true).Part(0, 1)));
        Print(table.Part(0, 1)).ShouldNotBe(Print((table with { Seed = 2 }).Part(0, 1)));
    }

    [Theory]
    [InlineData(20, 10, 60, 600)]
    [InlineData(7, 1000, 1, 1000)]
    [InlineData(1, 999, 2, 1998)]
    [InlineData(50, 0.5, 60, 30)]
    public void A_fleet_makes_the_rate_asked_for_and_no_device_makes_one_reading_twice(int devices, double rate, int seconds, int readings)
    {
        var all = Table(devices, rate, seconds).Part(0, 1).ToList();

        all.Count.ShouldBe(readings);
        all.Select(due => (due.Device.Id, due.Reading.ObservedAt)).ShouldBeUnique();
        all.ShouldAllBe(due => due.Reading.ObservedAt >= Start && due.Reading.ObservedAt < Start.AddSeconds(seconds));
        all.Select(due => due.Reading.ObservedAt).ShouldBeInOrder();
    }

    [Fact]
    public void The_parts_of_several_connections_are_the_whole()
    {
        var table = Table(devices: 23, rate: 46, seconds: 10);

        var parts = Enumerable.Range(0, 5).SelectMany(part => table.Part(part, 5));

        Print(parts).Order().ShouldBe(Print(table.Part(0, 1)).Order());
    }

    private static bool IsId(SimulatedDevice device) => DeviceId.TryParse(device.Id, out _);

    private static Timetable Table(int devices, double rate, int seconds, bool storm = false) =>
        new(1, Fleet.Of(1, devices, Places), Start, TimeSpan.FromSeconds(seconds), rate, storm);

    private static List<string> Print(IEnumerable<DueReading> readings) =>
        [.. readings.Select(due => $"{due.Device.Id} {due.Reading.ObservedAt:O} {string.Join(' ', due.Reading.Values)}")];
}
