using CityBrain.Domain.Devices;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class CrowdPackTests
{
    [Theory]
    [InlineData("crowd-watch", 1, 1)]
    [InlineData("crowd-yellow", 2, 2)]
    [InlineData("crowd-orange", 3, 3)]
    [InlineData("crowd-red", 4, 4)]
    public void A_square_is_judged_by_its_people_on_a_square_metre(string id, double threshold, int severity)
    {
        var rule = Shipped.Rule("crowd-counter", id);
        (rule.Kind, rule.Severity).ShouldBe(("crowd", severity));
        rule.Raise.Evaluate(new Past().With("density", threshold - 0.01)).ShouldBe(Truth.False);
        rule.Raise.Evaluate(new Past().With("density", threshold)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(new Past().With("density", threshold + 0.01)).ShouldBe(Truth.True);
        rule.Raise.Evaluate(new Past()).ShouldBe(Truth.Missing);
    }

    [Theory]
    [InlineData("crowd-watch", 0.9)]
    [InlineData("crowd-yellow", 1.8)]
    [InlineData("crowd-orange", 2.7)]
    [InlineData("crowd-red", 3.6)]
    public void A_crowd_is_downgraded_after_five_minutes_below_nine_tenths(string id, double floor)
    {
        var rule = Shipped.Rule("crowd-counter", id);
        var below = floor - 0.01;
        Shipped.Stands(rule, "density", 1, 5, below, below, below, below, below, below).ShouldBe([true, true, true, true, true, true, false]);
        Shipped.Stands(rule, "density", 1, 5, floor, floor, floor, floor, floor, floor).ShouldAllBe(stands => stands);
    }

    [Fact]
    public void A_crowd_that_comes_back_starts_the_five_minutes_anew() =>
        Shipped.Stands(Shipped.Rule("crowd-counter", "crowd-yellow"), "density", 1, 2, 1, 1, 1, 1, 1.9, 1, 1, 1, 1, 1, 1)
            .ShouldBe([true, true, true, true, true, true, true, true, true, true, true, false]);

    [Fact]
    public void Values_that_are_missing_downgrade_nothing()
    {
        var rule = Shipped.Rule("crowd-counter", "crowd-yellow");
        Shipped.Stands(rule, "density", 1, 2, null, null, null, null, null, null, null, 1).ShouldAllBe(stands => stands);
        Shipped.Stands(rule, "density", 1, 2, 1, 1, 1, 1, 1, null).ShouldAllBe(stands => stands);
    }

    [Fact]
    public void A_scenic_area_for_five_thousand_two_hundred_warns_at_80_90_and_100_percent()
    {
        Raised(4_159).ShouldBeEmpty();
        Raised(4_160).ShouldBe(["capacity-yellow"]);
        Raised(4_679).ShouldBe(["capacity-yellow"]);
        Raised(4_680).ShouldBe(["capacity-yellow", "capacity-orange"]);
        Raised(5_199).ShouldBe(["capacity-yellow", "capacity-orange"]);
        Raised(5_200).ShouldBe(["capacity-yellow", "capacity-orange", "capacity-red"]);

        static IEnumerable<string> Raised(double visitors) =>
            Shipped.RaisedBy("visitor-counter", new Past().With("visitors", visitors).WithAttribute("capacity", 13_000 / 2.5));
    }

    [Theory]
    [InlineData("capacity-yellow", 3_744)]
    [InlineData("capacity-orange", 4_212)]
    [InlineData("capacity-red", 4_680)]
    public void A_scenic_area_is_downgraded_after_five_minutes_below_nine_tenths(string id, double floor)
    {
        var rule = Shipped.Rule("visitor-counter", id);
        rule.Clear.Evaluate(Given(6, floor)).ShouldBe(Truth.False);
        rule.Clear.Evaluate(Given(6, floor - 1)).ShouldBe(Truth.True);
        rule.Clear.Evaluate(Given(4, floor - 1)).ShouldBe(Truth.False);
        rule.Clear.Evaluate(Given(6, floor - 1).With("visitors", (5, 6_000))).ShouldBe(Truth.False);

        static Past Given(int minutes, double visitors) => new Past().With("visitors", Shipped.Every(1, minutes, visitors)).WithAttribute("capacity", 5_200);
    }

    [Fact]
    public void A_scenic_area_without_a_capacity_raises_nothing()
    {
        Shipped.RaisedBy("visitor-counter", new Past().With("visitors", 99_999)).ShouldBeEmpty();
        Shipped.RaisedBy("visitor-counter", new Past().With("visitors", 99_999).WithAttribute("capacity", 0)).ShouldBeEmpty();
        Shipped.RaisedBy("visitor-counter", new Past().WithAttribute("capacity", 5_200)).ShouldBeEmpty();
    }

    [Fact]
    public void A_gate_counts_entries_of_ten_minutes_and_judges_no_density()
    {
        var gate = Shipped.Model("gate-counter");
        (gate.Interval, gate.Points.Keys.Single(), gate.Points["entries"].Unit).ShouldBe((TimeSpan.FromMinutes(10), "entries", "1"));
        gate.Rules.ShouldBeEmpty();
    }
}
