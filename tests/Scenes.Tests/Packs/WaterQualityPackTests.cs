using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Water;
using CityBrain.Scenes.Packs;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class WaterQualityPackTests
{
    private const string Station = "water-quality-station";

    [Fact]
    public void The_limits_of_the_pack_are_those_of_the_standard_for_every_class_and_water()
    {
        foreach (var body in Enum.GetValues<WaterBody>())
        {
            foreach (var (factor, row) in WaterTables.Gb3838Of2002.For(body))
            {
                var (point, rule) = (factor.InputOf(), Shipped.Rule(Station, $"water-{factor.InputOf()}"));
                var (worse, band) = factor == WaterFactor.DissolvedOxygen ? (-0.001, 1.1) : (0.001, 0.9);
                for (var target = 1; target <= 5; target++)
                {
                    var limit = row.Limits[target - 1];
                    rule.Raise.Evaluate(Given(body, target).With(point, limit)).ShouldBe(Truth.False, $"{body} {factor} {target}");
                    rule.Raise.Evaluate(Given(body, target).With(point, limit + worse)).ShouldBe(Truth.True, $"{body} {factor} {target}");
                    rule.Clear.Evaluate(Given(body, target).With(point, (limit * band) + worse)).ShouldBe(Truth.False, $"{body} {factor} {target}");
                    rule.Clear.Evaluate(Given(body, target).With(point, (limit * band) - worse)).ShouldBe(Truth.True, $"{body} {factor} {target}");
                }
            }
        }
    }

    [Fact]
    public void A_station_alarms_exactly_when_its_water_is_worse_than_its_target()
    {
        var values = new Dictionary<WaterFactor, double>
        {
            [WaterFactor.DissolvedOxygen] = 5.4,
            [WaterFactor.Permanganate] = 5.1,
            [WaterFactor.Cod] = 18,
            [WaterFactor.AmmoniaNitrogen] = 0.62,
            [WaterFactor.TotalPhosphorus] = 0.15,
            [WaterFactor.Ph] = 7.4,
        };
        foreach (var body in Enum.GetValues<WaterBody>())
        {
            var quality = WaterQuality.Evaluate(new DateOnly(2026, 1, 2), body, values)!;
            for (var target = WaterClass.One; target <= WaterClass.Five; target++)
            {
                var past = Given(body, (int)target);
                foreach (var (factor, value) in values)
                {
                    past.With(factor.InputOf(), value);
                }

                Shipped.RaisedBy(Station, past).Order().ShouldBe(
                    quality.Factors.Where(rating => rating.Class > target).Select(rating => $"water-{rating.Factor.InputOf()}").Order(), $"{body} {target}");
            }
        }
    }

    [Theory]
    [InlineData(5.9, Truth.True, Truth.False)]
    [InlineData(6, Truth.False, Truth.False)]
    [InlineData(6.1, Truth.False, Truth.True)]
    [InlineData(8.9, Truth.False, Truth.True)]
    [InlineData(9, Truth.False, Truth.False)]
    [InlineData(9.1, Truth.True, Truth.False)]
    public void A_pH_is_watched_from_six_to_nine_whatever_the_target(double ph, Truth raises, Truth clears)
    {
        var rule = Shipped.Rule(Station, "water-ph");
        (rule.Raise.Evaluate(new Past().With("ph", ph)), rule.Clear.Evaluate(new Past().With("ph", ph))).ShouldBe((raises, clears));
    }

    [Fact]
    public void A_station_without_a_target_watches_its_pH_only() => Shipped.RaisedBy(
        Station, new Past().With("do", 0).With("codmn", 90).With("cod", 90).With("bod5", 90).With("nh3n", 90).With("tp", 90).With("ph", 3)).ShouldBe(["water-ph"]);

    [Fact]
    public void All_that_is_polluted_merges_into_one_kind() =>
        Shipped.Model(Station).Rules.Where(rule => rule.Id != "battery-low").ShouldAllBe(rule => rule.Kind == "water-pollution" && rule.Severity == 2);

    [Fact]
    public void The_class_is_worked_out_from_every_factor_and_from_what_kind_of_water_it_is()
    {
        var index = ShippedPacks.Load().Single(scene => scene.Id == "water-quality").Indices.ShouldHaveSingleItem();
        (index.Id, index.Model, index.Formula).ShouldBe(("water-class", Station, "gb3838-class"));
        index.Inputs.Keys.ShouldBe([.. Enum.GetValues<WaterFactor>().Select(factor => factor.InputOf()), "lake"], ignoreOrder: true);
    }

    private static Past Given(WaterBody body, int target)
    {
        var past = new Past().WithAttribute("target_class", target);
        return body == WaterBody.Lake ? past.WithAttribute("lake", 1) : past;
    }
}
