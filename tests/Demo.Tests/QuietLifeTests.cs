using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces.Devices;
using Xunit.Abstractions;

namespace CityBrain.Demo.Tests;

public sealed class QuietLifeTests(ITestOutputHelper output)
{
    private static readonly DateTimeOffset From = Guangde.Began.AddHours(4);

    [Fact]
    public void A_day_brings_a_few_incidents_an_hour_and_no_flood()
    {
        var alarms = Guangde.Fleet
            .SelectMany(device => Watch.Over(device, [.. Guangde.Script.Past(device, Guangde.Began), .. Guangde.Script.Readings(device, Guangde.Began, From.AddDays(1))]).Raised)
            .Where(alarm => alarm.Alarm.RaisedAt >= From)
            .ToList();
        var incidents = alarms.DistinctBy(alarm => (alarm.Alarm.Device, alarm.Kind, alarm.Alarm.RaisedAt.ToUnixTimeSeconds() / 3_600)).ToList();
        var hours = incidents.CountBy(alarm => alarm.Alarm.RaisedAt.Hour).Select(hour => hour.Value).ToList();
        output.WriteLine($"{alarms.Count} alarms, {incidents.Count} incidents in a day, at most {hours.Max()} in an hour: "
            + string.Join(", ", incidents.CountBy(alarm => alarm.Alarm.Rule).Select(rule => $"{rule.Key} {rule.Value}")));

        incidents.Count.ShouldBeInRange(20, 72);
        hours.Max().ShouldBeLessThanOrEqualTo(6);
    }

    [Fact]
    public void Every_value_lies_in_its_models_range_and_every_reading_has_all_points()
    {
        foreach (var device in Guangde.Fleet)
        {
            var model = Guangde.Models[device.Model];
            foreach (var reading in Readings(device))
            {
                reading.Points.Keys.ShouldBe(model.Points.Keys, ignoreOrder: true, device.Id.Value);
                foreach (var (point, value) in reading.Points)
                {
                    (value is null || (double.IsFinite(value.Value) && value >= (model.Points[point].Min ?? double.MinValue) && value <= (model.Points[point].Max ?? double.MaxValue)))
                        .ShouldBeTrue($"{device.Id} {point} {value} at {reading.Time:O}");
                }
            }
        }
    }

    [Fact]
    public void Faults_are_there_to_be_seen_missing_values_spikes_and_gaps()
    {
        var readings = Guangde.Fleet.SelectMany(Readings).ToList();
        readings.ShouldContain(reading => reading.Points.Values.Any(value => value == null));
        readings.Count(reading => reading.Points.Values.Any(value => value == null)).ShouldBeLessThan(readings.Count / 100);

        var rivers = Guangde.Fleet.Where(device => device.Model == "river-gauge")
            .SelectMany(device => Watch.Over(device, Guangde.Script.Readings(device, From, From.AddDays(3))).Outcomes).ToList();
        rivers.ShouldContain(outcome => outcome.Flags.Any(flag => flag.Quality == Quality.Spike));

        var gaps = Guangde.Fleet.Sum(device => Distances(device).Count(distance => distance > 1.5));
        gaps.ShouldBeGreaterThan(0);
    }

    [Fact]
    public void Nobody_falls_silent_by_chance()
    {
        var silenced = Guangde.Script.Episodes(From, From.AddDays(1)).Where(episode => episode.IsSilent).Select(episode => episode.Device.Id).ToHashSet();
        silenced.Count.ShouldBeGreaterThan(0);
        foreach (var device in Guangde.Fleet.Where(device => !silenced.Contains(device.Id)))
        {
            Distances(device).Max().ShouldBeLessThan(SilenceRules.Factor, device.Id.Value);
        }
    }

    [Fact]
    public void Counters_of_meters_never_run_back()
    {
        foreach (var device in Guangde.Fleet.Where(device => device.Model.EndsWith("-meter", StringComparison.Ordinal) && device.Model != "noise-meter"))
        {
            var counter = device.Model == "electricity-meter" ? "energy" : "volume";
            var counted = Readings(device).Select(reading => reading.Points[counter]).OfType<double>().ToList();
            counted.Zip(counted.Skip(1), (one, next) => next - one).ShouldAllBe(step => step >= 0, device.Id.Value);
        }
    }

    [Fact]
    public void Together_they_report_some_readings_a_second_and_never_more_than_some_tens()
    {
        var bySecond = Guangde.Fleet.SelectMany(device => Guangde.Script.Readings(device, Guangde.Began, Guangde.Began.AddHours(1)))
            .CountBy(reading => reading.Time!.Value.ToUnixTimeSeconds()).Select(second => second.Value).ToList();
        output.WriteLine($"{bySecond.Sum() / 3600.0:F2} readings a second, at most {bySecond.Max()}");

        (bySecond.Sum() / 3_600.0).ShouldBeInRange(1, 10);
        bySecond.Max().ShouldBeLessThan(30);
    }

    private static IReadOnlyList<ReportedReading> Readings(Fleet.DemoDevice device) => Guangde.Script.Readings(device, Guangde.Began.AddDays(-1), From.AddDays(1));

    /// <summary>Between each two readings, in intervals of the device.</summary>
    private static IEnumerable<double> Distances(Fleet.DemoDevice device)
    {
        var times = Guangde.Script.Readings(device, From, From.AddDays(1)).Select(reading => reading.Time!.Value).ToList();
        return times.Zip(times.Skip(1), (one, next) => (next - one) / device.Interval).DefaultIfEmpty(0);
    }
}
