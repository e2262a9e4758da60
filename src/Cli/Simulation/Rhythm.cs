namespace CityBrain.Cli.Simulation;

/// <summary>What devices of one model report in the course of a day, in the units of the shipped scenes; a plausible day, not a measured one.</summary>
/// <param name="Model">The model of a shipped scene.</param>
/// <param name="Prefix">What a device's key begins with.</param>
/// <param name="Share">How many of a hundred simulated devices are of this model.</param>
/// <param name="Values">Point → value at a moment; depends on the moment alone.</param>
internal sealed record Rhythm(string Model, string Prefix, int Share, Func<Moment, IReadOnlyList<KeyValuePair<string, decimal?>>> Values)
{
    /// <summary>How far a storm lifts a river, in metres: over the 1.0 m of the shipped rise rule, below the 1.5 m of its spike limit.</summary>
    public const double StormRiseMetres = 1.4;

    /// <summary>How much rain a storm brings to a gauge, in mm: over the 100 mm in 3 h of a red rainstorm signal.</summary>
    public const double StormRainMillimetres = 130;

    /// <summary>The share of a run after which a storm has brought all it brings.</summary>
    public const double StormOver = 0.7;

    /// <summary>All of them; their shares add up to a hundred.</summary>
    public static IReadOnlyList<Rhythm> All { get; } =
    [
        new("air-station", "air", 4, Air),
        new("river-gauge", "river", 12, River),
        new("rain-gauge", "rain", 12, Rain),
        new("noise-meter", "noise", 16, Noise),
        new("gate-counter", "gate", 6, Gate),
        new("crowd-counter", "crowd", 10, Crowd),
        new("combustible-gas-detector", "gas", 20, Gas),
        new("smoke-detector", "smoke", 20, Smoke),
    ];

    private static KeyValuePair<string, decimal?>[] Air(Moment now)
    {
        var (smog, sun) = (now.Peak(8, 3) + now.Peak(20, 4), now.Peak(14, 5));
        var (pm25, temp) = (25 + (20 * smog) + (12 * now.Chance(1)), 12 + (8 * sun) + now.Chance(7));
        return
        [
            Point("pm25", pm25), Point("pm10", pm25 * 1.6), Point("so2", 6 + (4 * now.Chance(2))), Point("no2", 22 + (18 * smog)),
            Point("co", 0.5 + (0.3 * smog)), Point("o3", 40 + (80 * sun)), Point("temp", temp), Point("pres", 1014 + (3 * now.Chance(3))),
            Point("dewp", temp - 6), Point("rain", 0), Point("wind_speed", 1.5 + (1.5 * sun) + now.Chance(4)), Point("wind_direction", 359 * now.Chance(5), 0),
        ];
    }

    private static KeyValuePair<string, decimal?>[] River(Moment now) =>
        [Point("level", 1.5 + (3 * now.Trait(1)) + (0.02 * now.Chance(1)) + (StormRiseMetres * Brought(now.Storm)), 3)];

    private static KeyValuePair<string, decimal?>[] Rain(Moment now) =>
        [Point("rain", now.Storm is null ? (now.Chance(1) < 0.01 ? 0.2 : 0) : StormRainMillimetres * (Brought(now.Storm) - Brought(now.StormBefore)), 2)];

    private static KeyValuePair<string, decimal?>[] Noise(Moment now) => [Point("leq", 41 + (18 * now.Peak(13, 6)) + (8 * now.Chance(1)))];

    private static KeyValuePair<string, decimal?>[] Gate(Moment now) =>
        [Point("entries", ((250 * now.Peak(8, 1.5)) + (300 * now.Peak(18, 1.5)) + (60 * now.Peak(13, 4))) * (0.6 + (0.8 * now.Chance(1))), 0)];

    private static KeyValuePair<string, decimal?>[] Crowd(Moment now) =>
        [Point("density", (0.02 + (0.6 * now.Peak(19, 2)) + (0.3 * now.Peak(12, 2))) * (0.6 + (0.6 * now.Chance(1))), 2)];

    private static KeyValuePair<string, decimal?>[] Gas(Moment now) => [Point("gas", 3 * now.Chance(1)), Point("battery", Battery(now))];

    private static KeyValuePair<string, decimal?>[] Smoke(Moment now) => [Point("smoke", 0, 0), Point("battery", Battery(now), 0)];

    private static double Battery(Moment now) => 50 + (50 * now.Trait(9));

    /// <summary>The share of all its rain that a storm has brought: slowly at first, heaviest in the middle.</summary>
    private static double Brought(double? storm)
    {
        var share = Math.Clamp((storm ?? 0) / StormOver, 0, 1);
        return share * share * (3 - (2 * share));
    }

    private static KeyValuePair<string, decimal?> Point(string name, double value, int digits = 1) => new(name, Math.Round((decimal)value, digits));
}
