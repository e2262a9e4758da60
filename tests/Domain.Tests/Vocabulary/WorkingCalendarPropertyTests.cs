using CsCheck;

namespace CityBrain.Domain.Tests.Vocabulary;

public class WorkingCalendarPropertyTests
{
    private static readonly DateTimeOffset Origin = CityTime.StartOf(new DateOnly(2026, 9, 14));

    private static readonly WorkingCalendar Calendar = new(
        new EffectiveDated<WorkingHours>(
            (new DateOnly(2026, 1, 1), Hours(new TimeOnly(14, 30), new TimeOnly(17, 30))),
            (new DateOnly(2026, 9, 24), Hours(new TimeOnly(14, 0), TimeOnly.MinValue))),
        [new("notice", [.. Enumerable.Range(1, 7).Select(day => new DateOnly(2026, 10, day))], [new(2026, 9, 20), new(2026, 10, 10)])]);

    private static readonly Gen<DateTimeOffset> GenMoment = Gen.Int[0, 40 * 24 * 60].Select(minutes => Origin.AddMinutes(minutes));

    private static readonly Gen<WorkingPause[]> GenPauses =
        Gen.Select(GenMoment, Gen.Int[0, 5_000], (from, minutes) => new WorkingPause(from, from.AddMinutes(minutes))).Array[0, 4];

    private static readonly Gen<TimeSpan> GenDuration = Gen.Int[0, 60 * 60].Select(minutes => TimeSpan.FromMinutes(minutes));

    [Fact]
    public void Adding_working_time_and_measuring_it_back_agree() =>
        Gen.Select(GenMoment, GenDuration, GenPauses).Sample((start, duration, pauses) =>
        {
            var deadline = Calendar.AddWorkingTime(start, duration, pauses)!.Value;
            return Calendar.WorkingTimeBetween(start, deadline, pauses) == duration;
        });

    [Fact]
    public void The_deadline_is_the_earliest_moment_with_so_much_working_time() =>
        Gen.Select(GenMoment, GenDuration, GenPauses).Sample((start, duration, pauses) =>
        {
            var deadline = Calendar.AddWorkingTime(start, duration, pauses)!.Value;
            return deadline == start || Calendar.WorkingTimeBetween(start, deadline.AddTicks(-1), pauses) == duration - TimeSpan.FromTicks(1);
        });

    [Fact]
    public void Working_time_is_what_a_count_of_all_minutes_finds() =>
        Gen.Select(GenMoment, Gen.Int[0, 6_000], GenPauses).Sample(
            (start, minutes, pauses) =>
            {
                var counted = Enumerable.Range(0, minutes).Count(minute => Works(start.AddMinutes(minute), pauses));
                return Calendar.WorkingTimeBetween(start, start.AddMinutes(minutes), pauses) == TimeSpan.FromMinutes(counted);
            },
            iter: 50);

    [Fact]
    public void Two_parts_of_a_time_make_the_whole() =>
        Gen.Select(GenMoment, GenMoment, GenMoment, GenPauses).Sample((one, two, three, pauses) =>
        {
            var moments = new[] { one, two, three }.Order().ToArray();
            return Calendar.WorkingTimeBetween(moments[0], moments[1], pauses) + Calendar.WorkingTimeBetween(moments[1], moments[2], pauses)
                == Calendar.WorkingTimeBetween(moments[0], moments[2], pauses);
        });

    // Written down anew for this calendar, minute by minute, without the code that it judges.
    private static bool Works(DateTimeOffset moment, WorkingPause[] pauses)
    {
        var (day, minute) = (DateOnly.FromDateTime(moment.DateTime), (moment.Hour * 60) + moment.Minute);
        var swapped = day == new DateOnly(2026, 9, 20) || day == new DateOnly(2026, 10, 10);
        var free = day.Month == 10 && day.Day <= 7;
        var weekend = day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
        var afternoon = day < new DateOnly(2026, 9, 24) ? minute is >= 870 and < 1050 : minute >= 840;
        return (swapped || !(free || weekend)) && (minute is >= 480 and < 720 || afternoon)
            && !pauses.Any(pause => pause.From <= moment && moment < pause.To);
    }

    private static WorkingHours Hours(TimeOnly from, TimeOnly to) => new(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        [new(new TimeOnly(8, 0), new TimeOnly(12, 0)), new(from, to)]);
}
