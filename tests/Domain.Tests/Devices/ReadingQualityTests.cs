using CityBrain.Domain.Devices;
using static CityBrain.Domain.Tests.Devices.Given;

namespace CityBrain.Domain.Tests.Devices;

public class ReadingQualityTests
{
    private readonly Station river = new(RiverGauge);

    [Fact]
    public void A_jump_within_30_minutes_is_a_spike_and_raises_nothing()
    {
        river.Live(Start, ("level", 1.0));

        var jump = river.Live(Start + (30 * Minute), ("level", 2.6));

        jump.Flags.ShouldBe([new PointFlag("level", Quality.Spike)]);
        jump.Mark.ShouldBe(Quality.Good);
        river.Raised.ShouldBeEmpty();
        river.State.LatestPoints.ShouldHaveSingleItem().ShouldBe(new LatestPoint("level", Start + (30 * Minute), 2.6, Quality.Spike));
    }

    [Fact]
    public void A_step_of_exactly_the_limit_is_no_spike()
    {
        river.Live(Start, ("level", 1.0));

        river.Live(Start + Minute, ("level", 2.5)).Flags.ShouldBeEmpty();
    }

    [Fact]
    public void After_a_gap_of_more_than_30_minutes_every_level_is_believed()
    {
        river.Live(Start, ("level", 1.0));

        river.Live(Start + (30 * Minute) + 1, ("level", 9.0)).Flags.ShouldBeEmpty();
    }

    [Fact]
    public void The_third_of_three_suspects_that_agree_is_a_new_level()
    {
        river.Live(Start, ("level", 1.0));

        Flags(river, 1, 5.0, 5.2, 4.9, 5.0).ShouldBe([Quality.Spike, Quality.Spike, Quality.Good, Quality.Good]);
    }

    [Fact]
    public void Suspects_that_disagree_or_are_interrupted_by_a_good_value_start_over()
    {
        river.Live(Start, ("level", 1.0));

        Flags(river, 1, 5.0, 9.0, 5.0, 1.1, 5.0, 5.0, 1.1).ShouldBe(
            [Quality.Spike, Quality.Spike, Quality.Spike, Quality.Good, Quality.Spike, Quality.Spike, Quality.Good]);
    }

    [Fact]
    public void Two_suspects_must_agree_with_each_other_and_not_only_with_their_neighbour()
    {
        river.Live(Start, ("level", 0.0));

        Flags(river, 1, 3.0, 4.4, 5.8).ShouldBe([Quality.Spike, Quality.Spike, Quality.Spike]);
    }

    [Fact]
    public void A_missing_value_between_suspects_neither_counts_nor_starts_over()
    {
        river.Live(Start, ("level", 1.0));

        Flags(river, 1, 5.0, null, 5.0, null, 5.0).ShouldBe([Quality.Spike, Quality.Good, Quality.Spike, Quality.Good, Quality.Good]);
    }

    [Fact]
    public void A_value_outside_what_is_possible_is_flagged_and_kept_out_of_rules()
    {
        var rain = new Station(Model("rain-a", [Point("rain", min: 0, max: 100)], Rule("heavy", Over("rain", 50), Under("rain", 40))));

        rain.Live(Start, ("rain", 100.5)).Flags.ShouldBe([new PointFlag("rain", Quality.Range)]);
        rain.Live(Start + Minute, ("rain", -0.1)).Flags.ShouldBe([new PointFlag("rain", Quality.Range)]);
        rain.Live(Start + (2 * Minute), ("rain", 100)).Flags.ShouldBeEmpty();
        rain.Raised.ShouldHaveSingleItem().Alarm.RaisedAt.ToUnixTimeMilliseconds().ShouldBe(Start + (2 * Minute));
    }

    [Fact]
    public void A_null_point_is_missing_and_raises_and_clears_nothing()
    {
        var rain = new Station(Model("rain-a", [Point("rain")], Rule("heavy", Over("rain", 50), Under("rain", 40))));
        rain.Live(Start, ("rain", null)).Kind.ShouldBe(OutcomeKind.Stored);
        rain.Raised.ShouldBeEmpty();
        rain.Live(Start + Minute, ("rain", 60));
        rain.Live(Start + (2 * Minute), ("rain", null));

        rain.Cleared.ShouldBeEmpty();
        rain.State.LatestPoints.ShouldHaveSingleItem().ShouldBe(new LatestPoint("rain", Start + (2 * Minute), null, Quality.Missing));
    }

