namespace CityBrain.Domain.Vocabulary;

/// <summary>The city's clock: China Standard Time, +08:00 all year round. 北京时间. Days and hours of rules and statistics are its days and hours.</summary>
public static class CityTime
{
    /// <summary>How far it is ahead of UTC.</summary>
    public static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    private const long OffsetMs = 8 * 3_600_000;
    private const long HourMs = 3_600_000;

    /// <summary>The same moment on the city's clock.</summary>
    public static DateTimeOffset Of(DateTimeOffset moment) => moment.ToOffset(Offset);

    /// <summary>The moment on the city's clock, from milliseconds since 1970 UTC.</summary>
    public static DateTimeOffset Of(long epochMs) => DateTimeOffset.FromUnixTimeMilliseconds(epochMs).ToOffset(Offset);

    /// <summary>The calendar day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(Of(moment).DateTime);

    /// <summary>The calendar day of a moment, from milliseconds since 1970 UTC.</summary>
    public static DateOnly DayOf(long epochMs) => DateOnly.FromDateTime(Of(epochMs).DateTime);

    /// <summary>The hour of the day, 0 to 23, of a moment in milliseconds since 1970 UTC.</summary>
    public static int HourOf(long epochMs) => (int)((((epochMs + OffsetMs) / HourMs % 24) + 24) % 24);

    /// <summary>The moment at which a day begins; it ends where the next one begins.</summary>
    public static DateTimeOffset StartOf(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), Offset);
}
