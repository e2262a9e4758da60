using CityBrain.Grains.Interfaces.Places;
using CityBrain.Grains.Places;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Grains.Tests;

public sealed class RollUpTests
{
    private static readonly PlaceCode Community = PlaceCode.Parse("341882001001");

    private readonly Rows _rows = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_burst_of_hints_costs_one_look_at_the_rows_and_none_before_somebody_asks()
    {
        var rollUp = RollUp();
        await rollUp.Refresh();
        _rows.Looks.ShouldBe(1);

        for (_rows.Devices = 1; _rows.Devices < 1_000; _rows.Devices++)
        {
            rollUp.Take(new PlaceChange(Community, null));
        }

        _rows.Looks.ShouldBe(1);
        await rollUp.Refresh();
        await rollUp.Refresh();
        _rows.Looks.ShouldBe(2);
        rollUp.State.Summary.Live!.Devices.ShouldBe(1_000);
    }

    [Fact]
    public async Task A_hint_that_comes_while_the_rows_are_read_is_not_forgotten()
    {
        RollUp rollUp = null!;
        rollUp = RollUp();
        _rows.WhileReading = () => rollUp.Take(new PlaceChange(Community, null));
        await rollUp.Refresh();

        (_rows.WhileReading, _rows.Devices) = (null, 7);
        await rollUp.Refresh();

        rollUp.State.Summary.Live!.Devices.ShouldBe(7);
    }

    [Fact]
    public async Task Without_a_hint_the_rows_are_read_again_after_half_a_minute_and_the_old_figures_are_answered_meanwhile()
    {
        var rollUp = RollUp();
        await rollUp.Refresh();
        _time.Advance(TimeSpan.FromSeconds(29));
        await rollUp.Refresh();
        _rows.Looks.ShouldBe(1);

        (_rows.Devices, _rows.Gate) = (5, new TaskCompletionSource());
        _time.Advance(TimeSpan.FromSeconds(1));
        var asked = rollUp.Refresh();
        asked.IsCompletedSuccessfully.ShouldBeTrue("nobody waits for a look that is made because of the time only");
        rollUp.State.Summary.Live!.Devices.ShouldBe(0);

        _rows.Gate.SetResult();
        rollUp.Take(new PlaceChange(Community, null));
        await rollUp.Refresh();
        rollUp.State.Summary.Live!.Devices.ShouldBe(5);
    }

    [Fact]
    public async Task Nobody_is_answered_from_figures_of_more_than_a_minute()
    {
        var rollUp = RollUp();
        await rollUp.Refresh();
        _rows.Devices = 5;
        _time.Advance(TimeSpan.FromMinutes(1));

        await rollUp.Refresh();

        rollUp.State.Summary.Live!.Devices.ShouldBe(5);
    }

    [Fact]
    public async Task Where_a_look_takes_long_it_is_made_less_often()
    {
        var rollUp = RollUp();
        _rows.WhileReading = () => _time.Advance(TimeSpan.FromSeconds(10));
        await rollUp.Refresh();
        _rows.WhileReading = null;

        _time.Advance(TimeSpan.FromSeconds(199));
        await rollUp.Refresh();
        _rows.Looks.ShouldBe(1);
    }

    [Fact]
    public async Task Where_a_look_takes_long_hints_wait_for_the_next_and_whoever_asks_does_not()
    {
        var rollUp = RollUp();
        _rows.WhileReading = () => _time.Advance(TimeSpan.FromSeconds(3));
        await rollUp.Refresh();
        _rows.WhileReading = null;

        for (var second = 1; second < 60; second++)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            rollUp.Take(new PlaceChange(Community, null));
            await rollUp.Refresh();
        }

        _rows.Looks.ShouldBe(1, "twenty times as long as the look took");

        (_rows.Devices, _rows.Gate) = (7, new TaskCompletionSource());
        _time.Advance(TimeSpan.FromSeconds(1));
        rollUp.Refresh().IsCompletedSuccessfully.ShouldBeTrue();
        _rows.Gate.SetResult();
        rollUp.Take(new PlaceChange(Community, null));
        await rollUp.Refresh();
        rollUp.State.Summary.Live!.Devices.ShouldBe(7);
    }

    [Fact]
    public async Task Who_asks_while_the_rows_are_read_and_after_a_hint_is_told_what_was_hinted()
    {
        var rollUp = RollUp();
        _rows.Gate = new TaskCompletionSource();
        var before = rollUp.Refresh();
        rollUp.Take(new PlaceChange(Community, null));
        _rows.Devices = 7;
        var after = rollUp.Refresh();

        _rows.Gate.SetResult();
        await Task.WhenAll(before, after);

        rollUp.State.Summary.Live!.Devices.ShouldBe(7);
        _rows.Looks.ShouldBe(2);
    }

    private RollUp RollUp() => new(Community, _rows, _rows, _time, () => Task.FromResult(0));

    /// <summary>Rows of one community that has devices; the newest readings are looked at once each time.</summary>
    private sealed class Rows : IViews, IReadingHistory
    {
        public int Devices { get; set; }

        public int Looks { get; private set; }

        public Action? WhileReading { get; set; }

        /// <summary>Holds up who looks, after what it sees is settled.</summary>
        public TaskCompletionSource? Gate { get; set; }

        public async ValueTask<IReadOnlyList<ViewTally>> Tally(string kind, string placePrefix, CancellationToken cancellation = default)
        {
            IReadOnlyList<ViewTally> tallies = kind == "device" ? [new ViewTally(Community.Digits, "river-gauge", "in-use", 0, OriginKind.Live, Devices)] : [];
            await (Gate?.Task ?? Task.CompletedTask);
            return tallies;
        }

        public ValueTask<IReadOnlyList<PlaceReading>> ReadNewest(string placePrefix, long sinceMs, CancellationToken cancellation = default)
        {
            Looks++;
            WhileReading?.Invoke();
            return ValueTask.FromResult<IReadOnlyList<PlaceReading>>([]);
        }

        public ValueTask<ViewPage> Query(ViewQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<long> Count(ViewQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<ReadingPage> Read(ReadingQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<ReadingRow>> ReadLatest(string stream, int count, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<TakenTimes> ReadAt(string stream, IReadOnlyCollection<long> observedMs, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<IReadOnlyDictionary<string, GoneReadings>> ReadGone(
            string? stream, string placePrefix, long? fromMs, long? toMs, CancellationToken cancellation = default) => throw new NotSupportedException();

        public ValueTask<long> Count(ReadingQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();

        public IAsyncEnumerable<PointValue> ReadPoints(PointQuery query, CancellationToken cancellation = default) => throw new NotSupportedException();
    }
}
