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
    public async Task Without_a_hint_the_rows_are_read_again_after_half_a_minute()
    {
        var rollUp = RollUp();
        await rollUp.Refresh();
        _time.Advance(TimeSpan.FromSeconds(29));
        await rollUp.Refresh();
        _rows.Looks.ShouldBe(1);

        _time.Advance(TimeSpan.FromSeconds(1));
        await rollUp.Refresh();
        _rows.Looks.ShouldBe(2);
    }

    private RollUp RollUp() => new(Community, _rows, _rows, _time, () => Task.FromResult(0));

    /// <summary>Rows of one community that has devices; the newest readings are looked at once each time.</summary>
    private sealed class Rows : IViews, IReadingHistory
    {
        public int Devices { get; set; }

        public int Looks { get; private set; }

        public Action? WhileReading { get; set; }

        public ValueTask<IReadOnlyList<ViewTally>> Tally(string kind, string placePrefix, CancellationToken cancellation = default) =>
            ValueTask.FromResult<IReadOnlyList<ViewTally>>(kind == "device" ? [new ViewTally(Community.Digits, "river-gauge", "in-use", 0, OriginKind.Live, Devices)] : []);

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
