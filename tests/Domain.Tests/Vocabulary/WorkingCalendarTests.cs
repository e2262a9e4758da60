namespace CityBrain.Domain.Tests.Vocabulary;

public class WorkingCalendarTests
{
    private static readonly WorkingHours Winter = new(
        [DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday],
        [new(new TimeOnly(8, 0), new TimeOnly(12, 0)), new(new TimeOnly(14, 30), new TimeOnly(17, 30))]);

    private static readonly HolidayNotice NationalDay = new(
        "notice of 2026", [.. Enumerable.Range(1, 7).Select(day => new DateOnly(2026, 10, day))], [new(2026, 9, 20), new(2026, 10, 10)]);

    private static readonly WorkingCalendar Calendar = new(new EffectiveDated<WorkingHours>((new DateOnly(2026, 1, 1), Winter)), [NationalDay]);

    [Theory]
    [InlineData("2026-11-20T16:30", 4, "2026-11-23T11:00")]
    [InlineData("2026-11-20T16:30", 2, "2026-11-23T09:00")]
    [InlineData("2026-11-20T12:30", 4, "2026-11-23T09:00")]
    [InlineData("2026-11-20T14:30", 3, "2026-11-20T17:30")]
    [InlineData("2026-11-20T10:00", 2, "2026-11-20T12:00")]
    [InlineData("2026-11-21T03:00", 7, "2026-11-23T17:30")]
    [InlineData("2026-11-21T03:00", 0, "2026-11-21T03:00")]
    public void Working_time_runs_in_the_hours_of_offices_alone(string start, int hours, string deadline)
    {
        Calendar.AddWorkingTime(At(start), TimeSpan.FromHours(hours)).ShouldBe(At(deadline));
        Calendar.WorkingTimeBetween(At(start), At(deadline)).ShouldBe(TimeSpan.FromHours(hours));
    }

    [Fact]
    public void Hours_are_those_of_the_citys_clock_whatever_clock_the_caller_has()
    {
        var start = new DateTimeOffset(2026, 11, 20, 8, 30, 0, TimeSpan.Zero);

        Calendar.AddWorkingTime(start, TimeSpan.FromHours(4)).ShouldBe(At("2026-11-23T11:00"));
        foreach (var hours in new[] { 0, 1, 4 })
        {
            Calendar.AddWorkingTime(start, TimeSpan.FromHours(hours))!.Value.Offset.ShouldBe(CityTime.Offset);
        }
    }

    [Fact]
    public void Holidays_are_off_and_swapped_days_are_worked()
    {
        Calendar.IsWorkingDay(new DateOnly(2026, 10, 1)).ShouldBeFalse();
        Calendar.IsWorkingDay(new DateOnly(2026, 10, 8)).ShouldBeTrue();
        Calendar.IsWorkingDay(new DateOnly(2026, 10, 10)).ShouldBeTrue();
        Calendar.IsWorkingDay(new DateOnly(2026, 10, 11)).ShouldBeFalse();
        Calendar.AddWorkingTime(At("2026-09-30T16:30"), TimeSpan.FromHours(4)).ShouldBe(At("2026-10-08T11:00"));
        Calendar.AddWorkingTime(At("2026-10-09T16:30"), TimeSpan.FromHours(4)).ShouldBe(At("2026-10-10T11:00"));
    }

    [Fact]
    public void A_later_notice_amends_an_earlier_one()
    {
        var amendment = new HolidayNotice("amendment", [new(2026, 10, 8)], [new(2026, 10, 7)]);
        var amended = new WorkingCalendar(new EffectiveDated<WorkingHours>((new DateOnly(2026, 1, 1), Winter)), [NationalDay, amendment]);

        amended.IsWorkingDay(new DateOnly(2026, 10, 7)).ShouldBeTrue();
        amended.IsWorkingDay(new DateOnly(2026, 10, 8)).ShouldBeFalse();
        amended.IsWorkingDay(new DateOnly(2026, 10, 6)).ShouldBeFalse();
    }

    [Fact]
    public void A_term_of_working_days_does_not_count_the_day_on_which_it_begins()
    {
        Calendar.AddWorkingDays(new DateOnly(2026, 11, 20), 3).ShouldBe(new DateOnly(2026, 11, 25));
        Calendar.AddWorkingDays(new DateOnly(2026, 11, 21), 1).ShouldBe(new DateOnly(2026, 11, 23));
        Calendar.AddWorkingDays(new DateOnly(2026, 9, 30), 3).ShouldBe(new DateOnly(2026, 10, 10));
        Calendar.AddWorkingDays(new DateOnly(2026, 11, 21), 0).ShouldBe(new DateOnly(2026, 11, 21));
    }

