using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Incidents;

namespace CityBrain.Grains.Tests;

public sealed class RestartTests(CityUnderTest city) : IClassFixture<CityUnderTest>
{
    [Fact]
    public async Task After_a_restart_the_rules_go_on_as_if_nothing_had_been()
    {
        var gauge = await city.RiverGauge("resumed");
        var from = CityUnderTest.Now - TimeSpan.FromHours(3);
        await gauge.Report(CityUnderTest.Levels("resumed", from, 0.5, 0.9, 1.3));

        await city.Restart();
        gauge = city.Grains.Device(DeviceId.Parse("resumed"));
        var again = (await gauge.Report(CityUnderTest.Levels("resumed", from, 0.5, 0.9, 1.3, 1.6))).Value!;

        (again.Stored, again.Duplicates).ShouldBe((1, 3));
        var alarm = (await gauge.Read()).Value!.ActiveAlarms.ShouldHaveSingleItem();
        alarm.RaisedAt.ShouldBe(from + TimeSpan.FromMinutes(30));
        (await city.IncidentOf("resumed")).Sources.ShouldHaveSingleItem();

        await city.Restart();
        (await city.IncidentOf("resumed")).Sources.ShouldHaveSingleItem();
        (await city.Grains.Device(DeviceId.Parse("resumed")).Read()).Value!.ActiveAlarms.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_photo_stands_in_its_incident_after_a_restart_as_before()
    {
        var gauge = await city.RiverGauge("photographed");
        await gauge.Report(CityUnderTest.Levels("photographed", 0.5, 1.2, 1.8));
        var id = IncidentId.Parse((await city.IncidentOf("photographed")).Summary.Id);
        var file = new PhotoFile(new string('a', 64), "image/jpeg", 2_560, 1_440, 300_000);
        var before = (await city.Grains.Incident(id).AddPhoto(new AddIncidentPhoto(city.By("person:officer"), file))).Value!;

        await city.Restart();

        var after = (await city.Grains.Incident(id).Read()).Value!;
        after.Photos.ShouldBe(before.Photos);
        after.Photos.ShouldHaveSingleItem().File.ShouldBe(file);
        after.Timeline[^1].Photo.ShouldBe(file.Hash);
    }

    [Fact]
    public async Task The_city_knows_its_figures_after_a_restart()
    {
        var gauge = await city.RiverGauge("counted", "341882002001");
        await gauge.Report(CityUnderTest.Levels("counted", 0.5, 1.2, 1.8));
        await city.IncidentOf("counted");

        await city.Restart();

        var overview = (await city.Grains.City().Overview()).Value!;
        var district = overview.Districts.Single(one => one.Code == "341882002").State;
        district.Summary.Live!.Devices.ShouldBe(1);
        district.Summary.Live.Alarms.Total.ShouldBe(1);
        district.Summary.Live.Incidents.Total.ShouldBe(1);
        district.Coverage.Reporting.ShouldBe(1);
        overview.Communities.Total.ShouldBe(139);
    }
}
