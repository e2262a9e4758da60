using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>
/// Reduce, hub, cadence: what a place knows of itself and of the places below. Figures of what stands directly in the place are read from
/// the durable rows; a child's are what it last pushed, or what the rows said when the place was loaded. So they are right after any
/// restart, and a lost hint costs time only.
/// </summary>
internal sealed class RollUp(PlaceCode place, IViews views, IReadingHistory history, TimeProvider clock)
{
    private static readonly TimeSpan ReportingWindow = TimeSpan.FromHours(24);
    private readonly Dictionary<string, PlaceState> _children = new(StringComparer.Ordinal);
    private PlaceState _own = PlaceFold.Empty(place.Digits, clock.GetUtcNow());

    /// <summary>The children's states by code.</summary>
    public IReadOnlyDictionary<string, PlaceState> Children => _children;

    /// <summary>The place's state: its own figures and its children's. How many children there are is said by the register of places.</summary>
    public PlaceState State(int children)
    {
        var now = clock.GetUtcNow();
        return PlaceFold.Sum(place.Digits, _children.Values.Prepend(_own), now) with
        {
            Children = children,
            ChildrenReporting = _children.Values.Count(child => IsReporting(child, now)),
        };
    }

    /// <summary>Whether something that is not replayed was heard from the place within 24 hours.</summary>
    public static bool IsReporting(PlaceState state, DateTimeOffset now) =>
        now - state.Live.LastReadingAt <= ReportingWindow || now - state.Simulated.LastReadingAt <= ReportingWindow;

    /// <summary>Reads everything in and below the place from the durable rows.</summary>
    public async Task Load(CancellationToken cancellation)
    {
        var states = await Read(place.Digits, cancellation);
        _children.Clear();
        _own = PlaceFold.Empty(place.Digits, clock.GetUtcNow());
        foreach (var (code, state) in states)
        {
            if (code == place.Digits)
            {
                _own = state;
            }
            else
            {
                var child = code[..(place.Digits.Length + 3)];
                _children[child] = _children.TryGetValue(child, out var known) ? PlaceFold.Sum(child, [known, state], state.AsOf) : state with { Code = child };
            }
        }
    }

    /// <summary>Takes a hint in: the state of a child, or that something in the place itself changed.</summary>
    public async Task Take(PlaceChange change, CancellationToken cancellation)
    {
        if (change.State is { } state && change.Place != place)
        {
            if (!_children.TryGetValue(state.Code, out var known) || known.AsOf <= state.AsOf)
            {
                _children[state.Code] = state;
            }
        }
        else
        {
            // A place's own rows lie among those of the places below it, but carry its own code.
            var states = await Read(place.Digits, cancellation);
            _own = states.GetValueOrDefault(place.Digits) ?? PlaceFold.Empty(place.Digits, clock.GetUtcNow());
        }
    }

    private async Task<Dictionary<string, PlaceState>> Read(string prefix, CancellationToken cancellation)
    {
        var asOf = clock.GetUtcNow();
        var tallies = new Dictionary<string, IReadOnlyList<ViewTally>>
        {
            [Lists.Device] = await views.Tally(Lists.Device, prefix, cancellation),
            [Lists.Alarm] = await views.Tally(Lists.Alarm, prefix, cancellation),
            [Lists.Incident] = await views.Tally(Lists.Incident, prefix, cancellation),
        };
        return PlaceFold.ByPlace(tallies, await history.ReadNewest(prefix, cancellation), asOf);
    }
}
