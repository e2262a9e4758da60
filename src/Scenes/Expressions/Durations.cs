using System.Globalization;

namespace CityBrain.Scenes.Expressions;

/// <summary>Durations as packs write them: a whole number and, right behind it, <c>d</c>, <c>h</c>, <c>m</c> (minutes), <c>s</c> or <c>ms</c>.</summary>
public static class Durations
{
    /// <summary>Longest duration that can be written: a leap year.</summary>
    public static readonly TimeSpan WrittenMax = TimeSpan.FromDays(366);

    /// <summary>Reads a duration such as <c>6h</c>; refuses signs, fractions, spaces and anything over a leap year.</summary>
    public static bool TryParse(string? text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        var digits = text?.TakeWhile(char.IsAsciiDigit).Count() ?? 0;
        if (digits is 0 or > 11 || TicksOf(text![digits..]) is not { } ticks)
        {
            return false;
        }

        var count = long.Parse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture);
        if (count > WrittenMax.Ticks / ticks)
        {
            return false;
        }

        duration = TimeSpan.FromTicks(count * ticks);
        return true;
    }

    /// <summary>Writes a duration in the largest unit that tells it whole.</summary>
    public static string Write(TimeSpan duration)
    {
        foreach (var (suffix, ticks) in Suffixes)
        {
            if (duration.Ticks % ticks == 0 && (duration.Ticks != 0 || suffix == "s"))
            {
                return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / ticks}{suffix}");
            }
        }

        return string.Create(CultureInfo.InvariantCulture, $"{duration.Ticks / TimeSpan.TicksPerMillisecond}ms");
    }

    /// <summary>Whether the letters name a unit of time.</summary>
    internal static bool IsSuffix(string letters) => TicksOf(letters) is not null;

    private static readonly (string Suffix, long Ticks)[] Suffixes =
    [
        ("d", TimeSpan.TicksPerDay), ("h", TimeSpan.TicksPerHour), ("m", TimeSpan.TicksPerMinute),
        ("s", TimeSpan.TicksPerSecond), ("ms", TimeSpan.TicksPerMillisecond),
    ];

    private static long? TicksOf(string suffix) =>
        Suffixes.Where(known => known.Suffix == suffix).Select(known => (long?)known.Ticks).FirstOrDefault();
}
