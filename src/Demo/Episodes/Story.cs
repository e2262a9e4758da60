using CityBrain.Demo.Fleet;

namespace CityBrain.Demo.Episodes;

/// <summary>
/// What happens in the first hours of a demonstration city: a storm in the hills above Sihe, the Tongrui over its warning level at Baidian, a smell
/// of gas at a filling station, a crowd at a square, a noise meter gone silent, and a smoke detector that was wrong. Rain and river come with the
/// weather; here stand the rest, and that the gauges report more often meanwhile, as gauges do.
/// </summary>
internal static class Story
{
    /// <summary>The rain gauge where the storm is heaviest.</summary>
    public const string StormGauge = "demo-rain-gauge-01";

    /// <summary>The river gauge that it lifts most.</summary>
    public const string RiverGauge = "demo-river-gauge-01";

    /// <summary>The detector that smells gas.</summary>
    public const string GasDetector = "demo-combustible-gas-detector-01";

    /// <summary>The counter at the square.</summary>
    public const string CrowdCounter = "demo-crowd-counter-01";

    /// <summary>The meter that falls silent.</summary>
    public const string SilentMeter = "demo-noise-meter-01";

    /// <summary>The detector that is wrong.</summary>
    public const string SmokeDetector = "demo-smoke-detector-01";

    private const long Second = 1_000;
    private const long Minute = 60 * Second;

    /// <summary>The devices of the story; they move in first.</summary>
    public static IReadOnlyList<string> Devices { get; } = [RiverGauge, StormGauge, GasDetector, CrowdCounter, SilentMeter, SmokeDetector];

    /// <summary>The episodes of a demonstration that began at a moment.</summary>
    public static IReadOnlyList<Episode> Of(IReadOnlyList<DemoDevice> fleet, long beganMs)
    {
        var devices = fleet.ToDictionary(device => device.Id.Value, StringComparer.Ordinal);
        return [.. Devices.Where(devices.ContainsKey).Select(id => Of(devices[id], beganMs))];
    }

    private static Episode Of(DemoDevice device, long began) => device.Id.Value switch
    {
        RiverGauge or StormGauge => new Episode("storm", device, began - (60 * Minute), began + (60 * Minute)) { ExtraMs = [.. Every(began, 30 * Second, 10), .. Every(began + (6 * Minute), 2 * Minute, 20)] },
        GasDetector => new Episode("gas-smell", device, began + (40 * Second), began + (14 * Minute))
        {
            ExtraMs = [.. Every(began + (40 * Second), 30 * Second, 5)],
            Change = static (values, share) => values.Set("gas", 42 * Chance.Ease(share * 8) * (1 - Chance.Ease((share - 0.7) / 0.3))),
        },
        CrowdCounter => new Episode("crowd", device, began + (20 * Second), began + (35 * Minute))
        {
            Change = static (values, share) => values.Set("density", 0.6 + (1.8 * Chance.Ease(share * 9) * (1 - Chance.Ease((share - 0.6) / 0.3))), 2),
        },
        SilentMeter => new Episode("silence", device, began, began + (25 * Minute)) { IsSilent = true },
        _ => new Episode("false-alarm", device, began + (75 * Second), began + (3 * Minute))
        {
            ExtraMs = [began + (75 * Second), began + (3 * Minute)],
            Change = static (values, _) => values.Set("smoke", 1, 0),
        },
    };

    private static IEnumerable<long> Every(long from, long step, int count) => Enumerable.Range(0, count).Select(index => from + (index * step) + 1);
}
