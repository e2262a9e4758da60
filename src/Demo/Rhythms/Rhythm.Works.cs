namespace CityBrain.Demo.Rhythms;

/// <summary>Poles, shafts and meters.</summary>
internal static partial class Rhythm
{
    private static Values Pole(Instant now)
    {
        var wet = now.Sky.Wetness(now.Device.Location, now.Ms);
        return new Values()
            .Set("door", 0, 0)
            .Set("tilt", 0.1 + (0.9 * now.Trait(1)) + (0.1 * now.Dice(1)), 2)
            .Set("water", 0.05 * wet, 2)
            .Set("leakage", 1.5 + (3 * now.Trait(2)) + (4 * wet) + now.Dice(2));
    }

    private static Values Manhole(Instant now)
    {
        var share = 0.08 + (0.15 * now.Trait(1)) + (0.35 * now.Sky.Wetness(now.Device.Location, now.Ms)) + (0.03 * now.Drift(2, 600));
        return new Values().Set("open", 0, 0).Set("tilt", 0.5 + (2 * now.Trait(3)) + (0.2 * now.Dice(1))).Set("water", share * now.Attribute("shaft_depth"), 2);
    }

    private static Values WaterMeter(Instant now)
    {
        // By night far below the flow that points to a leak.
        var mean = now.Attribute("leak_flow") * (0.8 + (0.5 * now.Trait(1)));
        return new Values().Set("volume", (500 * now.Trait(2)) + Used(now, mean, 0.75), 3).Set("flow", Rate(now, mean, 0.75), 3);
    }

    private static Values GasMeter(Instant now)
    {
        var mean = now.Attribute("rated_flow") * (0.06 + (0.1 * now.Trait(1)));
        return new Values().Set("volume", (300 * now.Trait(2)) + Used(now, mean, 0.85), 3).Set("flow", Rate(now, mean, 0.85), 3);
    }

    private static Values ElectricityMeter(Instant now)
    {
        var mean = now.Attribute("rated_power") * (0.2 + (0.15 * now.Trait(1)));
        var power = Rate(now, mean, 0.6) * (0.95 + (0.1 * now.Drift(2, 60)));
        var voltage = now.Attribute("rated_voltage") * (0.985 + (0.03 * now.Drift(3, 90)));
        return new Values()
            .Set("energy", (2_000 * now.Trait(4)) + Used(now, mean, 0.6), 2)
            .Set("power", power, 2)
            .Set("voltage", voltage)
            .Set("current", 1_000 * power / voltage, 2);
    }

    // Least at four in the morning, most at four in the afternoon; the counter is the rate's integral, so that it never runs back.
    private static double Rate(in Instant now, double mean, double swing) => mean * (1 - (swing * Math.Cos(2 * Math.PI * (now.Hour - 4) / 24)));

    private static double Used(in Instant now, double mean, double swing) =>
        mean * ((24 * now.Days) - (swing * 24 / (2 * Math.PI) * Math.Sin(2 * Math.PI * (now.Hour - 4) / 24)));
}
