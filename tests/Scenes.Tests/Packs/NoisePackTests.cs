using CityBrain.Domain.Devices;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class NoisePackTests
{
    private static readonly AlarmRule OverDayLimit = Shipped.Rule("noise-meter", "noise-over-day-limit");

    [Fact]
    public void A_noise_meter_reports_its_level_every_minute()
    {
        var meter = Shipped.Model("noise-meter");
        meter.Interval.ShouldBe(TimeSpan.FromMinutes(1));
        meter.Points.Values.ShouldHaveSingleItem().ShouldSatisfyAllConditions(point => point.Name.ShouldBe("leq"), point => point.Unit.ShouldBe("dB"));
    }

    [Theory]
    [InlineData(0, 50)]
    [InlineData(1, 55)]
    [InlineData(2, 60)]
    [InlineData(3, 65)]
    [InlineData(4, 70)]
    public void Each_class_of_zone_has_its_limit_of_the_day(double zone, double limit)
    {
        Raised(limit - 0.1).ShouldBe(Truth.False);
        Raised(limit).ShouldBe(Truth.False);
        Raised(limit + 0.1).ShouldBe(Truth.True);
        Cleared(limit - 2).ShouldBe(Truth.False);
        Cleared(limit - 2.1).ShouldBe(Truth.True);

        Truth Raised(double level) => OverDayLimit.Raise.Evaluate(Hour(level).WithAttribute("zone_class", zone));
        Truth Cleared(double level) => OverDayLimit.Clear.Evaluate(Hour(level).WithAttribute("zone_class", zone));
    }

    [Fact]
    public void Fifty_eight_sixty_two_and_seventy_exceed_class_two_by_day_and_meet_class_four()
    {
        double[] levels = [58, 62, 70];
        var hour = new Past().With("leq", [.. Enumerable.Range(0, 60).Select(age => (age, levels[age % 3]))]);
        OverDayLimit.Raise.Evaluate(hour.WithAttribute("zone_class", 2)).ShouldBe(Truth.True);
        OverDayLimit.Raise.Evaluate(hour.WithAttribute("zone_class", 4)).ShouldBe(Truth.False);
    }

    [Fact]
    public void One_loud_minute_raises_nothing() =>
        OverDayLimit.Raise.Evaluate(new Past().With("leq", [(0, 90), .. Shipped.Every(1, 60, 50).Skip(1)]).WithAttribute("zone_class", 2)).ShouldBe(Truth.False);

    [Theory]
    [InlineData(44, Truth.False)]
    [InlineData(45, Truth.True)]
    public void An_hour_counts_from_forty_five_of_its_minutes_on(int minutes, Truth raised) =>
        OverDayLimit.Raise.Evaluate(new Past().With("leq", Shipped.Every(1, minutes, 80)).WithAttribute("zone_class", 2)).ShouldBe(raised);

    [Fact]
    public void The_minute_of_an_hour_ago_belongs_to_the_hour_before() =>
        OverDayLimit.Raise.Evaluate(Hour(60).With("leq", (60, 150)).WithAttribute("zone_class", 2)).ShouldBe(Truth.False);

    [Fact]
    public void A_missing_level_neither_raises_nor_clears()
    {
        OverDayLimit.Raise.Evaluate(new Past().With("leq", Missing(80)).WithAttribute("zone_class", 2)).ShouldNotBe(Truth.True);
        OverDayLimit.Clear.Evaluate(new Past().With("leq", Missing(40)).WithAttribute("zone_class", 2)).ShouldNotBe(Truth.True);

        static (int AgeMinutes, double Value)[] Missing(double level) => [.. Shipped.Every(1, 60, level).Skip(1)];
    }

    [Fact]
    public void A_meter_whose_zone_is_not_known_raises_nothing()
    {
        OverDayLimit.Raise.Evaluate(Hour(120)).ShouldBe(Truth.Missing);
        OverDayLimit.Raise.Evaluate(Hour(120).WithAttribute("zone_class", 5)).ShouldBe(Truth.Missing);
    }

    private static Past Hour(double level) => new Past().With("leq", Shipped.Every(1, 60, level));
}
