using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Noise;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class NoisePackTests
{
    private static readonly AlarmRule ByDay = Shipped.Rule("noise-meter", "noise-day");
    private static readonly AlarmRule ByNight = Shipped.Rule("noise-meter", "noise-night");
    private static readonly AlarmRule Sudden = Shipped.Rule("noise-meter", "noise-sudden");

    [Fact]
    public void An_hour_of_58_62_and_70_is_too_loud_for_class_2_by_day_and_not_for_4a()
    {
        (int, double)[] hour = [.. Enumerable.Range(0, 60).Select(age => (age, (age % 3) switch { 0 => 58.0, 1 => 62.0, _ => 70.0 }))];
        ByDay.Raise.Evaluate(At(12, 0, NoiseArea.Class2).With("leq", hour)).ShouldBe(Truth.True);
        ByDay.Raise.Evaluate(At(12, 0, NoiseArea.Class4a).With("leq", hour)).ShouldBe(Truth.False);
        ByDay.Raise.Evaluate(new Past(12).With("leq", hour)).ShouldBe(Truth.Missing, "a meter without a limit raises nothing");
    }

    [Theory]
    [InlineData(7, 0, 60, false)]
    [InlineData(7, 0, 60.1, true)]
    [InlineData(21, 59, 60.1, true)]
    [InlineData(22, 0, 60.1, false)]
    [InlineData(6, 59, 60.1, false)]
    [InlineData(3, 0, 99, false)]
    public void By_day_an_hour_over_the_limit_is_too_loud(int hour, int minute, double level, bool raised) =>
        (ByDay.Raise.Evaluate(Hour(hour, minute, level)) == Truth.True).ShouldBe(raised);

    [Theory]
    [InlineData(23, 0, 50, false)]
    [InlineData(23, 0, 50.1, true)]
    [InlineData(0, 0, 50.1, true)]
    [InlineData(5, 59, 50.1, true)]
    [InlineData(6, 0, 99, false)]
    [InlineData(22, 59, 99, false)]
    public void By_night_an_hour_over_the_limit_is_too_loud(int hour, int minute, double level, bool raised) =>
        (ByNight.Raise.Evaluate(Hour(hour, minute, level)) == Truth.True).ShouldBe(raised);

    [Fact]
    public void An_evening_as_loud_as_the_day_may_be_is_not_judged_by_the_limit_of_the_night()
    {
        // Day until 22:00, at its limit; silence from then on.
        for (var minute = 0; minute < 60; minute++)
        {
            var past = At(22, minute, NoiseArea.Class2).With("leq", [.. Enumerable.Range(0, 60).Select(age => (age, age > minute ? 60.0 : 40.0))]);
            Shipped.RaisedBy("noise-meter", past).ShouldBeEmpty();
        }
    }

    [Fact]
    public void An_hour_with_less_than_three_quarters_of_its_minutes_is_not_judged()
    {
        ByDay.Raise.Evaluate(At(12, 0, NoiseArea.Class2).With("leq", Shipped.Every(1, 44, 90))).ShouldBe(Truth.False);
        ByDay.Raise.Evaluate(At(12, 0, NoiseArea.Class2).With("leq", Shipped.Every(1, 45, 90))).ShouldBe(Truth.True);
        ByDay.Clear.Evaluate(At(12, 0, NoiseArea.Class2).With("leq", Shipped.Every(1, 44, 30))).ShouldBe(Truth.False);
    }

    [Fact]
    public void A_noise_alarm_clears_one_decibel_below_its_limit_or_when_its_part_of_the_day_ends()
    {
        ByDay.Clear.Evaluate(Hour(12, 0, 59.1)).ShouldBe(Truth.False);
        ByDay.Clear.Evaluate(Hour(12, 0, 59)).ShouldBe(Truth.True);
        ByDay.Clear.Evaluate(Hour(21, 59, 80)).ShouldBe(Truth.False);
        ByDay.Clear.Evaluate(Hour(22, 0, 80)).ShouldBe(Truth.True);
        ByNight.Clear.Evaluate(Hour(2, 0, 49.1)).ShouldBe(Truth.False);
        ByNight.Clear.Evaluate(Hour(2, 0, 49)).ShouldBe(Truth.True);
        ByNight.Clear.Evaluate(Hour(5, 59, 80)).ShouldBe(Truth.False);
        ByNight.Clear.Evaluate(Hour(6, 0, 80)).ShouldBe(Truth.True);
    }

    [Theory]
    [InlineData(22, 0, 65, false)]
    [InlineData(22, 0, 65.1, true)]
    [InlineData(5, 59, 65.1, true)]
    [InlineData(6, 0, 99, false)]
    [InlineData(21, 59, 99, false)]
    public void A_sudden_noise_by_night_is_over_the_limit_by_more_than_fifteen_decibels(int hour, int minute, double level, bool raised)
    {
        (Sudden.Raise.Evaluate(At(hour, minute, NoiseArea.Class2).With("leq", level)) == Truth.True).ShouldBe(raised);
        (Sudden.Raise.Evaluate(At(hour, minute, NoiseArea.Class2).With("leq", 30).With("lmax", level)) == Truth.True).ShouldBe(raised, "the highest level decides where it is told");
    }

    [Fact]
    public void A_sudden_noise_is_over_three_decibels_below_or_at_daybreak()
    {
        Sudden.Clear.Evaluate(At(2, 0, NoiseArea.Class2).With("lmax", 62.1)).ShouldBe(Truth.False);
        Sudden.Clear.Evaluate(At(2, 0, NoiseArea.Class2).With("lmax", 62)).ShouldBe(Truth.True);
        Sudden.Clear.Evaluate(At(2, 0, NoiseArea.Class2)).ShouldBe(Truth.Missing);
        Sudden.Clear.Evaluate(At(6, 0, NoiseArea.Class2).With("lmax", 99)).ShouldBe(Truth.True);
    }

    [Fact]
    public void The_margin_of_the_pack_is_that_of_the_standard() =>
        Sudden.Raise.Text.ShouldContain(FormattableString.Invariant($"night_limit + {NoiseLimit.SuddenMargin} dB"));

    [Fact]
    public void The_page_tells_the_limits_of_every_functional_area()
    {
        var page = Repository.Read("docs/scenes.md");
        foreach (var limit in NoiseTables.Gb3096Of2008.Limits.Values)
        {
            page.ShouldContain(FormattableString.Invariant($"| {limit.Name} | {limit.Day} | {limit.Night} |"));
        }
    }

    private static Past Hour(int hour, int minute, double level) => At(hour, minute, NoiseArea.Class2).With("leq", Shipped.Every(1, 60, level));

    private static Past At(int hour, int minute, NoiseArea area)
    {
        var limit = NoiseTables.Gb3096Of2008.Limits[area];
        return new Past(hour, minute).WithAttribute("day_limit", limit.Day).WithAttribute("night_limit", limit.Night);
    }
}
