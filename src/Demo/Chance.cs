namespace CityBrain.Demo;

/// <summary>Numbers that look like chance and are the same whenever what they are drawn for is: nothing of the demonstration is left to a clock or a source of its own.</summary>
internal static class Chance
{
    /// <summary>From 0 to below 1; the same numbers give the same answer on every machine.</summary>
    public static double Of(params ReadOnlySpan<long> numbers)
    {
        var mixed = 0UL;
        foreach (var number in numbers)
        {
            mixed = Mix(mixed ^ (ulong)number);
        }

        return (mixed >> 11) / (double)(1UL << 53);
    }

    /// <summary>From a lowest value to below a highest one.</summary>
    public static double Between(double lowest, double highest, params ReadOnlySpan<long> numbers) => lowest + ((highest - lowest) * Of(numbers));

    /// <summary>One of so many, from 0.</summary>
    public static int Pick(int count, params ReadOnlySpan<long> numbers) => (int)(count * Of(numbers));

    /// <summary>From 0 to 1 without a jump: 0 up to 0, 1 from 1 on, and slow at both ends.</summary>
    public static double Ease(double share)
    {
        var inside = Math.Clamp(share, 0, 1);
        return inside * inside * (3 - (2 * inside));
    }

    // The finaliser of SplitMix64: every bit of the number moves every bit of the outcome.
    private static ulong Mix(ulong number)
    {
        unchecked
        {
            var mixed = number + 0x9E3779B97F4A7C15UL;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
            return mixed ^ (mixed >> 31);
        }
    }
}
