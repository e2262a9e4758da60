using CityBrain.Demo.Episodes;
using CityBrain.Demo.Fleet;
using CityBrain.Domain.Devices;

namespace CityBrain.Demo.Tests;

public sealed class StoryTests
{
    [Theory]
    [InlineData(Story.RiverGauge, "river-rise", 0, 120)]
    [InlineData(Story.RiverGauge, "river-warning", 120, 600)]
    [InlineData(Story.StormGauge, "flash-flood-prepare", 0, 240)]
    [InlineData(Story.GasDetector, "combustible-level-1", 40, 180)]
    [InlineData(Story.CrowdCounter, "crowd-yellow", 60, 300)]
    [InlineData(Story.SmokeDetector, "smoke-detected", 75, 80)]
    public void The_story_raises_its_alarm_in_time(string device, string rule, int afterSeconds, int throughSeconds)
    {
        var alarm = Told(Guangde.Device(device)).Raised.ShouldContain(rule);

        (alarm.Alarm.RaisedAt - Guangde.Began).TotalSeconds.ShouldBeInRange(afterSeconds, throughSeconds);
    }

    [Fact]
    public void Within_two_minutes_there_is_something_real_to_handle()
    {
        var alarms = Story.Devices.SelectMany(id => Told(Guangde.Device(id)).Raised).Where(alarm => alarm.Alarm.RaisedAt <= Guangde.Began.AddMinutes(2)).ToList();

        alarms.Select(alarm => alarm.Kind).Distinct().Count().ShouldBeGreaterThanOrEqualTo(3);
        alarms.ShouldContain(alarm => alarm.Severity >= 2);
    }

    [Fact]
    public void The_false_alarm_is_over_in_two_minutes_and_the_others_by_the_next_day()
    {
        var smoke = Told(Guangde.Device(Story.SmokeDetector));
        (smoke.Cleared[0].At - smoke.Raised[0].Alarm.RaisedAt).ShouldBeLessThan(TimeSpan.FromMinutes(2));

        foreach (var id in Story.Devices)
        {
            Told(Guangde.Device(id), hours: 24).Active.ShouldBeEmpty(id);
        }
    }

    [Fact]
    public void The_silent_meter_says_nothing_for_longer_than_the_city_waits_and_then_comes_back()
    {
        var meter = Guangde.Device(Story.SilentMeter);

        Guangde.Script.Readings(meter, Guangde.Began, Guangde.Began.AddMinutes(25).AddMilliseconds(-1)).ShouldBeEmpty();
        (TimeSpan.FromMinutes(25) > SilenceRules.Factor * meter.Interval).ShouldBeTrue();
        Guangde.Script.Readings(meter, Guangde.Began.AddMinutes(25), Guangde.Began.AddMinutes(27)).ShouldNotBeEmpty();
    }

    [Fact]
    public void Rain_falls_before_the_river_rises_and_what_lies_downstream_rises_later_and_less()
    {
        var rain = Guangde.Script.Readings(Guangde.Device(Story.StormGauge), Guangde.Began.AddHours(-1), Guangde.Began).Sum(reading => reading.Points["rain"] ?? 0);
        rain.ShouldBeInRange(20, 32);

        var (first, later) = (Highest(Story.RiverGauge), Highest("demo-river-gauge-03"));
        first.Rise.ShouldBeGreaterThan(later.Rise);
        first.At.ShouldBeLessThan(later.At);
    }

