namespace CityBrain.Demo.Rhythms;

/// <summary>What people make: crowds, visitors, noise, streets.</summary>
internal static partial class Rhythm
{
    // Six things a camera was taught to see; by itself it is never sure of one.
    private static readonly string[] Seen = ["exposed_garbage", "shop_overflow", "illegal_advertising", "piled_materials", "street_drying", "bicycle_parking"];

    private static Values Crowd(Instant now)
    {
        var evening = now.IsWeekend ? 0.55 : 0.4;
        var density = 0.03 + (((evening * now.Peak(19.3, 1.8)) + (0.2 * now.Peak(11, 2.5)) + (0.15 * now.Peak(7, 1))) * (0.6 + (0.5 * now.Drift(1, 25))));
        return new Values().Set("density", density + (0.04 * now.Dice(1)), 2);
    }

    private static Values Visitors(Instant now)
    {
        var share = (now.IsWeekend ? 0.5 : 0.25) * (now.Peak(10.8, 1.8) + (0.8 * now.Peak(15, 1.8))) * (0.75 + (0.25 * now.Drift(1, 120)));
        return new Values().Set("visitors", now.Attribute("capacity") * Math.Min(0.6, share), 0);
    }

    private static Values Gates(Instant now) =>
        new Values().Set("entries", ((130 * now.Peak(7.8, 1.3)) + (150 * now.Peak(17.7, 1.4)) + (50 * now.Peak(12.5, 3.5))) * (0.7 + (0.6 * now.Dice(1))), 0);

    // Several decibels below its limits, the highest level not far above the mean.
    private static Values Noise(Instant now)
    {
        var (hour, day, night) = (now.Hour, now.Attribute("day_limit") - 9, now.Attribute("night_limit") - 10);
        var awake = Chance.Ease((hour - 6) / 2) * (1 - Chance.Ease((hour - 19.5) / 2.5));
        var level = night + ((day - night) * awake) + (3 * now.Drift(1, 30)) + (2 * now.Dice(1));
        return new Values().Set("leq", level).Set("lmax", level + 3 + (6 * now.Dice(2)));
    }

    private static Values Street(Instant now)
    {
        var values = new Values();
        for (var index = 0; index < Seen.Length; index++)
        {
            values.Set(Seen[index], 0.02 + (0.3 * now.Drift(index, 45)) + (0.05 * now.Dice(index)), 2);
        }

        return values;
    }

    private static Values Lock(Instant now)
    {
        var coming = now.Peak(7.3, 1) + now.Peak(12, 0.8) + now.Peak(18, 1.5);
        return new Values().Set("open", now.Dice(1) < 0.12 * coming ? 1 : 0, 0).Set("forced", 0, 0);
    }
}
