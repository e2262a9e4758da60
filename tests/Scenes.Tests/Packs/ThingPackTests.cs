using CityBrain.Domain.Devices;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

/// <summary>Locks, covers, poles, meters and cameras: each rule at its threshold, and where it clears.</summary>
public sealed class ThingPackTests
{
    [Theory]
    [InlineData("smart-lock", "lock-forced", "intrusion", 2, "forced", 1, 0, 0)]
    [InlineData("smart-lock", "lock-left-open", "lock-open", 1, "open", 1, 0, 30)]
    [InlineData("manhole-cover", "cover-open", "manhole", 3, "open", 1, 0, 0)]
    [InlineData("manhole-cover", "cover-tilted", "manhole", 2, "tilt", 15, 9.9, 0)]
    [InlineData("smart-pole", "pole-leakage", "electric-leakage", 3, "leakage", 30, 26.9, 0)]
    [InlineData("smart-pole", "pole-tilted", "structure-tilt", 2, "tilt", 5, 4.4, 10)]
    [InlineData("smart-pole", "pole-flooded", "waterlogging", 1, "water", 0.15, 0.12, 0)]
    [InlineData("smart-pole", "pole-door-open", "device-maintenance", 1, "door", 1, 0, 30)]
    public void A_thing_raises_from_its_threshold_on_and_clears_below_it(
        string model, string id, string kind, int severity, string point, double raises, double clears, int minutes)
    {
        var rule = Shipped.Rule(model, id);
        (rule.Kind, rule.Severity, rule.HoldsFor).ShouldBe((kind, severity, TimeSpan.FromMinutes(minutes)));
        Raised(raises).ShouldBe(Truth.True);
        Raised(raises - 0.01).ShouldBe(Truth.False);
        Cleared(raises).ShouldBe(Truth.False);
        Cleared(clears).ShouldBe(Truth.True);
        (rule.Raise.Evaluate(new Past()), rule.Clear.Evaluate(new Past())).ShouldBe((Truth.Missing, Truth.Missing));

        Truth Raised(double value) => rule.Raise.Evaluate(new Past().With(point, value));
        Truth Cleared(double value) => rule.Clear.Evaluate(new Past().With(point, value));
    }

    [Theory]
    [InlineData("manhole-cover", "shaft-full", "water", "shaft_depth", 3, 2.7, 2.39)]
    [InlineData("electricity-meter", "power-over-rating", "power", "rated_power", 10, 10.01, 8.9)]
    [InlineData("gas-meter", "gas-flow-over-rating", "flow", "rated_flow", 2.5, 2.51, 2.2)]
    public void A_thing_is_judged_by_its_own_figure(string model, string id, string point, string attribute, double given, double raises, double clears)
    {
        var rule = Shipped.Rule(model, id);
        rule.Raise.Evaluate(Given(raises)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(Given(raises - 0.01)).ShouldBe(Truth.False);
        rule.Clear.Evaluate(Given(clears)).ShouldBe(Truth.True);
        rule.Clear.Evaluate(Given(clears + (given * 0.05))).ShouldBe(Truth.False);
        rule.Raise.Evaluate(new Past().With(point, raises)).ShouldBe(Truth.Missing);

        Past Given(double value) => new Past().With(point, value).WithAttribute(attribute, given);
    }

    [Theory]
    [InlineData(197, Truth.True, Truth.False)]
    [InlineData(198, Truth.False, Truth.False)]
    [InlineData(201, Truth.False, Truth.True)]
    [InlineData(233, Truth.False, Truth.True)]
    [InlineData(235, Truth.False, Truth.False)]
    [InlineData(236, Truth.True, Truth.False)]
    public void A_voltage_of_220_may_be_seven_percent_high_and_ten_percent_low(double volts, Truth raises, Truth clears)
    {
        var rule = Shipped.Rule("electricity-meter", "voltage-out-of-range");
        var past = new Past().With("voltage", volts).WithAttribute("rated_voltage", 220);
        (rule.Raise.Evaluate(past), rule.Clear.Evaluate(past)).ShouldBe((raises, clears));
    }

    [Fact]
    public void Water_that_runs_all_night_points_to_a_leak()
    {
        var rule = Shipped.Rule("water-meter", "water-leak");
        rule.Raise.Evaluate(Night(2, 0.3, 0.3, 0.3, 0.3)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(Night(4, 0.3, 0.3, 0.3, 0.3)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(Night(1, 0.3, 0.3, 0.3, 0.3)).ShouldBe(Truth.False, "somebody may still be up");
        rule.Raise.Evaluate(Night(5, 0.3, 0.3, 0.3, 0.3)).ShouldBe(Truth.False, "somebody may be up again");
        rule.Raise.Evaluate(Night(3, 0.3, 0.3, 0, 0.3)).ShouldBe(Truth.False, "it stood still once");
        rule.Raise.Evaluate(Night(3, 0.3, 0.3, 0.3)).ShouldBe(Truth.False, "an hour is not known");
        rule.Clear.Evaluate(Night(12, 0.18)).ShouldBe(Truth.True);
        rule.Clear.Evaluate(Night(12, 0.19)).ShouldBe(Truth.False);

        static Past Night(int hour, params double[] flows) =>
            new Past(hour).With("flow", [.. flows.Select((flow, age) => (age * 60, flow))]).WithAttribute("leak_flow", 0.2);
    }

    [Theory]
    [InlineData("exposed_garbage", "exposed-garbage", "暴露垃圾")]
    [InlineData("shop_overflow", "shop-overflow", "店外经营")]
    [InlineData("illegal_advertising", "illegal-advertising", "违规户外广告")]
    [InlineData("piled_materials", "piled-materials", "乱堆物堆料")]
    [InlineData("street_drying", "street-drying", "沿街晾挂")]
    [InlineData("bicycle_parking", "bicycle-parking", "非机动车乱停放")]
    public void A_camera_asks_a_person_to_confirm_what_it_believes_for_five_minutes(string point, string id, string name)
    {
        var rule = Shipped.Rule("street-camera", id);
        (rule.Kind, rule.Severity, rule.HoldsFor, rule.Title.Zh).ShouldBe((id, 1, TimeSpan.FromMinutes(5), $"疑似{name}"));
        rule.Raise.Evaluate(new Past().With(point, 0.79)).ShouldBe(Truth.False);
        rule.Raise.Evaluate(new Past().With(point, 0.8)).ShouldBe(Truth.True);
        rule.Clear.Evaluate(new Past().With(point, 0.61)).ShouldBe(Truth.False);
        rule.Clear.Evaluate(new Past().With(point, 0.59)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(new Past().With(point, 0.85).WithAttribute("confirm", 0.9)).ShouldBe(Truth.False, "this camera errs often");
        var confidence = Shipped.Model("street-camera").Points[point];
        (confidence.Unit, confidence.Min, confidence.Max).ShouldBe(("1", 0, 1));
    }

    [Fact]
    public void A_camera_reports_its_six_recognitions_and_nothing_of_people() => Shipped.Model("street-camera").Points.Count.ShouldBe(6);

    [Theory]
    [InlineData("water-meter", "volume", "m3")]
    [InlineData("gas-meter", "volume", "m3")]
    [InlineData("electricity-meter", "energy", "kWh")]
    public void A_meter_counts_up_without_end(string model, string point, string unit)
    {
        var total = Shipped.Model(model).Points[point];
        (total.Unit, total.Min, total.Max).ShouldBe((unit, 0, null));
    }
}
