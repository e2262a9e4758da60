using System.Globalization;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Devices;

/// <summary>The cursor of a list of readings: observed time and variant of the last one shown.</summary>
internal static class ReadingCursor
{
    public static string Of(ReadingRow last) => string.Create(CultureInfo.InvariantCulture, $"{last.ObservedMs}.{last.Variant}");

    /// <summary>Reads a cursor; none at all is the beginning.</summary>
    public static bool TryParse(string? text, out (long ObservedMs, int Variant)? after)
    {
        after = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        var dot = text.IndexOf('.', StringComparison.Ordinal);
        if (dot > 0
            && long.TryParse(text.AsSpan(0, dot), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var observed)
            && int.TryParse(text.AsSpan(dot + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var variant))
        {
            after = (observed, variant);
            return true;
        }

        return false;
    }
}
