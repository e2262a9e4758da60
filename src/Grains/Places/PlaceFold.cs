using CityBrain.Domain.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>Turns rows of lists into summaries of places. Pure.</summary>
internal static class PlaceFold
{
    private static readonly OriginSummary Nothing = new(0, 0, default, default, null);

    /// <summary>The summary of each place that has rows of its own.</summary>
    public static Dictionary<string, PlaceSummary> ByPlace(IEnumerable<(string List, ViewTally Row)> tallies, IEnumerable<PlaceReading> newest)
    {
        var summaries = new Dictionary<string, PlaceSummary>(StringComparer.Ordinal);
        foreach (var (list, row) in tallies)
        {
            Include(summaries, row.Place, row.Origin, FiguresOf(list, row));
        }

        foreach (var reading in newest)
        {
            var latest = DateTimeOffset.FromUnixTimeMilliseconds(reading.ObservedMs);
            Include(summaries, reading.Place, reading.Origin, Nothing with { DevicesReporting = reading.Devices, LatestReadingAt = latest });
        }

        return summaries;
    }

    private static OriginSummary FiguresOf(string list, ViewTally row) => list switch
    {
        Lists.Device => Nothing with { Devices = row.Count },
        Lists.Alarm when row.State == Lists.AlarmActive => Nothing with { Alarms = At(row.Level, row.Count) },
        Lists.Incident when row.State != Lists.IncidentClosed => Nothing with { Incidents = At(row.Level, row.Count) },
        _ => Nothing,
    };

    private static void Include(Dictionary<string, PlaceSummary> summaries, string place, OriginKind origin, OriginSummary figures)
    {
        var summary = summaries.GetValueOrDefault(place, PlaceSummary.None);
        summaries[place] = summary.With(origin, OriginSummary.Combine(summary.Of(origin), figures));
    }

    private static LevelCounts At(int level, long count) => level switch
    {
        1 => new LevelCounts(count, 0, 0, 0),
        2 => new LevelCounts(0, count, 0, 0),
        3 => new LevelCounts(0, 0, count, 0),
        _ => new LevelCounts(0, 0, 0, count),
    };
}
