using CityBrain.Domain.Devices;
using static CityBrain.Domain.Tests.Devices.Given;

namespace CityBrain.Domain.Tests.Devices;

public class ReadingIdentityTests
{
    private readonly Station station = new(RiverGauge);

    [Fact]
    public void The_same_reading_twice_is_stored_once_and_counted()
    {
        station.Live(Start, ("level", 1.0)).Kind.ShouldBe(OutcomeKind.Stored);
        station.Live(Start, ("level", 1.0)).ShouldBe(new ReadingOutcome { Kind = OutcomeKind.Duplicate, ObservedMs = Start });

        (station.State.Recorded, station.State.Duplicates, station.State.Conflicts).ShouldBe((1, 1, 0));
    }

    [Fact]
    public void Another_reading_of_the_same_time_is_a_conflict_beside_the_first_and_its_repetition_a_duplicate()
    {
        station.Live(Start, ("level", 1.0));

        var second = station.Live(Start, ("level", 1.1));
        var third = station.Live(Start, ("level", null));

        (second.Kind, second.Variant, second.Mark).ShouldBe((OutcomeKind.Conflict, 1, Quality.Conflict));
        (third.Kind, third.Variant).ShouldBe((OutcomeKind.Conflict, 2));
        station.Live(Start, ("level", 1.1)).ShouldBe(new ReadingOutcome { Kind = OutcomeKind.Duplicate, ObservedMs = Start, Variant = 1 });
        station.Live(Start, ("level", 1.0)).Variant.ShouldBe(0);
        (station.State.Recorded, station.State.Duplicates, station.State.Conflicts).ShouldBe((3, 2, 2));
    }

    [Fact]
    public void A_conflict_moves_no_rule()
    {
        station.Live(Start, ("level", 1.0));
        station.Live(Start + (10 * Minute), ("level", 1.1));
        station.Live(Start + (10 * Minute), ("level", 2.4)).Kind.ShouldBe(OutcomeKind.Conflict);

        station.Facts.OfType<AlarmRaised>().ShouldBeEmpty();
        station.State.LatestPoints.ShouldHaveSingleItem().Value.ShouldBe(1.1);
    }

    [Fact]
    public void A_missing_value_equals_a_missing_value_only()
    {
        station.Live(Start, ("level", null));

        station.Live(Start, ("level", null)).Kind.ShouldBe(OutcomeKind.Duplicate);
        station.Live(Start, ("level", 0.0)).Kind.ShouldBe(OutcomeKind.Conflict);
        station.Live(Start, ("level", -0.0)).Kind.ShouldBe(OutcomeKind.Duplicate);
    }

    [Fact]
    public void The_order_of_points_is_no_difference()
    {
        var weather = new Station(Model("weather-a", [Point("rain"), Point("wind")]));
        weather.Live(Start, ("rain", 1.0), ("wind", 2.0));

        weather.Live(Start, ("wind", 2.0), ("rain", 1.0)).Kind.ShouldBe(OutcomeKind.Duplicate);
        weather.Live(Start, ("wind", 1.0), ("rain", 2.0)).Kind.ShouldBe(OutcomeKind.Conflict);
        weather.Live(Start, ("rain", 1.0)).Kind.ShouldBe(OutcomeKind.Conflict);
    }

    [Fact]
    public void A_reading_that_left_the_state_is_found_in_the_history()
    {
        foreach (var number in Enumerable.Range(0, 100))
        {
            station.Live(Start + (number * Minute), ("level", 1.0));
        }

        station.State = station.State.Trimmed();

        station.State.NeedsLookup(Start).ShouldBeTrue();
        station.State.NeedsLookup(Start + (40 * Minute)).ShouldBeFalse();
        station.State.NeedsLookup(Start + (1_000 * Minute)).ShouldBeFalse();
        station.Live(Start, ("level", 1.0)).Kind.ShouldBe(OutcomeKind.Duplicate);
        station.Live(Start + 1, ("level", 1.0)).Kind.ShouldBe(OutcomeKind.Stored);
        station.Live(Start + Minute, ("level", 1.2)).Variant.ShouldBe(1);
    }

    [Fact]
    public void Until_it_is_trimmed_the_state_knows_every_reading_so_that_what_is_in_flight_is_not_stored_twice()
    {
        var report = Enumerable.Range(0, 500).Select(number => Read(Start + (number * Minute), ("level", 1.0))).ToArray();
        var now = Start + (500 * Minute);

        var first = ReadingRules.Accept(Device(), ReadingState.Empty(RiverGauge), RiverGauge, report, Given.Live(now));
        var again = ReadingRules.Accept(Device(), first.State, RiverGauge, report, Given.Live(now));

        again.Outcomes.ShouldAllBe(outcome => outcome.Kind == OutcomeKind.Duplicate);
        again.State.Recorded.ShouldBe(500);
        again.Facts.ShouldBeEmpty();
    }

