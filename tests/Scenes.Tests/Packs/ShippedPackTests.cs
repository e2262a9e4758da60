using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CityBrain.Domain.Devices;
using CityBrain.Scenes.Packs;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class ShippedPackTests
{
    [Fact]
    public void Thirteen_scenes_ship_with_the_city() => ShippedPacks.Load().Select(scene => scene.Id).ShouldBe(
        ["air", "crowd", "gas", "lock", "manhole", "meter", "noise", "pole", "rain", "river", "smoke", "street", "water-quality"]);

    [Theory]
    [InlineData("crowd-counter", "crowd-watch:1 crowd-yellow:2 crowd-orange:3 crowd-red:4")]
    [InlineData("visitor-counter", "capacity-yellow:2 capacity-orange:3 capacity-red:4")]
    [InlineData("combustible-gas-detector", "combustible-level-1:2 combustible-level-2:3 battery-low:1")]
    [InlineData("toxic-gas-detector", "toxic-level-1:2 toxic-level-2:3 battery-low:1")]
    [InlineData("smoke-detector", "smoke-detected:2 battery-low:1")]
    [InlineData("rain-gauge", "rainstorm-blue:1 rainstorm-yellow:2 rainstorm-orange:3 rainstorm-red:4 flash-flood-prepare:3 flash-flood-move:4 battery-low:1")]
    public void Danger_to_life_is_raised_at_once_and_graded_by_its_severity(string model, string rules)
    {
        string.Join(' ', Shipped.Model(model).Rules.Select(rule => $"{rule.Id}:{rule.Severity}")).ShouldBe(rules);
        Shipped.Model(model).Rules.ShouldAllBe(rule => rule.HoldsFor == TimeSpan.Zero);
    }

    [Fact]
    public void No_rule_clears_while_its_condition_holds_and_every_one_has_a_dead_band_or_says_when_it_is_over()
    {
        foreach (var rule in ShippedPacks.Load().SelectMany(scene => scene.Models).SelectMany(model => model.Rules))
        {
            rule.Clear.Text.ShouldNotStartWith("!(", Case.Sensitive, rule.Id);
        }
    }

    [Fact]
    public void The_page_about_scenes_names_every_shipped_scene_model_and_rule()
    {
        var page = Repository.Read("docs/scenes.md");
        foreach (var scene in ShippedPacks.Load())
        {
            page.ShouldContain($"| `{scene.Id}` |");
            scene.Models.ShouldAllBe(model => page.Contains($"`{model.Id}`", StringComparison.Ordinal));
            scene.Models.SelectMany(model => model.Rules).ShouldAllBe(rule => page.Contains($"`{rule.Id}`", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(1.0, Truth.False, Truth.False)]
    [InlineData(1.01, Truth.True, Truth.False)]
    [InlineData(0.8, Truth.False, Truth.False)]
    [InlineData(0.79, Truth.False, Truth.True)]
    public void A_river_rises_over_one_metre_and_falls_below_eighty_centimetres(double level, Truth raises, Truth clears)
    {
        var rule = Model("river-gauge").Rules.Single(rule => rule.Id == "river-rise");
        (rule.HoldsFor, rule.LooksBack).ShouldBe((TimeSpan.Zero, TimeSpan.FromHours(6)));
        var past = new Past().With("level", (360, 0), (0, level));
        (rule.Raise.Evaluate(past), rule.Clear.Evaluate(past)).ShouldBe((raises, clears));
    }

    [Fact]
    public void A_gauge_is_watched_by_its_own_warning_level()
    {
        var rule = Model("river-gauge").Rules.Single(rule => rule.Id == "river-warning");
        rule.Raise.Evaluate(new Past().With("level", 5).WithAttribute("warning_level", 5)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(new Past().With("level", 4.9).WithAttribute("warning_level", 5)).ShouldBe(Truth.False);
        rule.Clear.Evaluate(new Past().With("level", 4.9).WithAttribute("warning_level", 5)).ShouldBe(Truth.False);
        rule.Clear.Evaluate(new Past().With("level", 4.7).WithAttribute("warning_level", 5)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(new Past().With("level", 99)).ShouldBe(Truth.Missing);
        Model("river-gauge").Attributes["warning_level"].Title.Zh.ShouldBe("警戒水位");
    }

    [Fact]
    public void A_negative_level_is_a_level_and_a_step_over_one_and_a_half_metres_a_spike()
    {
        var level = Model("river-gauge").Points["level"];
        level.Min.ShouldNotBeNull().ShouldBeLessThan(-5);
        level.SpikeLimit.ShouldBe(1.5);
    }

    [Fact]
    public void Carbon_monoxide_reported_in_micrograms_is_out_of_range()
    {
        var station = Model("air-station");
        (station.Points["co"].Unit, station.Points["co"].Max).ShouldBe(("mg/m3", 60));
        station.Points["pm25"].Max.ShouldNotBeNull().ShouldBeGreaterThan(999);
        station.Points.Values.ShouldAllBe(point => point.SpikeLimit == null);
        station.Rules.ShouldAllBe(rule => rule.HoldsFor == TimeSpan.FromHours(3));
    }

    [Fact]
    public void A_rule_without_clear_clears_when_it_no_longer_holds()
    {
        var rule = River.Loaded(River.Without("/models/0/rules/0/clear")).Models[0].Rules[0];
        rule.Clear.Text.ShouldBe("!(rise(level, 6h) > 1.0 m)");
        rule.Clear.Evaluate(new Past().With("level", 1)).ShouldBe(Truth.True);
    }

    [Fact]
    public void A_slope_is_watched_without_any_code()
    {
        var scene = River.Loaded(Repository.Read("docs/examples/slope.json"));
        var (saturated, soaking) = (scene.Models[0].Rules[0], scene.Models[0].Rules[1]);
        saturated.HoldsFor.ShouldBe(TimeSpan.FromMinutes(10));
        saturated.Raise.Evaluate(new Past().With("moisture", 41)).ShouldBe(Truth.True);
        soaking.LooksBack.ShouldBe(TimeSpan.FromHours(3));
        soaking.Raise.Evaluate(new Past().With("moisture", (170, 20), (0, 31))).ShouldBe(Truth.True);
        soaking.Raise.Evaluate(new Past().With("moisture", (170, 20))).ShouldBe(Truth.Missing);
    }

    [Fact]
    public void A_pack_is_named_by_the_hash_of_its_canonical_form()
    {
        var scene = River.Loaded(River.Text);
        scene.Reference.Hash.ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(scene.CanonicalJson))));
        var shuffled = new JsonObject(JsonNode.Parse(River.Text)!.AsObject().Reverse().Select(pair => KeyValuePair.Create(pair.Key, pair.Value?.DeepClone())));
        River.Loaded(shuffled.ToJsonString().Replace("1.5", "15e-1", StringComparison.Ordinal)).Reference.ShouldBe(scene.Reference);
        River.Loaded(scene.CanonicalJson).CanonicalJson.ShouldBe(scene.CanonicalJson);
        River.Loaded(River.With("/models/0/rules/0/severity", "3")).Reference.Hash.ShouldNotBe(scene.Reference.Hash);
        scene.Models.ShouldAllBe(model => model.Pack == scene.Reference);
    }

    [Fact]
    public void The_index_of_air_names_its_formula()
    {
        var index = ShippedPacks.Load()[0].Indices.ShouldHaveSingleItem();
        (index.Id, index.Model, index.Formula, index.Inputs["pm25"]).ShouldBe(("aqi", "air-station", "hj633-aqi", "pm25"));
    }

    private static DeviceModel Model(string id) => Shipped.Model(id);
}
