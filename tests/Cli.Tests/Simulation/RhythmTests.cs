using System.Text.Json;
using CityBrain.Cli.Simulation;

namespace CityBrain.Cli.Tests.Simulation;

public sealed class RhythmTests
{
    private static readonly DateTimeOffset Midnight = new(2026, 11, 25, 0, 0, 0, CityTime.Offset);

    [Fact]
    public void Every_value_is_of_a_point_of_a_shipped_model_and_within_its_bounds_at_any_hour()
    {
        var models = ShippedModels();
        foreach (var rhythm in Rhythm.All)
        {
            var points = models[rhythm.Model];
            for (var step = 0; step < 288; step++)
            {
                var at = Midnight.AddMinutes(5 * step);
                foreach (var moment in new[] { new Moment(1, step % 7, step, at), new Moment(1, step % 7, step, at, step / 288.0, Math.Max(0, (step - 1) / 288.0)) })
                {
                    var values = rhythm.Values(moment).ToDictionary();
                    values.Keys.ShouldBeSubsetOf(points.Keys);
                    foreach (var (point, value) in values)
                    {
                        ((double)value!.Value).ShouldBeInRange(points[point].Min, points[point].Max, $"{rhythm.Model} {point} at {at}");
                    }
                }
            }
        }
    }

    [Fact]
    public void The_shares_of_models_add_up_to_a_hundred() => Rhythm.All.Sum(rhythm => rhythm.Share).ShouldBe(100);

    [Fact]
    public void Nothing_alarms_on_a_day_without_a_storm()
    {
        foreach (var step in Enumerable.Range(0, 288))
        {
            var moment = new Moment(5, step % 40, step, Midnight.AddMinutes(5 * step));
            Value("crowd-counter", "density", moment).ShouldBeLessThan(1);
            Value("air-station", "pm25", moment).ShouldBeLessThan(150);
            Value("combustible-gas-detector", "battery", moment).ShouldBeGreaterThan(22);
            Value("smoke-detector", "smoke", moment).ShouldBe(0);
        }
    }

    [Fact]
    public void A_storm_lifts_a_river_over_the_rise_rule_without_a_step_that_would_be_a_spike_and_fills_a_gauge_over_the_red_signal()
    {
        var run = Enumerable.Range(0, 61).Select(step => new Moment(3, 0, step, Midnight.AddSeconds(step), step / 60.0, Math.Max(0, (step - 1) / 60.0))).ToList();
        var levels = run.ConvertAll(moment => Value("river-gauge", "level", moment));

        (levels[^1] - levels[0]).ShouldBeGreaterThan(1.0);
        (levels.Max() - levels.Min()).ShouldBeLessThan(1.5);
        run.Sum(moment => Value("rain-gauge", "rain", moment)).ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Mornings_and_evenings_are_busier_at_the_gates_than_the_night()
    {
        double At(int hour) => Enumerable.Range(0, 50).Average(device => Value("gate-counter", "entries", new Moment(1, device, hour, Midnight.AddHours(hour))));

        At(8).ShouldBeGreaterThan(10 * At(3));
        At(18).ShouldBeGreaterThan(At(13));
    }

    private static double Value(string model, string point, Moment moment) =>
        (double)Rhythm.All.Single(rhythm => rhythm.Model == model).Values(moment).ToDictionary()[point]!.Value;

    private static Dictionary<string, Dictionary<string, (double Min, double Max)>> ShippedModels()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "CityBrain.sln")))
        {
            folder = folder.Parent;
        }

        return Directory.EnumerateFiles(Path.Combine(folder.FullName, "src", "Scenes", "Packs"), "*.json")
            .SelectMany(file => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("models").EnumerateArray())
            .ToDictionary(
                model => model.GetProperty("id").GetString()!,
                model => model.GetProperty("points").EnumerateArray().Select(point => (
                        Name: point.GetProperty("name").GetString()!,
                        Bounds: (Bound(point, "min", double.MinValue), Bound(point, "max", double.MaxValue))))
                    .Concat(model.TryGetProperty("battery", out _) ? [("battery", (0, 100))] : [])
                    .ToDictionary(point => point.Name, point => point.Bounds));
    }

    private static double Bound(JsonElement point, string name, double none) => point.TryGetProperty(name, out var bound) ? bound.GetDouble() : none;
}
