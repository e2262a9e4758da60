namespace CityBrain.Domain.History;

/// <summary>
/// Which days of readings may go. Time runs by recorded time and by whole days of the city's clock; facts never go. A day goes only when
/// the whole of it is older than the policy says.
/// </summary>
public static class RetentionRules
{
    /// <summary>
    /// The fewest days that can be kept: a rule's window reaches back 30 days at most, and a reading that is judged by it may be a day old,
    /// so that what is dropped can change no decision.
    /// </summary>
    public const int KeepDaysMin = 32;

    /// <summary>The most: a hundred years.</summary>
    public const int KeepDaysMax = 36_525;

    /// <summary>What is wrong with a policy, in words; null when nothing is. No policy keeps everything.</summary>
    public static string? Fault(int? keepDays) => keepDays is null or (>= KeepDaysMin and <= KeepDaysMax)
        ? null
        : $"Readings cannot be kept for {keepDays} days: History:KeepDays is a number from {KeepDaysMin} (rules look back 30 days) to {KeepDaysMax}, or is left out to keep everything.";

    /// <summary>The newest day whose readings may go: the one before the days kept, which are whole and come before today.</summary>
    public static DateOnly NewestToDrop(DateTimeOffset now, int keepDays) => CityTime.DayOf(now).AddDays(-keepDays - 1);

    /// <summary>The end of a day, exclusive, milliseconds since 1970 UTC.</summary>
    public static long EndOf(DateOnly day) => CityTime.StartOf(day.AddDays(1)).ToUnixTimeMilliseconds();
}
