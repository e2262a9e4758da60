using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Air;

namespace CityBrain.Domain.Tests.Devices.Air;

public class AirIndexTests
{
    private static readonly DateOnly Winter = new(2016, 12, 1);

    [Theory]
    [InlineData(AirMeasure.Pm25Day, 82, 109)]
    [InlineData(AirMeasure.Pm25Day, 35, 50)]
    [InlineData(AirMeasure.Pm25Day, 36, 52)]
    [InlineData(AirMeasure.Pm10Day, 152, 101)]
    [InlineData(AirMeasure.O3EightHours, 178, 117)]
    [InlineData(AirMeasure.No2Day, 41, 52)]
    [InlineData(AirMeasure.CoDay, 0.8, 20)]
    [InlineData(AirMeasure.So2Day, 9, 9)]
    [InlineData(AirMeasure.Pm25Day, 151, 201)]
    [InlineData(AirMeasure.Pm25Day, 501, 500)]
    [InlineData(AirMeasure.Pm25Day, 500, 500)]
    [InlineData(AirMeasure.Pm25Day, 0, 0)]
    [InlineData(AirMeasure.So2Hour, 800, 200)]
    public void The_sub_index_of_2012_is_that_of_the_example(AirMeasure measure, double concentration, int index) =>
        AirIndex.Rate(AirTables.Hj633Of2012, measure, concentration)!.Index.ShouldBe(index);

    [Theory]
    [InlineData(AirMeasure.So2Hour, 800.1)]
    [InlineData(AirMeasure.O3EightHours, 801)]
    [InlineData(AirMeasure.Pm25Day, -1)]
    [InlineData(AirMeasure.Pm25Day, double.NaN)]
    public void What_the_table_does_not_rate_has_no_sub_index(AirMeasure measure, double concentration) =>
        AirIndex.Rate(AirTables.Hj633Of2012, measure, concentration).ShouldBeNull();

    [Fact]
    public void The_station_of_the_example_is_lightly_polluted_by_PM25()
    {
        var quality = AirIndex.Evaluate(Winter, Of((AirMeasure.Pm25Day, 82), (AirMeasure.Pm10Day, 120), (AirMeasure.O3EightHours, 90)))!;

        quality.Index.ShouldBe(109);
        quality.Category.Zh.ShouldBe("轻度污染");
        quality.Primary.ShouldBe([Pollutant.Pm25]);
        quality.Table.ShouldBe("HJ 633-2012");
        quality.Verified.ShouldBeTrue();
    }

    [Fact]
    public void Two_pollutants_may_be_primary_together()
    {
        var quality = AirIndex.Evaluate(Winter, Of((AirMeasure.Pm25Day, 75), (AirMeasure.Pm10Day, 150)))!;

        quality.Index.ShouldBe(100);
        quality.Primary.ShouldBe([Pollutant.Pm25, Pollutant.Pm10]);
    }

    [Fact]
    public void Clean_air_has_no_primary_pollutant()
    {
        var quality = AirIndex.Evaluate(Winter, Of((AirMeasure.Pm25Day, 35)))!;

        (quality.Index, quality.Category.Zh, quality.Primary.Count).ShouldBe((50, "优", 0));
    }

    [Theory]
    [InlineData(0, "优", "#00E400")]
    [InlineData(50, "优", "#00E400")]
    [InlineData(51, "良", "#FFFF00")]
    [InlineData(100, "良", "#FFFF00")]
    [InlineData(150, "轻度污染", "#FF7E00")]
    [InlineData(200, "中度污染", "#FF0000")]
    [InlineData(300, "重度污染", "#99004C")]
    [InlineData(301, "严重污染", "#7E0023")]
    [InlineData(500, "严重污染", "#7E0023")]
    public void Every_index_has_its_category_and_colour(int index, string zh, string colour) =>
        (AirCategory.Of(index).Zh, AirCategory.Of(index).Colour).ShouldBe((zh, colour));

    [Fact]
    public void From_March_2026_the_new_table_holds_and_says_that_it_is_unverified()
    {
        var before = AirIndex.Evaluate(new DateOnly(2026, 2, 28), Of((AirMeasure.Pm25Day, 60)))!;
        var after = AirIndex.Evaluate(new DateOnly(2026, 3, 1), Of((AirMeasure.Pm25Day, 60)))!;

        (before.Table, before.Index, before.Verified).ShouldBe(("HJ 633-2012", 82, true));
        (after.Table, after.Index, after.Verified).ShouldBe(("HJ 633-2026", 100, false));
        after.SubIndexes.ShouldAllBe(sub => !sub.Verified);
        AirTables.Hj633Of2026.Rows.Values.ShouldAllBe(row => !row.Verified);
    }

    [Fact]
    public void Every_row_rises_and_has_no_more_breakpoints_than_there_are_steps()
    {
        foreach (var row in AirTables.ByDate.Versions.SelectMany(version => version.Value.Rows.Values))
        {
            row.Breakpoints.Length.ShouldBeLessThanOrEqualTo(AirTables.Steps.Length);
            row.Breakpoints.Zip(row.Breakpoints.Skip(1)).ShouldAllBe(pair => pair.First < pair.Second);
        }
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public void A_day_needs_twenty_hours(int hours, bool valid)
    {
        var day = AirDay.Evaluate(Winter, Good((Pollutant.Pm25, hours, 82)));

        day.Hours[Pollutant.Pm25].ShouldBe(hours);
        (day.Quality?.Index).ShouldBe(valid ? 109 : null);
        day.Invalid.Contains(Pollutant.Pm25).ShouldBe(!valid);
        day.Invalid.ShouldContain(Pollutant.No2);
    }

    [Theory]
    [InlineData(6, 117)]
    [InlineData(5, null)]
    public void Eight_hours_of_ozone_need_six(int hours, int? index) =>
        (AirDay.Evaluate(Winter, Good((Pollutant.O3, hours, 178))).Quality?.Index).ShouldBe(index);

    [Fact]
    public void Ozone_over_800_in_eight_hours_is_rated_by_its_highest_hour() =>
        AirDay.Evaluate(Winter, Good((Pollutant.O3, 24, 1_000))).Quality!.SubIndexes.ShouldHaveSingleItem()
            .ShouldBe(new AirSubIndex(AirMeasure.O3Hour, 1_000, 400, true));

    [Fact]
    public void A_day_is_a_calendar_day_of_the_city()
    {
        var start = CityTime.StartOf(Winter).ToUnixTimeMilliseconds();
        var samples = Enumerable.Range(-1, 26).Select(hour => new Sample(start + (hour * 3_600_000L), hour is -1 or 24 ? 9_999 : 82)).ToList();

        var day = AirDay.Evaluate(Winter, new Dictionary<Pollutant, IReadOnlyList<Sample>> { [Pollutant.Pm25] = samples });

        day.Hours[Pollutant.Pm25].ShouldBe(24);
        day.Means[AirMeasure.Pm25Day].ShouldBe(82);
    }

    private static Dictionary<AirMeasure, double> Of(params (AirMeasure Measure, double Value)[] values) =>
        values.ToDictionary(value => value.Measure, value => value.Value);

    private static Dictionary<Pollutant, IReadOnlyList<Sample>> Good(params (Pollutant Pollutant, int Hours, double Value)[] values)
    {
        var start = CityTime.StartOf(Winter).ToUnixTimeMilliseconds();
        return values.ToDictionary(
            value => value.Pollutant,
            IReadOnlyList<Sample> (value) => [.. Enumerable.Range(0, value.Hours).Select(hour => new Sample(start + (hour * 3_600_000L), value.Value))]);
    }
}