    [Fact]
    public void Hours_change_on_the_day_that_the_new_ones_take_effect()
    {
        var summer = new WorkingHours(Winter.Days, [new(new TimeOnly(8, 0), new TimeOnly(12, 0)), new(new TimeOnly(15, 0), new TimeOnly(18, 0))]);
        var calendar = new WorkingCalendar(new((new DateOnly(2026, 1, 1), Winter), (new DateOnly(2026, 6, 2), summer)), []);

        calendar.AddWorkingTime(At("2026-06-01T13:00"), TimeSpan.FromHours(1)).ShouldBe(At("2026-06-01T15:30"));
        calendar.AddWorkingTime(At("2026-06-02T13:00"), TimeSpan.FromHours(1)).ShouldBe(At("2026-06-02T16:00"));
        Should.Throw<ArgumentOutOfRangeException>(() => calendar.AddWorkingTime(At("2025-12-31T13:00"), TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_day_that_ends_at_midnight_is_worked_to_its_end()
    {
        var always = new WorkingHours([.. Enum.GetValues<DayOfWeek>()], [new(TimeOnly.MinValue, TimeOnly.MinValue)]);
        var calendar = new WorkingCalendar(new((new DateOnly(2026, 1, 1), always)), []);

        calendar.AddWorkingTime(At("2026-11-20T16:30"), TimeSpan.FromHours(24)).ShouldBe(At("2026-11-21T16:30"));
    }

    [Fact]
    public void A_pause_stops_the_clock()
    {
        WorkingPause onHold = new(At("2026-11-20T17:00"), At("2026-11-24T09:00"));
        WorkingPause inside = new(At("2026-11-23T09:00"), At("2026-11-23T10:00"));
        WorkingPause overLunch = new(At("2026-11-24T11:00"), At("2026-11-24T14:30"));

        Calendar.AddWorkingTime(At("2026-11-20T16:30"), TimeSpan.FromHours(4), onHold).ShouldBe(At("2026-11-24T15:00"));
        Calendar.AddWorkingTime(At("2026-11-20T16:30"), TimeSpan.FromHours(4), overLunch, inside, onHold).ShouldBe(At("2026-11-24T16:00"));
        Calendar.WorkingTimeBetween(At("2026-11-20T16:30"), At("2026-11-24T16:00"), inside, overLunch, onHold).ShouldBe(TimeSpan.FromHours(4));
    }

    [Fact]
    public void As_long_as_a_pause_lasts_there_is_no_deadline_unless_it_came_before()
    {
        WorkingPause onHold = new(At("2026-11-23T10:00"), null);

        Calendar.AddWorkingTime(At("2026-11-20T16:30"), TimeSpan.FromHours(4), onHold).ShouldBeNull();
        Calendar.AddWorkingTime(At("2026-11-24T16:30"), TimeSpan.FromHours(4), onHold).ShouldBeNull();
        Calendar.AddWorkingTime(At("2026-11-20T16:30"), TimeSpan.FromHours(3), onHold).ShouldBe(At("2026-11-23T10:00"));
        Calendar.WorkingTimeBetween(At("2026-11-20T16:30"), At("2026-11-30T16:30"), onHold).ShouldBe(TimeSpan.FromHours(3));
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        var (start, tick) = (At("2026-11-20T16:30"), TimeSpan.FromTicks(1));

        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.AddWorkingTime(start, -tick));
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.WorkingTimeBetween(start, start - tick));
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(new DateOnly(2026, 11, 20), -1));
        Should.Throw<ArgumentException>(() => new WorkingPause(start, start - tick));
        Should.Throw<ArgumentException>(() => new HolidayNotice("both", [new(2026, 10, 1)], [new(2026, 10, 1)]));
        Should.Throw<ArgumentException>(() => new WorkingHours([], Winter.Spans));
        Should.Throw<ArgumentException>(() => new WorkingHours(Winter.Days, []));
        Should.Throw<ArgumentException>(() => new WorkingHours(Winter.Days, [.. Winter.Spans.Reverse()]));
        Should.Throw<ArgumentException>(() => new WorkingHours(Winter.Days, [new(new TimeOnly(12, 0), new TimeOnly(8, 0))]));
    }

    [Fact]
    public void A_slip_of_the_century_is_refused_and_not_searched()
    {
        var start = At("2026-11-20T16:30");

        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.AddWorkingTime(start, TimeSpan.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.AddWorkingDays(new DateOnly(2026, 11, 20), int.MaxValue));
        Should.Throw<ArgumentOutOfRangeException>(() => Calendar.WorkingTimeBetween(start, start.AddDays(WorkingCalendar.SpanDaysMax + 1)));
        Calendar.WorkingTimeBetween(start, start.AddDays(WorkingCalendar.SpanDaysMax)).ShouldBeGreaterThan(TimeSpan.FromHours(17_000));
    }

    private static DateTimeOffset At(string cityTime) => new(DateTime.Parse(cityTime, System.Globalization.CultureInfo.InvariantCulture), CityTime.Offset);
}
