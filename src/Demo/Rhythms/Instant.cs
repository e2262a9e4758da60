using CityBrain.Demo.Fleet;

namespace CityBrain.Demo.Rhythms;

/// <summary>One reading that a device is about to make: all that its rhythm may look at.</summary>
/// <param name="Seed">The demonstration's seed.</param>
/// <param name="Device">The device.</param>
/// <param name="Ms">When it is observed, milliseconds since 1970 UTC.</param>
/// <param name="BeforeMs">When the device's reading before was.</param>
/// <param name="Sky">The weather.</param>
internal readonly record struct Instant(long Seed, DemoDevice Device, long Ms, long BeforeMs, Sky Sky)
{
    /// <summary>Hours of the city's day, 0 to below 24.</summary>
    public double Hour => CityTime.Of(Ms).TimeOfDay.TotalHours;

    /// <summary>Whether it is Saturday or Sunday in the city.</summary>
    public bool IsWeekend => CityTime.Of(Ms).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;

    /// <summary>Days since 2026 began in the city.</summary>
    public double Days => (CityTime.Of(Ms) - CityTime.StartOf(new DateOnly(2026, 1, 1))).TotalDays;

    /// <summary>A number from 0 to below 1 of its own for each reading and subject.</summary>
    public double Dice(int subject) => Chance.Of(Seed, Device.Number, Ms, subject);

    /// <summary>A number from 0 to below 1 that the device keeps.</summary>
    public double Trait(int subject) => Chance.Of(Seed, Device.Number, -1, subject);

    /// <summary>A number from 0 to below 1 that changes without a jump; it has turned over after so many minutes.</summary>
    public double Drift(int subject, double minutes)
    {
        var turns = Ms / (minutes * 60_000);
        var turn = (long)Math.Floor(turns);
        var (from, to) = (Chance.Of(Seed, Device.Number, subject, turn), Chance.Of(Seed, Device.Number, subject, turn + 1));
        return from + ((to - from) * Chance.Ease(turns - turn));
    }

    /// <summary>1 at an hour of the day, falling off over so many hours to both sides, across midnight too.</summary>
    public double Peak(double hour, double width)
    {
        var apart = Math.Abs(Hour - hour);
        var distance = Math.Min(apart, 24 - apart) / width;
        return Math.Exp(-distance * distance);
    }

    /// <summary>An attribute of the device; 0 when it has none of the name.</summary>
    public double Attribute(string name) => Device.Attributes.GetValueOrDefault(name);
}
