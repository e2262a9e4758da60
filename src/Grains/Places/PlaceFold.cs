using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>Adds figures of places up. Pure.</summary>
internal static class PlaceFold
{
    private const int Levels = 4;

    public static PlaceFigures Nothing { get; } = new()
    {
        Devices = 0,
        ActiveAlarms = new long[Levels],
        OpenIncidents = new long[Levels],
        ClosedIncidents = 0,
    };

    public static PlaceState Empty(string code, DateTimeOffset asOf) => new()
    {
        Code = code,
        Live = Nothing,
        Replayed = Nothing,
        Simulated = Nothing,
        ChildrenReporting = 0,
        Children = 0,
        AsOf = asOf,
    };

    public static PlaceState Sum(string code, IEnumerable<PlaceState> states, DateTimeOffset asOf) =>
        states.Aggregate(Empty(code, asOf), (sum, state) => sum with
        {
            Live = Add(sum.Live, state.Live),
            Replayed = Add(sum.Replayed, state.Replayed),
            Simulated = Add(sum.Simulated, state.Simulated),
        });

    /// <summary>The state of each place that has rows of its own.</summary>
    public static Dictionary<string, PlaceState> ByPlace(
        IReadOnlyDictionary<string, IReadOnlyList<ViewTally>> tallies, IReadOnlyList<PlaceReading> newest, DateTimeOffset asOf)
    {
        var states = new Dictionary<string, PlaceState>(StringComparer.Ordinal);
        foreach (var (list, rows) in tallies)
        {
            foreach (var row in rows)
            {
                Include(states, row.Place, row.Origin, FiguresOf(list, row), asOf);
            }
        }

        foreach (var reading in newest)
        {
            var at = DateTimeOffset.FromUnixTimeMilliseconds(reading.ObservedMs);
            Include(states, reading.Place, reading.Origin, Nothing with { LastReadingAt = at }, asOf);
        }

        return states;
    }

    public static PlaceFigures Add(PlaceFigures one, PlaceFigures other) => new()
    {
        Devices = one.Devices + other.Devices,
        ActiveAlarms = AddEach(one.ActiveAlarms, other.ActiveAlarms),
        OpenIncidents = AddEach(one.OpenIncidents, other.OpenIncidents),
        ClosedIncidents = one.ClosedIncidents + other.ClosedIncidents,
        LastReadingAt = one.LastReadingAt is { } a && other.LastReadingAt is { } b ? (a > b ? a : b) : one.LastReadingAt ?? other.LastReadingAt,
    };

    private static PlaceFigures FiguresOf(string list, ViewTally row) => list switch
    {
        Lists.Device => Nothing with { Devices = row.Count },
        Lists.Alarm when row.State == Lists.AlarmActive => Nothing with { ActiveAlarms = At(row.Level, row.Count) },
        Lists.Incident when row.State == Lists.IncidentClosed => Nothing with { ClosedIncidents = row.Count },
        Lists.Incident => Nothing with { OpenIncidents = At(row.Level, row.Count) },
        _ => Nothing,
    };

    private static void Include(Dictionary<string, PlaceState> states, string place, OriginKind origin, PlaceFigures figures, DateTimeOffset asOf)
    {
        var state = states.GetValueOrDefault(place) ?? Empty(place, asOf);
        states[place] = origin switch
        {
            OriginKind.Live => state with { Live = Add(state.Live, figures) },
            OriginKind.Replayed => state with { Replayed = Add(state.Replayed, figures) },
            _ => state with { Simulated = Add(state.Simulated, figures) },
        };
    }

    private static long[] At(int level, long count)
    {
        var counts = new long[Levels];
        counts[Math.Clamp(level, 1, Levels) - 1] = count;
        return counts;
    }

    private static long[] AddEach(IReadOnlyList<long> one, IReadOnlyList<long> other) => [.. one.Zip(other, (a, b) => a + b)];
}
