using System.Globalization;

namespace CityBrain.Api.Hosting;

/// <summary>How many files and connections this process may have open.</summary>
internal static class OpenFiles
{
    /// <summary>What the rest of the city needs: the store, requests, the live feed.</summary>
    public const int Reserve = 1_000;

    private const string LimitsFile = "/proc/self/limits";
    private const string Line = "Max open files";

    /// <summary>The hard limit, up to which the runtime raises its own at the start; null where the system does not tell.</summary>
    public static int? Max { get; } = File.Exists(LimitsFile) ? MaxOf(File.ReadLines(LimitsFile)) : null;

    /// <summary>The hard limit in the system's table of limits; null when there is none.</summary>
    public static int? MaxOf(IEnumerable<string> limits) =>
        limits.FirstOrDefault(line => line.StartsWith(Line, StringComparison.Ordinal)) is { } found
        && found[Line.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries) is [_, var hard, ..]
        && int.TryParse(hard, NumberStyles.None, CultureInfo.InvariantCulture, out var max) ? max : null;

    /// <summary>How many connections of so many wanted leave room for the rest; at least one.</summary>
    public static int Within(int wanted, int? max) => max is { } limit ? Math.Clamp(limit - Reserve, 1, wanted) : wanted;
}
