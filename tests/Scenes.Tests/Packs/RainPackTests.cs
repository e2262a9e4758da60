using CityBrain.Domain.Devices;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class RainPackTests
{
    [Fact]
    public void Fifty_two_millimetres_in_two_hours_and_fifty_minutes_are_orange_directly()
    {
        var values = Enumerable.Repeat<double?>(2.5, 16).Append(12).ToArray();
        foreach (var (id, raised) in new[] { ("blue", true), ("yellow", true), ("orange", true), ("red", false) })
        {
            var stands = Shipped.Stands(Shipped.Rule("rain-gauge", $"rainstorm-{id}"), "rain", 10, values);
            stands.SkipLast(1).ShouldAllBe(before => !before);
            stands[^1].ShouldBe(raised, id);
        }
    }

    [Theory]
    [InlineData("rainstorm-blue", 72, 50, 1)]
    [InlineData("rainstorm-yellow", 36, 50, 2)]
    [InlineData("rainstorm-orange", 18, 50, 3)]
    [InlineData("rainstorm-red", 18, 100, 4)]
    public void A_rainstorm_signal_is_reached_at_its_rain_over_its_hours(string id, int readings, double threshold, int severity)
    {
        var rule = Shipped.Rule("rain-gauge", id);
        (rule.Kind, rule.Severity).ShouldBe(("rainstorm", severity));
        Raised(threshold - 0.1).ShouldBe(Truth.False);
        Raised(threshold).ShouldBe(Truth.True);
        Raised(threshold + 0.1).ShouldBe(Truth.True);

        Truth Raised(double total) => rule.Raise.Evaluate(Spread(total, readings));
    }

    [Theory]
    [InlineData("rainstorm-blue", 72, 50)]
    [InlineData("rainstorm-yellow", 36, 50)]
    [InlineData("rainstorm-orange", 18, 50)]
    [InlineData("rainstorm-red", 18, 100)]
    public void What_fell_in_the_ten_minutes_before_the_hours_is_not_counted(string id, int readings, double threshold)
    {
        var rule = Shipped.Rule("rain-gauge", id);
        var over = Spread(threshold - 1, readings).With("rain", (readings * 10, 30));
        rule.Raise.Evaluate(over).ShouldBe(Truth.False);
        rule.Raise.Evaluate(Spread(0, readings - 1).With("rain", ((readings - 1) * 10, threshold))).ShouldBe(Truth.True);
    }

    [Theory]
    [InlineData("rainstorm-blue", 45)]
    [InlineData("rainstorm-yellow", 45)]
    [InlineData("rainstorm-orange", 45)]
    [InlineData("rainstorm-red", 90)]
    public void A_rainstorm_alarm_clears_below_nine_tenths_of_its_threshold(string id, double floor)
    {
        var rule = Shipped.Rule("rain-gauge", id);
        rule.Clear.Evaluate(new Past().With("rain", (20, floor), (0, 0))).ShouldBe(Truth.False);
        rule.Clear.Evaluate(new Past().With("rain", (20, floor - 0.1), (0, 0))).ShouldBe(Truth.True);
    }

    [Fact]
    public void An_orange_alarm_stands_until_the_rain_has_left_its_three_hours()
    {
        double?[] values = [50, .. Enumerable.Repeat<double?>(0, 18)];
        Shipped.Stands(Shipped.Rule("rain-gauge", "rainstorm-orange"), "rain", 10, values)
            .ShouldBe([.. Enumerable.Repeat(true, 18), false]);
    }

    [Fact]
    public void A_gauge_that_lost_its_value_neither_raises_nor_clears()
    {
        Shipped.RaisedBy("rain-gauge", new Past()).ShouldBeEmpty();
        double?[] values = [60, 1, .. Enumerable.Repeat<double?>(null, 30)];
        Shipped.Stands(Shipped.Rule("rain-gauge", "rainstorm-orange"), "rain", 10, values).ShouldAllBe(stands => stands);
    }

    [Theory]
    [InlineData("prepare", "flash-flood-prepare", 3)]
    [InlineData("move", "flash-flood-move", 4)]
    public void A_village_moves_by_the_rain_that_its_own_gauge_was_given(string attribute, string id, int severity)
    {
        var rule = Shipped.Rule("rain-gauge", id);
        (rule.Kind, rule.Severity).ShouldBe(("flash-flood", severity));
        foreach (var (hours, readings, threshold) in new[] { (1, 6, 30.0), (3, 18, 60.0), (6, 36, 90.0) })
        {
            Past Given(double total) => Spread(total, readings).WithAttribute($"{attribute}_{hours}h", threshold);
            rule.Raise.Evaluate(Given(threshold - 0.1)).ShouldNotBe(Truth.True);
            rule.Raise.Evaluate(Given(threshold)).ShouldBe(Truth.True);
            rule.Raise.Evaluate(Spread(threshold - 1, readings).With("rain", (readings * 10, 9)).WithAttribute($"{attribute}_{hours}h", threshold)).ShouldNotBe(Truth.True);
            rule.Clear.Evaluate(Given(threshold * 0.9)).ShouldBe(Truth.False);
            rule.Clear.Evaluate(Given(threshold * 0.9 - 0.1)).ShouldBe(Truth.True);
            rule.Clear.Evaluate(new Past().With("rain", (10, 0)).WithAttribute($"{attribute}_{hours}h", threshold)).ShouldBe(Truth.False);
        }
    }

    [Fact]
    public void A_gauge_without_a_village_never_speaks_of_a_flash_flood() =>
        Shipped.RaisedBy("rain-gauge", Spread(1000, 18)).ShouldAllBe(id => id.StartsWith("rainstorm-"));

    [Fact]
    public void A_village_with_several_thresholds_clears_when_all_of_them_do()
    {
        var rule = Shipped.Rule("rain-gauge", "flash-flood-move");
        var past = new Past().With("rain", (120, 70), (0, 0)).WithAttribute("move_1h", 30).WithAttribute("move_3h", 60).WithAttribute("move_6h", 100);
        rule.Raise.Evaluate(past).ShouldBe(Truth.True);
        rule.Clear.Evaluate(past).ShouldBe(Truth.False);
        rule.Clear.Evaluate(new Past().With("rain", (200, 70), (0, 0)).WithAttribute("move_1h", 30).WithAttribute("move_3h", 60).WithAttribute("move_6h", 100)).ShouldBe(Truth.True);
    }

    private static Past Spread(double total, int readings) => new Past().With("rain", Shipped.Every(10, readings, total / readings));
}
