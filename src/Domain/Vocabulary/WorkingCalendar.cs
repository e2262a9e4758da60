using System.Collections.Immutable;

namespace CityBrain.Domain.Vocabulary;

/// <summary>
/// The one calendar of working time: hours of offices, holidays, swapped days and pauses, on the city's clock. 工作时, 工作日. What it knows is
/// data that is handed to it; a day of which no notice speaks follows the ordinary week, which is a guess for a year without a notice.
/// </summary>
public sealed class WorkingCalendar
{
    /// <summary>How many days a question may span: deadlines are weeks, cases put on hold are years, and a slip of the century must not be searched.</summary>
    public const int SpanDaysMax = 3_660;

    private readonly EffectiveDated<WorkingHours> _hours;
    private readonly ImmutableArray<HolidayNotice> _notices;

    /// <summary>A calendar.</summary>
    /// <param name="hours">The hours of an ordinary week, by the day they take effect.</param>
    /// <param name="notices">The notices on holidays in the order of their issue: of two that name a day, the later one holds.</param>
    public WorkingCalendar(EffectiveDated<WorkingHours> hours, IEnumerable<HolidayNotice> notices)
    {
        _hours = hours;
        _notices = [.. notices.Reverse()];
    }

    /// <summary>Whether a day is worked.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day lies before the first hours that are known.</exception>
    public bool IsWorkingDay(DateOnly day) =>
        _notices.Select(notice => notice.Worked(day)).FirstOrDefault(worked => worked is not null) ?? HoursOn(day).Days.Contains(day.DayOfWeek);

    /// <summary>
    /// The working day on which a term of days ends. The day on which it begins does not count, and the term is over with the last day's hours
    /// (民法典 art. 201, 203). With 0 days, the day itself.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative, or the term leaves what the calendar spans.</exception>
    public DateOnly AddWorkingDays(DateOnly day, int days)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(days);
        var current = day;
        for (var left = days; left > 0;)
        {
            current = current.AddDays(1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(current.DayNumber - day.DayNumber, SpanDaysMax, nameof(days));
            left -= IsWorkingDay(current) ? 1 : 0;
        }

        return current;
    }

    /// <summary>
    /// The earliest moment at which so much working time has passed since the start, pauses not counted; the start itself for no time at all.
    /// Null where a pause without an end comes before it: there is no deadline as long as the pause lasts.
    /// </summary>
    /// <param name="start">When the clock starts, in working time or not.</param>
    /// <param name="duration">How much working time, 0 or more: 4 工作时 is four hours.</param>
    /// <param name="pauses">The times in which the clock stands, in any order; they may overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">The duration is negative, or the answer leaves what the calendar spans.</exception>
    public DateTimeOffset? AddWorkingTime(DateTimeOffset start, TimeSpan duration, params IReadOnlyCollection<WorkingPause> pauses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(duration, TimeSpan.Zero);
        if (duration == TimeSpan.Zero)
        {
            return CityTime.Of(start);
        }

        var stands = pauses.Where(pause => pause.To is null).Select(pause => pause.From).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();
        var first = CityTime.DayOf(start);
        var left = duration;
        for (var day = first; CityTime.StartOf(day) < stands; day = day.AddDays(1))
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(day.DayNumber - first.DayNumber, SpanDaysMax, nameof(duration));
            foreach (var (from, to) in Running(day, start, pauses))
            {
                if (to - from >= left)
                {
                    return from + left;
                }

                left -= to - from;
            }
        }

        return null;
    }

    /// <summary>How much working time passes from one moment to another, pauses not counted. A pause without an end lasts beyond both.</summary>
    /// <param name="start">The first moment.</param>
    /// <param name="end">The other moment, not before the first.</param>
    /// <param name="pauses">The times in which the clock stands, in any order; they may overlap.</param>
    /// <exception cref="ArgumentOutOfRangeException">The end lies before the start, or further away than the calendar spans.</exception>
    public TimeSpan WorkingTimeBetween(DateTimeOffset start, DateTimeOffset end, params IReadOnlyCollection<WorkingPause> pauses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, start);
        var (first, last) = (CityTime.DayOf(start), CityTime.DayOf(end));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last.DayNumber - first.DayNumber, SpanDaysMax, nameof(end));
        WorkingPause[] stopped = [.. pauses, new WorkingPause(end, null)];
        var total = TimeSpan.Zero;
        for (var day = first; day <= last; day = day.AddDays(1))
        {
            foreach (var (from, to) in Running(day, start, stopped))
            {
                total += to - from;
            }
        }

        return total;
    }

    // The stretches of a day's working time after the start in which no pause stops the clock, in order.
    private IEnumerable<(DateTimeOffset From, DateTimeOffset To)> Running(DateOnly day, DateTimeOffset start, IReadOnlyCollection<WorkingPause> pauses)
    {
        if (!IsWorkingDay(day))
        {
            yield break;
        }

        var midnight = CityTime.StartOf(day);
        foreach (var span in HoursOn(day).Spans)
        {
            var (from, to) = (midnight + span.From.ToTimeSpan(), midnight + WorkingHours.End(span));
            from = from < start ? CityTime.Of(start) : from;
            foreach (var pause in pauses.OrderBy(pause => pause.From))
            {
                if (pause.From >= to)
                {
                    break;
                }

                if (pause.From > from)
                {
                    yield return (from, CityTime.Of(pause.From));
                }

                from = pause.To is { } end ? (end > from ? CityTime.Of(end) : from) : to;
            }

            if (from < to)
            {
                yield return (from, to);
            }
        }
    }

    private WorkingHours HoursOn(DateOnly day) =>
        _hours.On(day) ?? throw new ArgumentOutOfRangeException(nameof(day), day, "No working hours are known so early.");
}
