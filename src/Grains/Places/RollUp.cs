using CityBrain.Domain.Places;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>
/// Reduce, hub, cadence: what a place knows of itself and of the places below. Figures of what stands directly in the place are read from
/// the durable rows; a child's are what it last pushed, or what the rows said when the place was loaded. So they are right after any
/// restart, and a lost hint costs time only.
/// </summary>
internal sealed class RollUp(PlaceCode place, IViews views, IReadingHistory history, TimeProvider clock, Func<Task<int>> countChildren)
{
    // Hints can be lost and silence sends none: after this long everything is read from the durable rows again. Where reading takes long,
    // as of a million devices, it is done less often, however many hints come, so that it takes at most a twentieth of a core.
    private static readonly TimeSpan FreshnessMin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan TakesLong = TimeSpan.FromMilliseconds(100);
    private const int FreshnessPerReading = 20;

    private readonly Dictionary<string, PlaceState> _children = new(StringComparer.Ordinal);
    private PlaceSummary _own = PlaceSummary.None;
    private int _total;
    private long? _loaded;
    private TimeSpan _freshness = FreshnessMin;
    private TimeSpan _rest;
    private Task? _reading;
    private int _hints;
    private int _known;

    /// <summary>The place.</summary>
    public PlaceCode Place => place;

    /// <summary>The place's state.</summary>
    public PlaceState State
    {
        get
        {
            var now = clock.GetUtcNow();
            var summary = _children.Values.Aggregate(_own, (sum, child) => sum.Combine(child.Summary));
            return new PlaceState(place.Digits, summary, CoverageOf(summary, now), now);
        }
    }

    /// <summary>A child's state as last heard; how many children it has is said by the register of places.</summary>
    public PlaceState StateOf(PlaceCode child, int grandchildren) =>
        _children.TryGetValue(child.Digits, out var known)
            ? known with { Coverage = known.Coverage with { Total = grandchildren } }
            : new PlaceState(child.Digits, PlaceSummary.None, new Coverage(0, grandchildren), clock.GetUtcNow());

    /// <summary>
    /// Reads everything in and below the place from the durable rows, unless that was done lately and nothing was hinted since. Figures that
    /// are just old, or of a place that takes long to read, are answered while newer ones are read; nobody is answered from figures of twice
    /// the age.
    /// </summary>
    public async Task Refresh()
    {
        // One reading at a time, whoever asks meanwhile. One that began before this question may not know what was hinted before it: then
        // there is one more.
        for (var own = false; !own && IsDue;)
        {
            own = _reading is not { IsCompleted: false };
            _reading = own ? Load() : _reading!;
            if (Age < 2 * _freshness && (!IsHinted || _rest > TimeSpan.Zero))
            {
                return;
            }

            await _reading;
        }
    }

    private bool IsDue => Age >= (IsHinted ? _rest : _freshness);

    private bool IsHinted => _hints != _known;

    private TimeSpan Age => _loaded is { } since ? clock.GetElapsedTime(since) : TimeSpan.MaxValue;

    private async Task Load()
    {
        // All that is awaited comes first: whoever asks meanwhile gets the old figures whole, never half of the new ones. A hint that comes
        // meanwhile may tell of what was not read: then this is read again.
        var heard = _hints;
        var total = await countChildren();
        var began = clock.GetTimestamp();
        var (asOf, summaries) = await Read();
        var took = clock.GetElapsedTime(began);
        _rest = took > TakesLong ? took * FreshnessPerReading : TimeSpan.Zero;
        _freshness = _rest > FreshnessMin ? _rest : FreshnessMin;
        (_loaded, _known, _total) = (clock.GetTimestamp(), heard, total);
        _own = summaries.GetValueOrDefault(place.Digits, PlaceSummary.None);
        _children.Clear();
        foreach (var below in summaries.Where(entry => entry.Key.Length > place.Digits.Length).GroupBy(entry => entry.Key[..(place.Digits.Length + 3)]))
        {
            // A grandchild that has rows of its own counts towards its parent's coverage.
            var grandchildren = below.Where(entry => entry.Key.Length > below.Key.Length).Select(entry => entry.Value.LatestReadingAt);
            _children[below.Key] = new PlaceState(
                below.Key, below.Aggregate(PlaceSummary.None, (sum, entry) => sum.Combine(entry.Value)), Coverage.Of(grandchildren, asOf), asOf);
        }
    }

    /// <summary>
    /// Takes a hint in: the state of a child, or that something in the place itself changed. The latter is looked up when it is next asked
    /// for and not before, so that a burst of hints costs one look.
    /// </summary>
    public void Take(PlaceChange change)
    {
        if (change.State is not { } state || change.Place == place)
        {
            _hints++;
        }
        else if (!_children.TryGetValue(state.Code, out var known) || known.AsOf <= state.AsOf)
        {
            _children[state.Code] = state;
        }
    }

    // A community has no children but devices.
    private Coverage CoverageOf(PlaceSummary summary, DateTimeOffset now) =>
        place.Level == PlaceLevel.Community
            ? new Coverage((int)Devices(summary, figures => figures.DevicesReporting), (int)Devices(summary, figures => figures.Devices))
            : Coverage.Of(_children.Values.Select(child => child.Summary.LatestReadingAt), now) with { Total = _total };

    private static long Devices(PlaceSummary summary, Func<OriginSummary, long> figure) =>
        new[] { summary.Live, summary.Replayed, summary.Simulated }.OfType<OriginSummary>().Sum(figure);

    private async Task<(DateTimeOffset AsOf, Dictionary<string, PlaceSummary> Summaries)> Read()
    {
        var asOf = clock.GetUtcNow();
        var tallies = new List<(string, ViewTally)>();
        foreach (var list in (string[])[Lists.Device, Lists.Alarm, Lists.Incident])
        {
            tallies.AddRange((await views.Tally(list, place.Digits)).Select(row => (list, row)));
        }

        var sinceMs = (asOf - PlaceLimits.ReportingWindow).ToUnixTimeMilliseconds();
        return (asOf, PlaceFold.ByPlace(tallies, await history.ReadNewest(place.Digits, sinceMs)));
    }
}
