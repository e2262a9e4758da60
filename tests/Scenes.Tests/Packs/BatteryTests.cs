using CityBrain.Domain.Devices;
using CityBrain.Scenes.Packs;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class BatteryTests
{
    private static readonly string[] OnTheMains = ["air-station", "crowd-counter", "visitor-counter", "gate-counter", "electricity-meter", "smart-pole", "street-camera"];

    [Fact]
    public void A_model_with_a_battery_reports_its_charge_as_a_percentage()
    {
        var point = Model(20).Points["battery"];
        (point.Unit, point.Min, point.Max, point.Title.Zh).ShouldBe(("%", 0, 100, "电池电量"));
        Model(20).Rules[^1].Id.ShouldBe("battery-low", "what the pack itself says comes first");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(0.5)]
    [InlineData(95)]
    public void A_low_battery_asks_for_maintenance_until_it_is_five_percent_above(double low)
    {
        var rule = Model(low).Rules.Single(rule => rule.Id == "battery-low");
        (rule.Kind, rule.Severity, rule.HoldsFor).ShouldBe(("device-maintenance", 1, TimeSpan.Zero));
        rule.Raise.Evaluate(new Past().With("battery", low)).ShouldBe(Truth.False);
        rule.Raise.Evaluate(new Past().With("battery", low - 0.1)).ShouldBe(Truth.True);
        rule.Clear.Evaluate(new Past().With("battery", low + 4.9)).ShouldBe(Truth.False);
        rule.Clear.Evaluate(new Past().With("battery", low + 5)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(new Past()).ShouldBe(Truth.Missing);
    }

    [Fact]
    public void A_rule_of_the_pack_may_use_the_charge_too() =>
        River.Loaded(River.With("/models/0/rules/0/when", "\"battery < 5 % && level > 1 m\"")).Models[0].Rules[0].Raise
            .Evaluate(new Past().With("battery", 4).With("level", 2)).ShouldBe(Truth.True);

    [Fact]
    public void A_model_that_says_nothing_of_a_battery_has_neither_point_nor_rule()
    {
        var model = River.Loaded(River.Without("/models/0/battery")).Models[0];
        model.Points.ShouldNotContainKey("battery");
        model.Rules.ShouldAllBe(rule => rule.Id != "battery-low");
    }

    [Fact]
    public void A_model_that_says_nothing_of_a_battery_may_watch_one_by_a_rule_of_its_own() =>
        River.Loaded(River.Without("/models/0/battery", "/models/0/rules/0/id", "\"battery-low\"")).Models[0].Rules.ShouldContain(rule => rule.Id == "battery-low");

    [Fact]
    public void Every_shipped_model_runs_on_a_battery_or_on_the_mains() =>
        ShippedPacks.Load().SelectMany(scene => scene.Models).Where(model => !model.Points.ContainsKey("battery")).Select(model => model.Id)
            .ShouldBe(OnTheMains, ignoreOrder: true);

    [Fact]
    public void Every_shipped_battery_is_low_below_a_fifth() =>
        ShippedPacks.Load().SelectMany(scene => scene.Models).SelectMany(model => model.Rules).Where(rule => rule.Id == "battery-low")
            .ShouldAllBe(rule => rule.Raise.Text == "battery < 20 %" && rule.Clear.Text == "battery >= 25 %");

    private static DeviceModel Model(double low) =>
        River.Loaded(River.With("/models/0/battery", FormattableString.Invariant($"{{\"low\":{low}}}"))).Models[0];
}
