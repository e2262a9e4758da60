namespace CityBrain.Domain.Devices;

/// <summary>64-bit digests by which readings and rule texts are told apart; the same on every machine, whatever the order of points.</summary>
internal static class Digests
{
    private const long MissingBits = unchecked((long)0xFFF8_0000_C17B_0000UL);

    /// <summary>FNV-1a over UTF-16 code units, mixed.</summary>
    public static long OfText(string text)
    {
        unchecked
        {
            var digest = 14695981039346656037UL;
            foreach (var unit in text)
            {
                digest = (digest ^ unit) * 1099511628211UL;
            }

            return Mix((long)digest);
        }
    }

    /// <summary>The share of one point in its reading's digest; a reading's digest is the sum over its points.</summary>
    public static long OfPoint(long nameDigest, double? value) =>
        Mix(nameDigest ^ Mix(value is { } number ? BitConverter.DoubleToInt64Bits(number == 0 ? 0 : number) : MissingBits));

    public static long OfPoints(IReadOnlyCollection<KeyValuePair<string, double?>> points)
    {
        var digest = 0L;
        foreach (var (name, value) in points)
        {
            digest = Add(digest, OfPoint(OfText(name), value));
        }

        return digest;
    }

    public static long Add(long left, long right) => unchecked(left + right);

    /// <summary>What makes a rule another rule: its conditions and its on-delay.</summary>
    public static long OfRule(AlarmRule rule) => Mix(OfText(rule.Raise.Text) ^ Mix(OfText(rule.Clear.Text) ^ Mix(rule.HoldsFor.Ticks)));

    // The finalizer of SplitMix64.
    private static long Mix(long value)
    {
        unchecked
        {
            var bits = (ulong)value + 0x9E3779B97F4A7C15UL;
            bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9UL;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EBUL;
            return (long)(bits ^ (bits >> 31));
        }
    }
}
