using CityBrain.Domain.Devices;
using static CityBrain.Domain.Tests.Devices.Given;

namespace CityBrain.Domain.Tests.Devices;

/// <summary>Of a time up to which readings were dropped nobody can tell whether a reading was there: it is not counted as new.</summary>
public sealed class GoneReadingTests
{
    private const long Gone = Start + (50 * Minute);

    private readonly ReadingState _state;

    public GoneReadingTests()
    {
        var report = Enumerable.Range(0, 200).Select(number => Read(Start + (number * Minute), ("level", 1.0))).ToArray();
        var trimmed = ReadingRules.Accept(Device(), ReadingState.Empty(RiverGauge), RiverGauge, report, Live(Start + (200 * Minute))).State.Trimmed();

        // With the next report over, it no longer knows what was trimmed away.
        _state = ReadingRules.Accept(Device(), trimmed, RiverGauge, [Read(Start + (200 * Minute), ("level", 1.0))], Live(Start + (200 * Minute))).State;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(50 * Minute)]
    public void A_reading_up_to_the_last_that_is_gone_is_refused_whether_it_was_there_or_not(long after)
    {
        _state.NeedsLookup(Start + after).ShouldBeTrue();
        var outcome = Report(Start + after, 1.0, Gone);
        outcome.Kind.ShouldBe(OutcomeKind.Refused);
        outcome.Why!.Code.ShouldBe("reading-no-longer-kept");
    }

    [Fact]
    public void A_reading_behind_the_last_that_is_gone_is_told_as_ever()
    {
        Report(Gone + 1, 1.0, Gone).Kind.ShouldBe(OutcomeKind.Stored);
        Report(Gone + Minute, 1.0, Gone, new HistoricReading(Gone + Minute, 0, Quality.Good, Read(0, ("level", 1.0)).Points, [])).Kind.ShouldBe(OutcomeKind.Duplicate);
    }

    [Fact]
    public void A_reading_of_a_gone_time_that_is_still_there_is_a_duplicate_and_another_one_is_no_conflict()
    {
        var there = new HistoricReading(Start, 1, Quality.Conflict, Read(0, ("level", 2.0)).Points, []);
        var again = Report(Start, 2.0, Gone, there);
        (again.Kind, again.Variant).ShouldBe((OutcomeKind.Duplicate, 1));
        Report(Start, 3.0, Gone, there).Kind.ShouldBe(OutcomeKind.Refused);
    }

    [Fact]
    public void A_reading_that_the_state_remembers_is_a_duplicate_although_its_row_is_gone() =>
        Report(Start + (199 * Minute), 1.0, Start + (200 * Minute)).Kind.ShouldBe(OutcomeKind.Duplicate);

    [Fact]
    public void Where_nothing_is_gone_nothing_changes() => Report(Start + 30, 1.0, null).Kind.ShouldBe(OutcomeKind.Stored);

    [Fact]
    public void A_state_restored_behind_what_is_gone_looks_up_all_before()
    {
        var restored = ReadingState.Restore(_state.ToJson(), [], RiverGauge, Gone + 1, []);
        restored.NeedsLookup(Gone).ShouldBeTrue();
        restored.NeedsLookup(Gone + 1).ShouldBeFalse();
    }

    private ReadingOutcome Report(long observedMs, double level, long? goneThroughMs, params HistoricReading[] known) => ReadingRules.Accept(
        Device(), _state, RiverGauge, [Read(observedMs, ("level", level))], Live(Start + (201 * Minute), known) with { GoneThroughMs = goneThroughMs }).Outcomes[0];
}
