using CityBrain.Demo.Fleet;
using CityBrain.Demo.Rhythms;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Demo.Episodes;

/// <summary>
/// Which device reports what at which moment: rhythms, weather, the story and what happens after it. The same seed, fleet and beginning give the
/// same readings, whoever asks and however often.
/// </summary>
internal sealed class Script
{
    private const long Hour = 3_600_000;

    // A reading in so many is left out, never two in a row; in as many one point is missing.
    private const double GapChance = 0.006;
    private const double MissingChance = 0.004;

    // So many readings of the past, and none that would be late: late is older than 24 hours.
    private const int PastReadingsMax = 72;
    private const long PastMs = 23 * Hour;

    private readonly long _seed;
    private readonly Sky _sky;
    private readonly IReadOnlyList<Episode> _story;
    private readonly QuietLife _quiet;

    /// <summary>The script of a demonstration.</summary>
    /// <param name="seed">Chooses everything that is left to chance.</param>
    /// <param name="fleet">The devices.</param>
    /// <param name="began">When the demonstration began, and its story with it.</param>
    public Script(long seed, IReadOnlyList<DemoDevice> fleet, DateTimeOffset began)
    {
        var beganMs = began.ToUnixTimeMilliseconds();
        var storm = fleet.FirstOrDefault(device => device.Id.Value == Story.StormGauge) ?? fleet[0];
        (_seed, _sky, _story, _quiet) = (seed, new Sky(seed, beganMs, storm.Location), Story.Of(fleet, beganMs), new QuietLife(seed, fleet, beganMs));
    }

    /// <summary>What is going on at any time after the first moment up to and at the second.</summary>
    public IReadOnlyList<Episode> Episodes(DateTimeOffset after, DateTimeOffset through)
    {
        var (afterMs, throughMs) = (after.ToUnixTimeMilliseconds(), through.ToUnixTimeMilliseconds());
        return [.. _story.Where(one => one.FromMs <= throughMs && one.ThroughMs >= afterMs), .. _quiet.Between(afterMs, throughMs)];
    }

    /// <summary>The readings of a device after the first moment up to and at the second, in order.</summary>
    public IReadOnlyList<ReportedReading> Readings(DemoDevice device, DateTimeOffset after, DateTimeOffset through)
    {
        var (afterMs, throughMs, intervalMs) = (after.ToUnixTimeMilliseconds(), through.ToUnixTimeMilliseconds(), (long)device.Interval.TotalMilliseconds);

        // Two intervals back there is a reading before the first one, since no two in a row are left out.
        var episodes = Episodes(after - (2 * device.Interval), through).Where(one => one.Device.Id == device.Id).ToList();
        var moments = Moments(device, episodes, afterMs - (2 * intervalMs), throughMs);
        List<ReportedReading> readings = [];
        for (var index = 0; index < moments.Count; index++)
        {
            var ms = moments[index];
            if (ms > afterMs && Make(device, episodes, ms, index > 0 ? moments[index - 1] : ms - intervalMs) is { } values)
            {
                readings.Add(new ReportedReading(DateTimeOffset.FromUnixTimeMilliseconds(ms), values));
            }
        }

        return readings;
    }

    /// <summary>The readings that a device has behind it when it becomes known: enough for a curve.</summary>
    public IReadOnlyList<ReportedReading> Past(DemoDevice device, DateTimeOffset now)
    {
        var span = TimeSpan.FromMilliseconds(Math.Min(PastMs, device.Interval.TotalMilliseconds * PastReadingsMax));
        return Readings(device, now - span, now);
    }

    /// <summary>When a device reports: in its own turn at its interval, and when what it sees changes.</summary>
    private List<long> Moments(DemoDevice device, List<Episode> episodes, long afterMs, long throughMs)
    {
        var intervalMs = (long)device.Interval.TotalMilliseconds;
        var phaseMs = (long)(intervalMs * Chance.Of(_seed, device.Number, 31));
        SortedSet<long> moments = [.. episodes.SelectMany(one => one.ExtraMs).Where(ms => ms > afterMs && ms <= throughMs)];
        for (var turn = ((afterMs - phaseMs) / intervalMs) + 1; (turn * intervalMs) + phaseMs <= throughMs; turn++)
        {
            if (turn % 2 == 1 || Chance.Of(_seed, device.Number, 32, turn) >= GapChance)
            {
                moments.Add((turn * intervalMs) + phaseMs);
            }
        }

        return [.. moments];
    }

    private Values? Make(DemoDevice device, List<Episode> episodes, long ms, long beforeMs)
    {
        var going = episodes.Where(one => one.Covers(ms)).ToList();
        if (going.Any(one => one.IsSilent))
        {
            return null;
        }

        var values = Rhythm.Of(new Instant(_seed, device, ms, beforeMs, _sky));
        foreach (var episode in going)
        {
            episode.Change?.Invoke(values, episode.Share(ms));
        }

        if (going.Count == 0 && Chance.Of(_seed, device.Number, 33, ms) < MissingChance)
        {
            values[values.Keys.Order(StringComparer.Ordinal).ElementAt(Chance.Pick(values.Count, _seed, device.Number, 34, ms))] = null;
        }

        return values;
    }
}
