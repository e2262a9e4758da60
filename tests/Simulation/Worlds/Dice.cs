namespace CityBrain.Simulation.Worlds;

/// <summary>The one source of chance in a run (SplitMix64): the same seed rolls the same numbers on every machine and runtime.</summary>
internal sealed class Dice(ulong seed)
{
    private ulong _state = Mix(seed + 0x9E3779B97F4A7C15);

    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>From 0 to below <paramref name="limit"/>.</summary>
    public int Below(int limit) => (int)(Next() % (ulong)limit);

    public bool Once(int inTimes) => Below(inTimes) == 0;

    /// <summary>True in so many cases of ten thousand.</summary>
    public bool Chance(int perTenThousand) => Below(10_000) < perTenThousand;

    public T Pick<T>(IReadOnlyList<T> options) => options[Below(options.Count)];

    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
