using CityBrain.Domain.Devices;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class SmokePackTests
{
    private static readonly AlarmRule Detected = Shipped.Rule("smoke-detector", "smoke-detected");

    [Theory]
    [InlineData(0, Truth.False, Truth.True)]
    [InlineData(0.99, Truth.False, Truth.False)]
    [InlineData(1, Truth.True, Truth.False)]
    public void A_detector_says_itself_that_it_detects_smoke(double smoke, Truth raises, Truth clears)
    {
        var past = new Past().With("smoke", smoke);
        (Detected.Raise.Evaluate(past), Detected.Clear.Evaluate(past)).ShouldBe((raises, clears));
    }

    [Fact]
    public void An_alarm_stands_until_the_detector_says_that_the_smoke_is_gone() =>
        Shipped.Stands(Detected, "smoke", 1, null, 0, 1, null, 1, null, 0, null).ShouldBe([false, false, true, true, true, true, false, false]);

    [Fact]
    public void Smoke_is_a_fire_and_a_flat_battery_is_none() =>
        Shipped.Model("smoke-detector").Rules.Select(rule => (rule.Id, rule.Kind)).ShouldBe([("smoke-detected", "fire"), ("battery-low", "device-maintenance")]);

    [Fact]
    public void A_detector_declares_no_interval_and_its_silence_is_told_by_its_own_past() => Shipped.Model("smoke-detector").Interval.ShouldBeNull();
}