    [Fact]
    public void A_report_that_was_looked_up_before_the_state_was_trimmed_is_still_known()
    {
        var report = Enumerable.Range(0, 500).Select(number => Read(Start + (number * Minute), ("level", 1.0))).ToArray();
        var now = Start + (500 * Minute);
        var first = ReadingRules.Accept(Device(), ReadingState.Empty(RiverGauge), RiverGauge, report, Given.Live(now)).State;
        report.ShouldAllBe(reading => !first.NeedsLookup(reading.ObservedMs!.Value));

        var again = ReadingRules.Accept(Device(), first.Trimmed(), RiverGauge, report, Given.Live(now));

        again.Outcomes.ShouldAllBe(outcome => outcome.Kind == OutcomeKind.Duplicate);
    }

    [Fact]
    public void The_state_given_is_left_as_it_was()
    {
        station.Live(Start, ("level", 1.0));
        var before = station.State;

        foreach (var number in Enumerable.Range(1, 20))
        {
            ReadingRules.Accept(Device(), before, RiverGauge, [Read(Start + (number * Minute), ("level", 9.0 - number))], Given.Live(Start + Hour))
                .Outcomes[0].Kind.ShouldBe(OutcomeKind.Stored);
        }

        before.Recorded.ShouldBe(1);
        before.LatestMs.ShouldBe(Start);
        before.LatestPoints.ShouldHaveSingleItem().ShouldBe(new LatestPoint("level", Start, 1.0, Quality.Good));
    }

    [Fact]
    public void A_decision_that_is_thrown_away_leaves_no_trace_in_windows_or_identities()
    {
        foreach (var number in Enumerable.Range(0, 5))
        {
            station.Live(Start + (number * 10 * Minute), ("level", 2.0));
        }

        var next = Start + Hour;
        var chosen = ReadingRules.Accept(Device(), station.State, RiverGauge, [Read(next, ("level", 2.5))], Given.Live(next)).State;
        ReadingRules.Accept(Device(), station.State, RiverGauge, [Read(next, ("level", 0.6))], Given.Live(next)).Outcomes[0].Kind.ShouldBe(OutcomeKind.Stored);
        var after = ReadingRules.Accept(
            Device(), chosen, RiverGauge, [Read(next, ("level", 2.5)), Read(next + Minute, ("level", 2.9))], Given.Live(next + Minute));

        after.Outcomes.Select(outcome => outcome.Kind).ShouldBe([OutcomeKind.Duplicate, OutcomeKind.Stored]);
        after.Facts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("reading-empty")]
    [InlineData("time-out-of-range", "level", 1.0, 1_700_000_000L)]
    [InlineData("point-unknown", "Level", double.NaN)]
    [InlineData("value-not-a-number", "level", double.NaN)]
    [InlineData("value-not-a-number", "level", double.PositiveInfinity)]
    public void A_refused_reading_changes_nothing_and_the_others_are_taken(string code, string? point = null, double value = 0, long observedMs = Start)
    {
        var points = point is null ? [] : new (string, double?)[] { (point, value) };

        var accepted = ReadingRules.Accept(
            Device(), station.State, RiverGauge, [Read(observedMs, points), Read(Start + Minute, ("level", 1.0))], Given.Live(Start + Hour));

        accepted.Outcomes[0].Kind.ShouldBe(OutcomeKind.Refused);
        accepted.Outcomes[0].Why!.Code.ShouldBe(code);
        accepted.Outcomes[0].IsRecorded.ShouldBeFalse();
        accepted.Outcomes[1].Kind.ShouldBe(OutcomeKind.Stored);
        accepted.State.Recorded.ShouldBe(1);
    }

    [Fact]
    public void A_point_given_twice_is_refused_wherever_it_stands()
    {
        var weather = new Station(Model("weather-a", [Point("rain"), Point("wind")]));

        weather.Live(Start, ("rain", 1.0), ("rain", 1.0)).Why!.Code.ShouldBe("point-twice");
        weather.Live(Start, ("wind", 1.0), ("rain", 1.0), ("wind", 1.0)).Why!.Code.ShouldBe("point-twice");
        weather.Live(Start, ("wind", 1.0), ("wind", 1.0)).Why!.Code.ShouldBe("point-twice");
    }

    [Fact]
    public void A_replayed_reading_without_a_time_is_refused() =>
        station.Replay(null, ("level", 1.0)).Why!.Code.ShouldBe("time-missing");
}
