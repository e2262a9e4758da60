using CityBrain.Demo.Rhythms;

namespace CityBrain.Demo.Episodes;

/// <summary>A kind of thing that now and then happens in quiet days.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Model">The model of the device it happens to.</param>
/// <param name="Weight">How often, compared with the others.</param>
/// <param name="ShortestMinutes">How long it lasts at least.</param>
/// <param name="LongestMinutes">How long it lasts at most.</param>
internal sealed record Happening(string Name, string Model, int Weight, int ShortestMinutes, int LongestMinutes)
{
    /// <summary>From which hour of the city's day it may begin.</summary>
    public int FromHour { get; init; }

    /// <summary>Before which hour it must have begun; below <see cref="FromHour"/> it is a thing of the night.</summary>
    public int ThroughHour { get; init; } = 24;

    /// <summary>Whether the device reports at once as it begins and as it ends, because its own interval is long.</summary>
    public bool ReportsAtOnce { get; init; }

    /// <summary>Whether the device falls silent.</summary>
    public bool IsSilent { get; init; }

    /// <summary>What becomes of the values: the device's attributes, how grave it is this time (0 to below 1), the share that is over.</summary>
    public Action<Values, IReadOnlyDictionary<string, double>, double, double>? Change { get; init; }

    /// <summary>Whether it may begin at an hour of the day.</summary>
    public bool MayBegin(int hour) => FromHour <= ThroughHour ? FromHour <= hour && hour < ThroughHour : hour >= FromHour || hour < ThroughHour;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Happening> All { get; } =
    [
        Street("exposed-garbage", "exposed_garbage"),
        Street("shop-overflow", "shop_overflow"),
        Street("bicycle-parking", "bicycle_parking"),
        Street("piled-materials", "piled_materials"),
        new("gas-smell", "combustible-gas-detector", 3, 5, 10) { Change = static (values, _, grave, share) => values.Set("gas", (27 + (28 * grave)) * Bell(share)) },
        new("toxic-gas", "toxic-gas-detector", 1, 5, 9)
        {
            Change = static (values, given, grave, share) => values.Set("gas", given["exposure_limit"] * (1.1 + (0.7 * grave)) * Bell(share), 2),
        },
        new("smoke", "smoke-detector", 3, 2, 9) { Change = static (values, _, _, _) => values.Set("smoke", 1, 0) },
        new("crowd", "crowd-counter", 3, 14, 22) { FromHour = 9, ThroughHour = 21, Change = static (values, _, grave, share) => values.Set("density", 0.5 + ((0.8 + (1.2 * grave)) * Bell(share)), 2) },
        new("visitors", "visitor-counter", 2, 30, 50)
        {
            FromHour = 9,
            ThroughHour = 17,
            Change = static (values, given, grave, share) => values.Set("visitors", given["capacity"] * (0.5 + ((0.33 + (0.12 * grave)) * Bell(share))), 0),
        },
        new("lock-forced", "smart-lock", 2, 5, 12) { ReportsAtOnce = true, Change = static (values, _, _, _) => values.Set("forced", 1, 0).Set("open", 1, 0) },
        new("cover-open", "manhole-cover", 2, 15, 30) { ReportsAtOnce = true, Change = static (values, _, _, _) => values.Set("open", 1, 0).Set("tilt", 78) },
        new("pole-leakage", "smart-pole", 2, 15, 30) { ReportsAtOnce = true, Change = static (values, _, grave, _) => values.Set("leakage", 33 + (20 * grave)) },
        new("battery-low", "smoke-detector", 2, 60, 90) { Change = static (values, _, grave, _) => values.Set("battery", 9 + (8 * grave)) },
        new("power-over-rating", "electricity-meter", 2, 70, 90)
        {
            FromHour = 8,
            ThroughHour = 21,
            Change = static (values, given, grave, _) => values.Set("power", given["rated_power"] * (1.05 + (0.15 * grave)), 2),
        },
        new("sudden-noise", "noise-meter", 2, 3, 5)
        {
            FromHour = 22,
            ThroughHour = 5,
            Change = static (values, given, grave, _) => values.Set("lmax", given["night_limit"] + 17 + (8 * grave)),
        },
        new("spike", "river-gauge", 3, 1, 2) { ReportsAtOnce = true, Change = static (values, _, grave, _) => values.Set("level", values["level"]!.Value + 2.2 + grave, 3) },
        new("silence", "street-camera", 2, 8, 15) { IsSilent = true },
    ];

    private static Happening Street(string name, string point) => new(name, "street-camera", 3, 12, 20)
    {
        FromHour = 6,
        ThroughHour = 22,
        Change = (values, _, grave, _) => values.Set(point, 0.84 + (0.14 * grave), 2),
    };

    // Up, a while at the top, and down again.
    private static double Bell(double share) => Chance.Ease(share * 4) * (1 - Chance.Ease((share - 0.75) * 4));
}
