namespace CityBrain.Demo.Rhythms;

/// <summary>
/// What devices of each shipped model report in the course of quiet days, in the units of their scenes: plausible, invented, and by itself
/// never a reason for an alarm. Depends on the instant alone.
/// </summary>
internal static partial class Rhythm
{
    private static readonly Dictionary<string, Func<Instant, Values>> OfModels = new(StringComparer.Ordinal)
    {
        ["air-station"] = Air,
        ["rain-gauge"] = static now => new Values().Set("rain", now.Sky.Rain(now.Device.Location, now.BeforeMs, now.Ms)),
        ["river-gauge"] = River,
        ["water-quality-station"] = Water,
        ["crowd-counter"] = Crowd,
        ["visitor-counter"] = Visitors,
        ["gate-counter"] = Gates,
        ["noise-meter"] = Noise,
        ["street-camera"] = Street,
        ["combustible-gas-detector"] = static now => new Values().Set("gas", 3 * now.Drift(1, 90)),
        ["toxic-gas-detector"] = static now => new Values().Set("gas", now.Attribute("exposure_limit") * (0.02 + (0.12 * now.Drift(1, 90))), 2),
        ["smoke-detector"] = static now => new Values().Set("smoke", 0, 0),
        ["smart-lock"] = Lock,
        ["manhole-cover"] = Manhole,
        ["smart-pole"] = Pole,
        ["water-meter"] = WaterMeter,
        ["electricity-meter"] = ElectricityMeter,
        ["gas-meter"] = GasMeter,
    };

    /// <summary>The values of a reading.</summary>
    /// <exception cref="KeyNotFoundException">The demonstration has no rhythm for the device's model: a bug, which a test finds first.</exception>
    public static Values Of(in Instant now)
    {
        var values = OfModels[now.Device.Model](now);
        return now.Device.HasBattery ? values.Set("battery", Battery(now)) : values;
    }

    // Down over some two hundred days, then a new one; never low by itself.
    private static double Battery(in Instant now)
    {
        var used = (now.Days / 200) + now.Trait(90);
        return 98 - (60 * (used - Math.Floor(used)));
    }

    private static Values Air(Instant now)
    {
        var (smog, sun, wet) = (now.Peak(8, 2.5) + now.Peak(20, 3.5), now.Peak(14, 5), now.Sky.Wetness(now.Device.Location, now.Ms));
        var fine = (22 + (22 * smog) + (30 * now.Drift(1, 2_880)) + (8 * now.Drift(2, 120))) * (1 - (0.5 * wet));
        var temperature = 6 + (9 * sun) + (6 * now.Drift(7, 4_320));
        return new Values()
            .Set("pm25", fine, 0)
            .Set("pm10", fine * (1.4 + (0.3 * now.Drift(3, 600))), 0)
            .Set("so2", 5 + (6 * now.Drift(4, 300)), 0)
            .Set("no2", 18 + (20 * smog) + (8 * now.Drift(5, 240)), 0)
            .Set("co", 0.5 + (0.3 * smog) + (0.2 * now.Drift(6, 240)), 2)
            .Set("o3", 35 + (75 * sun) + (15 * now.Drift(8, 300)), 0)
            .Set("temp", temperature)
            .Set("pres", 1_012 + (8 * now.Drift(9, 2_880)))
            .Set("dewp", temperature - 8 + (6 * wet))
            .Set("rain", now.Sky.Rain(now.Device.Location, now.BeforeMs, now.Ms))
            .Set("wind_speed", 0.8 + (1.6 * sun) + (1.5 * now.Drift(10, 180)))
            .Set("wind_direction", 359 * now.Drift(11, 1_440), 0);
    }

    private static Values River(Instant now)
    {
        var (share, lag) = now.Device.Flood;
        var low = now.Attribute("warning_level") - 1.3 - (share > 0 ? 0 : 0.4);
        return new Values().Set("level", low + now.Sky.Runoff(now.Ms) + (share * now.Sky.Flood(now.Ms - (long)lag.TotalMilliseconds)) + (0.01 * now.Drift(1, 240)), 3);
    }

    // Well inside class III in rivers, and inside class II in the lake.
    private static Values Water(Instant now)
    {
        var (clean, wet) = (now.Attribute("lake") == 1, now.Sky.Wetness(now.Device.Location, now.Ms));
        return new Values()
            .Set("do", (clean ? 8.6 : 7.4) + (0.8 * now.Peak(15, 5)) + (0.5 * now.Drift(1, 900)), 2)
            .Set("codmn", (clean ? 2.1 : 3.0) + (0.9 * now.Drift(2, 1_440)), 2)
            .Set("cod", (clean ? 8 : 11) + (4 * now.Drift(3, 1_440)))
            .Set("bod5", (clean ? 1.4 : 1.9) + (0.8 * now.Drift(4, 1_440)))
            .Set("nh3n", (clean ? 0.12 : 0.3) + (0.2 * now.Drift(5, 1_440)), 3)
            .Set("tp", (clean ? 0.010 : 0.07) + ((clean ? 0.008 : 0.05) * now.Drift(6, 1_440)), 3)
            .Set("ph", 7.2 + (0.6 * now.Drift(7, 1_440)), 2)
            .Set("temp", 12 + (2 * now.Peak(16, 6)) + (2 * now.Drift(8, 4_320)))
            .Set("turbidity", 6 + (60 * wet) + (5 * now.Drift(9, 300)))
            .Set("conductivity", 240 + (60 * now.Drift(10, 1_440)), 0);
    }
}
