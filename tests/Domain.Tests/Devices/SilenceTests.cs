using CityBrain.Domain.Devices;

namespace CityBrain.Domain.Tests.Devices;

/// <summary>A device is silent after 2.5 intervals without a reading; raised once, over with the next reading.</summary>
public sealed class SilenceTests
{
    private const long Limit = (5 * Given.Minute) / 2;

    private static readonly DeviceModel EachMinute = Given.RiverGauge with { Interval = TimeSpan.FromMinutes(1) };

    private readonly Station station = new(EachMinute);

    [Fact]
    public void Two_and_a_half_declared_intervals_without_a_reading_are_silence()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.State.SilenceDueMs.ShouldBe(Given.Start + Limit);

        station.FallSilent(Given.Start + Limit - 1).Facts.ShouldBeEmpty();
        station.FallSilent(Given.Start + Limit);

        var silence = station.Raised.ShouldHaveSingleItem();
        silence.Alarm.Rule.ShouldBe("silence");
        silence.Kind.ShouldBe("device-silence");
        silence.Severity.ShouldBe(1);
        silence.Alarm.RaisedAt.ToUnixTimeMilliseconds().ShouldBe(Given.Start + Limit);
        (silence.Inputs["silent_seconds"], silence.Inputs["limit_seconds"]).ShouldBe((150, 150));
    }

    [Fact]
    public void A_silence_that_falls_twice_is_raised_once_even_across_a_restart()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.FallSilent(Given.Start + Limit);
        station.FallSilent(Given.Start + Limit);
        station.Restart();
        station.FallSilent(Given.Start + (2 * Limit));

        station.Raised.Count().ShouldBe(1);
    }

    [Fact]
    public void The_next_reading_ends_the_silence_once_and_is_watched_for_again()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.FallSilent(Given.Start + Limit);
        station.Live(Given.Start + Given.Hour, ("level", 2.0));
        station.Live(Given.Start + Given.Hour + Given.Minute, ("level", 2.0));

        station.Cleared.ShouldHaveSingleItem().Reason.ShouldBe(ClearReason.Condition);
        station.Device.ActiveAlarms.ShouldBeEmpty();
        station.FallSilent(Given.Start + (2 * Given.Hour));
        station.Raised.Count().ShouldBe(2);
    }

    [Fact]
    public void No_deadline_moves_with_a_reading_and_the_one_that_falls_is_set_anew()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.Live(Given.Start + Given.Minute, ("level", 2.0));
        station.State.SilenceDueMs.ShouldBe(Given.Start + Limit);

        station.FallSilent(Given.Start + Limit).Facts.ShouldBeEmpty();
        station.State.SilenceDueMs.ShouldBe(Given.Start + Given.Minute + Limit);
    }

    [Fact]
    public void What_the_city_slept_through_is_nobodys_silence()
    {
        station.Live(Given.Start, ("level", 2.0));
        var awake = Given.Start + Given.Hour;

        station.FallSilent(awake + 1, awake).Facts.ShouldBeEmpty();
        station.State.SilenceDueMs.ShouldBe(awake + Limit);
        var raised = station.FallSilent(awake + Limit, awake).Facts.ShouldHaveSingleItem().ShouldBeOfType<AlarmRaised>();
        raised.Inputs["silent_seconds"].ShouldBe(3_600 + 150, "nothing was heard since the reading, whoever slept");
    }

    [Fact]
    public void A_report_of_several_readings_ends_the_silence_once()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.FallSilent(Given.Start + Limit);
        var (first, second) = (Given.Start + Given.Hour, Given.Start + Given.Hour + Given.Minute);
        station.Report(Given.Live(second), Given.Read(first, ("level", 2.0)), Given.Read(second, ("level", 2.0)));

        station.Cleared.ShouldHaveSingleItem().At.ToUnixTimeMilliseconds().ShouldBe(second);
    }

    [Fact]
    public void A_silence_that_stands_is_not_raised_again_whatever_the_clock_did()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.FallSilent(Given.Start + Limit);
        station.LiveAt(Given.Start - Given.Minute, Given.Start - Given.Minute, ("level", 2.0)).IsRecorded.ShouldBeTrue("the city's clock was set back");
        station.FallSilent(Given.Start + (2 * Given.Hour)).Facts.ShouldBeEmpty();

        station.Raised.ShouldHaveSingleItem();
    }

    [Fact]
    public void The_silence_of_a_simulated_device_is_simulated()
    {
        station.Live(Given.Start, ("level", 2.0));
        var simulated = station.Device with { Origin = OriginKind.Simulated };

        SilenceRules.Fall(simulated, station.State, EachMinute, Given.Start + Limit, 0).Facts.ShouldHaveSingleItem()
            .ShouldBeOfType<AlarmRaised>().Origin.Kind.ShouldBe(OriginKind.Simulated);
    }

    [Fact]
    public void A_late_reading_is_a_sign_of_life()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.FallSilent(Given.Start + Limit);
        station.LiveAt(Given.Start + Given.Hour, Given.Start - (48 * Given.Hour), ("level", 2.0)).Mark.ShouldBe(Quality.Late);

        station.Cleared.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_replay_neither_speaks_nor_falls_silent()
    {
        station.Replay(Given.Start, ("level", 2.0));

        station.State.SilenceDueMs.ShouldBeNull();
    }

    [Fact]
    public void Where_no_interval_is_declared_the_median_of_the_last_intervals_counts()
    {
        var irregular = new Station(Given.RiverGauge);
        long[] minutes = [0, 10, 20, 85, 95, 105];
        foreach (var minute in minutes[..^1])
        {
            irregular.Live(Given.Start + (minute * Given.Minute), ("level", 2.0));
        }

        irregular.State.SilenceDueMs.ShouldBeNull("four intervals are no rhythm");
        irregular.Live(Given.Start + (minutes[^1] * Given.Minute), ("level", 2.0));
        irregular.State.SilenceDueMs.ShouldBe(Given.Start + (130 * Given.Minute), "2.5 times the median of 10, 10, 65, 10 and 10 minutes");
    }

    [Fact]
    public void The_rhythm_is_that_of_the_last_twenty_intervals_and_of_an_even_number_the_mean_of_the_middle_two()
    {
        var slowing = new Station(Given.RiverGauge);
        var minute = 0L;
        foreach (var interval in Enumerable.Repeat(1L, 21).Concat(Enumerable.Repeat(10L, 10)).Concat(Enumerable.Repeat(20L, 10)))
        {
            minute += interval;
            slowing.Live(Given.Start + (minute * Given.Minute), ("level", 2.0));
        }

        SilenceRules.Limit(Given.RiverGauge, slowing.State).ShouldBe(TimeSpan.FromMinutes(2.5 * 15));
    }

    [Fact]
    public void Two_readings_of_one_time_are_no_interval()
    {
        var doubting = new Station(Given.RiverGauge);
        for (var minute = 0L; minute < 50; minute += 10)
        {
            doubting.Live(Given.Start + (minute * Given.Minute), ("level", 2.0));
            doubting.Live(Given.Start + (minute * Given.Minute), ("level", 2.1));
        }

        SilenceRules.Limit(Given.RiverGauge, doubting.State).ShouldBeNull("four intervals are no rhythm");
    }

    [Fact]
    public void A_new_pack_version_leaves_the_silence_as_it_is()
    {
        station.Live(Given.Start, ("level", 2.0));
        station.FallSilent(Given.Start + Limit);
        station.Restart();
        station.Model = EachMinute with { Pack = EachMinute.Pack with { Hash = "river-b" } };
        station.Live(Given.Start + Given.Hour, ("level", 2.0));

        station.Cleared.ShouldHaveSingleItem().Reason.ShouldBe(ClearReason.Condition);
    }

    [Fact]
    public void A_retired_device_is_waited_for_no_longer()
    {
        station.Live(Given.Start, ("level", 2.0));
        var retired = station.Device with { RetiredAt = DateTimeOffset.FromUnixTimeMilliseconds(Given.Start) };

        var fallen = SilenceRules.Fall(retired, station.State, EachMinute, Given.Start + Given.Hour, 0);

        fallen.Facts.ShouldBeEmpty();
        fallen.State.SilenceDueMs.ShouldBeNull();
    }
}
