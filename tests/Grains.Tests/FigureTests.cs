namespace CityBrain.Grains.Tests;

public sealed class FigureTests(CityUnderTest city) : IClassFixture<CityUnderTest>
{
    private static readonly (string, double?)[] Example = [("do", 5.4), ("codmn", 5.1), ("cod", 18), ("nh3n", 0.62), ("tp", 0.15), ("bod5", null)];

    [Fact]
    public async Task A_river_shows_its_class_with_table_and_what_was_not_measured()
    {
        var station = await city.Device("river-station", "water-quality-station");
        (await station.Read()).Value!.Figures.ShouldBeEmpty("nothing was measured yet");
        (await station.Report(CityUnderTest.Points("river-station", Example))).Value!.Stored.ShouldBe(1);

        var figure = (await station.Read()).Value!.Figures["water-class"];

        (figure.Device, figure.Day, figure.Value).ShouldBe(("river-station", CityTime.DayOf(CityUnderTest.Now), 3));
        (figure.Note["class"], figure.Note["categoryZh"], figure.Note["water"]).ShouldBe(("Ⅲ", "良好", "river"));
        (figure.Note["missing"], figure.Note["table"], figure.Note["verified"]).ShouldBe(("pH, BOD5", "GB 3838-2002", "true"));
        figure.Note["decisive"].ShouldContain("NH3-N");
    }

    [Fact]
    public async Task The_same_water_in_a_reservoir_is_of_class_V_and_alarms_over_its_target()
    {
        var station = await city.Device("lake-station", "water-quality-station", attributes: [("lake", 1), ("target_class", 3)]);
        await station.Report(CityUnderTest.Points("lake-station", Example));

        var view = (await station.Read()).Value!;

        (view.Figures["water-class"].Value, view.Figures["water-class"].Note["verified"]).ShouldBe((5, "false"));
        (view.Figures["water-class"].Note["decisive"], view.Figures["water-class"].Note["timesOverThree"]).ShouldBe(("TP", "TP 2.00"));
        view.ActiveAlarms.Select(alarm => alarm.Rule).ShouldBe(["water-tp"]);
    }

    [Fact]
    public async Task A_value_that_is_not_good_is_missing_in_the_class()
    {
        var station = await city.Device("odd-station", "water-quality-station");
        await station.Report(CityUnderTest.Points("odd-station", ("cod", 99_999), ("ph", 7)));

        var figure = (await station.Read()).Value!.Figures["water-class"];

        figure.Value.ShouldBeNull("a pH in order alone says nothing of the class");
        figure.Note["missing"].ShouldBe("DO, CODMn, COD, BOD5, NH3-N, TP");
    }

    [Fact]
    public async Task A_gauge_whose_scene_has_no_formula_shows_no_figure()
    {
        var gauge = await city.RiverGauge("plain");
        await gauge.Report(CityUnderTest.Levels("plain", 1));
        (await gauge.Read()).Value!.Figures.ShouldBeEmpty();
    }
}
