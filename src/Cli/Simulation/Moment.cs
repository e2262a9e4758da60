namespace CityBrain.Cli.Simulation;

/// <summary>One reading that a simulated device is about to make; all that a rhythm may look at.</summary>
/// <param name="Seed">The run's seed.</param>
/// <param name="Device">The device's number in its fleet, from 0.</param>
/// <param name="Step">The reading's number in the run, from 0.</param>
/// <param name="At">When it is observed.</param>
/// <param name="Storm">How far the storm is, 0 to 1; null when there is none.</param>
/// <param name="StormBefore">How far the storm was at the device's reading before.</param>
internal readonly record struct Moment(long Seed, int Device, long Step, DateTimeOffset At, double? Storm = null, double StormBefore = 0)
{
    /// <summary>Hour of the city's day, 0 to below 24.</summary>
    public double Hour => CityTime.Of(At).TimeOfDay.TotalHours;

    /// <summary>A number from 0 to below 1 that is the same whenever seed, device, step and subject are.</summary>
    public double Chance(int subject) => Mix(Mix(Mix(Mix((ulong)Seed) ^ (ulong)Device) ^ (ulong)Step) ^ (ulong)subject) / (double)(1UL << 53);

    /// <summary>A number from 0 to below 1 that a device keeps for the whole run.</summary>
    public double Trait(int subject) => (this with { Step = -1 }).Chance(subject);

    /// <summary>A daily peak at an hour: 1 there, falling off over so many hours to both sides, across midnight too.</summary>
    public double Peak(double hour, double widthHours)
    {
        var apart = Math.Abs(Hour - hour);
        var distance = Math.Min(apart, 24 - apart) / widthHours;
        return Math.Exp(-distance * distance);
    }

    /// <summary>The finaliser of SplitMix64, 53 bits of it: well spread, and the same on every machine.</summary>
    private static ulong Mix(ulong number)
    {
        unchecked
        {
            var mixed = number + 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return (mixed ^ (mixed >> 31)) >> 11;
        }
    }
}