    [Fact]
    public void A_reading_older_than_24_hours_is_late_and_raises_and_clears_nothing()
    {
        var rain = new Station(Model("rain-a", [Point("rain", max: 100)], Rule("heavy", Over("rain", 50), Under("rain", 40))));
        var now = Start + (30 * Hour);

        rain.LiveAt(now, now - (24 * Hour) - 1, ("rain", 200)).ShouldSatisfyAllConditions(
            outcome => outcome.Mark.ShouldBe(Quality.Late), outcome => outcome.Flags.ShouldBe([new PointFlag("rain", Quality.Range)]));
        rain.LiveAt(now, now - (25 * Hour), ("rain", 60)).Mark.ShouldBe(Quality.Late);
        rain.Raised.ShouldBeEmpty();
        rain.LiveAt(now, now - (24 * Hour), ("rain", 60)).Mark.ShouldBe(Quality.Good);
        rain.Raised.Count().ShouldBe(1);
        rain.LiveAt(now + Hour, now - (24 * Hour) + 1, ("rain", 10)).Mark.ShouldBe(Quality.Late);
        rain.Cleared.ShouldBeEmpty();
        rain.LiveAt(now, now - (25 * Hour), ("rain", 60)).Kind.ShouldBe(OutcomeKind.Duplicate);
    }

    [Fact]
    public void A_reading_more_than_5_minutes_ahead_stands_at_its_arrival_with_its_claim_and_no_rule_sees_it()
    {
        var rain = new Station(Model("rain-a", [Point("rain")], Rule("heavy", Over("rain", 50), Under("rain", 40))));

        var ahead = rain.LiveAt(Start, Start + (5 * Minute) + 1, ("rain", 60));
        var next = rain.LiveAt(Start, Start + Hour, ("rain", 70));

        (ahead.ObservedMs, ahead.Mark, ahead.ClaimedMs).ShouldBe((Start, Quality.Clock, Start + (5 * Minute) + 1));
        (next.ObservedMs, next.Kind).ShouldBe((Start + 1, OutcomeKind.Stored));
        rain.Raised.ShouldBeEmpty();
        rain.State.LatestMs.ShouldBeNull();
        rain.LiveAt(Start, Start + (5 * Minute), ("rain", 60)).Mark.ShouldBe(Quality.Good);
        rain.Raised.Count().ShouldBe(1);
    }

    [Fact]
    public void A_reading_without_a_time_stands_at_its_arrival_and_steps_the_rules()
    {
        var first = river.LiveAt(Start, null, ("level", 1.0));
        var second = river.LiveAt(Start, null, ("level", 1.0));

        (first.ObservedMs, first.Mark, first.ClaimedMs).ShouldBe((Start, Quality.Good, null));
        (second.ObservedMs, second.Kind).ShouldBe((Start + 1, OutcomeKind.Stored));
        river.State.LatestMs.ShouldBe(Start + 1);
    }

    [Fact]
    public void A_replayed_reading_has_no_age_and_never_a_wrong_clock()
    {
        river.Replay(Start, ("level", 1.0)).Mark.ShouldBe(Quality.Good);
        river.Replay(Start + (1_000 * Hour), ("level", 1.0)).Mark.ShouldBe(Quality.Good);
        river.Replay(Start + (2 * Hour), ("level", 1.0)).Mark.ShouldBe(Quality.Good);
    }

    [Fact]
    public void A_reading_out_of_order_enters_the_window_and_raises_nothing_itself()
    {
        river.Live(Start, ("level", 1.0));
        river.LiveAt(Start + Hour, Start + Hour, ("level", 1.5));

        river.LiveAt(Start + Hour, Start + (40 * Minute), ("level", 0.4)).Flags.ShouldBeEmpty();
        river.Raised.ShouldBeEmpty();
        river.Live(Start + (70 * Minute), ("level", 1.5));

        river.Raised.ShouldHaveSingleItem().Alarm.RaisedAt.ToUnixTimeMilliseconds().ShouldBe(Start + (70 * Minute));
    }

    [Fact]
    public void A_reading_out_of_order_is_a_spike_against_the_good_value_before_it()
    {
        river.Live(Start, ("level", 1.0));
        river.Live(Start + Hour, ("level", 4.0));

        river.LiveAt(Start + Hour, Start + (20 * Minute), ("level", 4.0)).Flags.ShouldBe([new PointFlag("level", Quality.Spike)]);
        river.LiveAt(Start + Hour, Start + (25 * Minute), ("level", 1.1)).Flags.ShouldBeEmpty();
    }

    private static Quality[] Flags(Station station, int fromMinute, params double?[] levels) =>
    [
        .. levels.Select((level, index) => station.Live(Start + ((fromMinute + index) * Minute), ("level", level)).Flags)
            .Select(flags => flags.Count == 0 ? Quality.Good : flags[0].Quality),
    ];
}
