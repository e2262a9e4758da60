using CityBrain.Domain.Devices;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class GasPackTests
{
    [Theory]
    [InlineData("combustible-level-1", 25, 22.5)]
    [InlineData("combustible-level-2", 50, 45)]
    public void Combustible_gas_alarms_at_a_share_of_the_explosive_limit(string id, double threshold, double floor)
    {
        var rule = Shipped.Rule("combustible-gas-detector", id);
        Raised(threshold - 0.1).ShouldBe(Truth.False);
        Raised(threshold).ShouldBe(Truth.True);
        Raised(threshold + 0.1).ShouldBe(Truth.True);
        Cleared(floor).ShouldBe(Truth.False);
        Cleared(floor - 0.1).ShouldBe(Truth.True);

        Truth Raised(double gas) => rule.Raise.Evaluate(new Past().With("gas", gas));
        Truth Cleared(double gas) => rule.Clear.Evaluate(new Past().With("gas", gas));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(30)]
    public void Toxic_gas_alarms_at_once_and_twice_the_exposure_limit_of_its_gas(double limit)
    {
        Raised(limit - 0.01).ShouldBeEmpty();
        Raised(limit).ShouldBe(["toxic-level-1"]);
        Raised(limit * 2 - 0.01).ShouldBe(["toxic-level-1"]);
        Raised(limit * 2).ShouldBe(["toxic-level-1", "toxic-level-2"]);
        Cleared("toxic-level-1", limit * 0.9).ShouldBe(Truth.False);
        Cleared("toxic-level-1", limit * 0.89).ShouldBe(Truth.True);
        Cleared("toxic-level-2", limit * 1.8).ShouldBe(Truth.False);
        Cleared("toxic-level-2", limit * 1.79).ShouldBe(Truth.True);

        IEnumerable<string> Raised(double gas) => Shipped.RaisedBy("toxic-gas-detector", Given(gas));
        Truth Cleared(string id, double gas) => Shipped.Rule("toxic-gas-detector", id).Clear.Evaluate(Given(gas));
        Past Given(double gas) => new Past().With("gas", gas).WithAttribute("exposure_limit", limit);
    }

    [Fact]
    public void A_detector_whose_gas_has_no_limit_raises_nothing() =>
        Shipped.RaisedBy("toxic-gas-detector", new Past().With("gas", 1_000)).ShouldBeEmpty();

    [Theory]
    [InlineData("combustible-gas-detector")]
    [InlineData("toxic-gas-detector")]
    public void A_missing_value_neither_raises_nor_clears(string model) => Shipped.Model(model).Rules.ShouldAllBe(rule =>
        rule.Raise.Evaluate(new Past().WithAttribute("exposure_limit", 1)) == Truth.Missing
        && rule.Clear.Evaluate(new Past().WithAttribute("exposure_limit", 1)) == Truth.Missing);

    [Theory]
    [InlineData("combustible-gas-detector")]
    [InlineData("toxic-gas-detector")]
    public void However_much_gas_there_is_no_value_is_thought_impossible(string model) => Shipped.Model(model).Points["gas"].Max.ShouldBeNull();
}