    [Fact]
    public void The_past_raises_nothing_and_none_of_it_is_late()
    {
        foreach (var device in Guangde.Fleet)
        {
            var past = Guangde.Script.Past(device, Guangde.Began);

            past.Count.ShouldBeInRange(4, 80, device.Id.Value);
            past.ShouldAllBe(reading => reading.Time >= Guangde.Began.AddHours(-23) && reading.Time <= Guangde.Began);
            Watch.Over(device, past).Raised.ShouldBeEmpty(device.Id.Value);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    [InlineData(19)]
    public void At_any_hour_the_past_raises_nothing_and_the_story_begins(int hour)
    {
        var began = new DateTimeOffset(2027, 7, 17, hour, 20, 13, CityTime.Offset);
        var script = new Script(Guangde.Seed, Guangde.Fleet, began);

        Guangde.Fleet.SelectMany(device => Watch.Over(device, script.Past(device, began)).Raised).ShouldBeEmpty();
        foreach (var device in Story.Devices.Except([Story.SilentMeter]).Select(Guangde.Device))
        {
            Watch.Over(device, [.. script.Past(device, began), .. script.Readings(device, began, began.AddMinutes(4))]).Raised.ShouldNotBeEmpty(device.Id.Value);
        }
    }

    [Fact]
    public void The_same_seed_tells_the_same_second_by_second_however_it_is_asked()
    {
        var again = new Script(Guangde.Seed, Guangde.Fleet, Guangde.Began);
        foreach (var device in Guangde.Fleet)
        {
            var whole = Guangde.Script.Readings(device, Guangde.Began, Guangde.Began.AddMinutes(10));
            var seconds = Enumerable.Range(0, 600).SelectMany(second => again.Readings(device, Guangde.Began.AddSeconds(second), Guangde.Began.AddSeconds(second + 1)));

            Told(seconds).ShouldBe(Told(whole), device.Id.Value);
        }
    }

    [Fact]
    public void Rain_is_neither_lost_nor_doubled_by_readings_that_were_left_out_however_it_is_asked()
    {
        var (from, pieces) = (Guangde.Began.AddDays(1), Enumerable.Range(0, 4 * 24 * 12));
        foreach (var gauge in Guangde.Fleet.Where(device => device.Model == "rain-gauge"))
        {
            var whole = Guangde.Script.Readings(gauge, from, from.AddDays(4));
            var asked = pieces.SelectMany(piece => Guangde.Script.Readings(gauge, from.AddMinutes(5 * piece), from.AddMinutes(5 * (piece + 1))));

            Told(asked).ShouldBe(Told(whole), gauge.Id.Value);
        }
    }

    [Fact]
    public void Another_seed_tells_another_day()
    {
        var other = new Script(1, Guangde.Fleet, Guangde.Began);
        var air = Guangde.Fleet.First(device => device.Model == "air-station");

        Told(other.Past(air, Guangde.Began)).ShouldNotBe(Told(Guangde.Script.Past(air, Guangde.Began)));
    }

    private static Watch Told(DemoDevice device, int hours = 1) => Watch.Over(
        device, [.. Guangde.Script.Past(device, Guangde.Began), .. Guangde.Script.Readings(device, Guangde.Began, Guangde.Began.AddHours(hours))]);

    private static List<string> Told(IEnumerable<Grains.Interfaces.Devices.ReportedReading> readings) =>
        [.. readings.Select(reading => $"{reading.Time:O} {string.Join(' ', reading.Points.Select(point => FormattableString.Invariant($"{point.Key}={point.Value}")))}")];

    private static (double Rise, DateTimeOffset At) Highest(string gauge)
    {
        var readings = Guangde.Script.Readings(Guangde.Device(gauge), Guangde.Began.AddHours(-3), Guangde.Began.AddHours(3));
        var highest = readings.Where(reading => reading.Points["level"] is not null).MaxBy(reading => reading.Points["level"])!;
        return (highest.Points["level"]!.Value - readings[0].Points["level"]!.Value, highest.Time!.Value);
    }
}

/// <summary>Asking for one alarm among several.</summary>
internal static class AlarmsToldExtensions
{
    public static AlarmRaised ShouldContain(this IEnumerable<AlarmRaised> alarms, string rule) =>
        alarms.FirstOrDefault(alarm => alarm.Alarm.Rule == rule).ShouldNotBeNull(rule);
}
