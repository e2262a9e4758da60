using System.Globalization;
using System.IO.Compression;

namespace CityBrain.Proofs.Known;

/// <summary>What the air file says, worked out from its text alone.</summary>
internal sealed record AirAnswers(long Readings, long Missing, IReadOnlyDictionary<int, long> Over, long Days, long InvalidDays)
{
    public static AirAnswers Of(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Select(line => line.Split(',')).ToList();
        var fine = rows.Where(row => row[2].Length > 0).Select(row => double.Parse(row[2], CultureInfo.InvariantCulture)).ToList();
        var days = rows.GroupBy(row => (Station: row[1], Day: row[0][..10])).Select(day => day.Count(row => row[2].Length > 0)).ToList();
        return new AirAnswers(
            rows.Count,
            rows.Count - fine.Count,
            KnownFigures.Thresholds.ToDictionary(over => over, over => fine.LongCount(value => value > over)),
            days.Count,
            days.LongCount(hours => hours < 20));
    }
}

/// <summary>What the river file says, worked out from its text alone with the definitions of spike and rise.</summary>
/// <param name="Readings">Rows.</param>
/// <param name="Spikes">Spikes by device.</param>
/// <param name="Rises">Moments at which a rise over 1 m in 6 h was raised, by device.</param>
/// <param name="Devices">Devices.</param>
internal sealed record WaterAnswers(
    long Readings, IReadOnlyDictionary<string, long> Spikes, IReadOnlyDictionary<string, IReadOnlyList<long>> Rises, IReadOnlyList<string> Devices)
{
    private const long HalfHourMs = 30 * 60_000;
    private const long SixHoursMs = 6 * 3_600_000;

    public static WaterAnswers Of(string path)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        var stations = new Dictionary<string, List<(long Ms, double Metres)>>();
        var rows = 0;
        for (var line = text.ReadLine(); (line = text.ReadLine()) is not null; rows++)
        {
            var cells = line.Split(',');
            var device = "river-" + cells[1].ToLowerInvariant();
            var ms = DateTimeOffset.Parse(cells[0], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
            (stations.TryGetValue(device, out var known) ? known : stations[device] = []).Add((ms, double.Parse(cells[3], CultureInfo.InvariantCulture) / 1000));
        }

        var good = stations.ToDictionary(station => station.Key, station => WithoutSpikes(station.Value));
        return new WaterAnswers(
            rows,
            good.Where(station => station.Value.Spikes > 0).ToDictionary(station => station.Key, station => station.Value.Spikes),
            good.ToDictionary(station => station.Key, station => (IReadOnlyList<long>)Raised(station.Value.Good)).Where(station => station.Value.Count > 0).ToDictionary(),
            [.. stations.Keys.Order(StringComparer.Ordinal)]);
    }

    /// <summary>A step of more than 1.5 m from the last good value within 30 minutes is a spike, until three readings in a row agree with each other.</summary>
    private static (List<(long Ms, double Metres)> Good, long Spikes) WithoutSpikes(List<(long Ms, double Metres)> readings)
    {
        var good = new List<(long Ms, double Metres)>();
        var doubtful = new List<double>();
        var spikes = 0L;
        foreach (var reading in readings)
        {
            var near = good.Count > 0 && reading.Ms - good[^1].Ms <= HalfHourMs;
            if (near && Math.Abs(reading.Metres - good[^1].Metres) > 1.5)
            {
                doubtful = doubtful.Count > 0 && Math.Abs(reading.Metres - doubtful[^1]) <= 1.5 ? [.. doubtful, reading.Metres] : [reading.Metres];
                if (doubtful.Count < 3)
                {
                    spikes++;
                    continue;
                }
            }

            doubtful = [];
            good.Add(reading);
        }

        return (good, spikes);
    }

    private static List<long> Raised(List<(long Ms, double Metres)> good)
    {
        var raised = new List<long>();
        var active = false;
        for (var i = 0; i < good.Count; i++)
        {
            var lowest = good[i].Metres;
            for (var j = i; j >= 0 && good[j].Ms >= good[i].Ms - SixHoursMs; j--)
            {
                lowest = Math.Min(lowest, good[j].Metres);
            }

            var rise = good[i].Metres - lowest;
            if (!active && rise > 1.0)
            {
                active = true;
                raised.Add(good[i].Ms);
            }
            else if (active && rise < 0.8)
            {
                active = false;
            }
        }

        return raised;
    }
}

/// <summary>The answers that are known beforehand.</summary>
internal static class KnownFigures
{
    public const long AirReadings = 23_040;
    public const long AirMissing = 270;
    public const long AirDays = 960;
    public const long AirInvalidDays = 14;
    public const long WaterReadings = 185_446;
    public const long WaterStations = 47;
    public const long WaterSpikes = 9;
    public const long RiseStations = 37;
    public const long RiseEpisodes = 59;
    public const long NoiseSites = 1;
    public const long NoiseReadings = 16_470;
    public const long NoiseHours = 275;
    public const long GateStations = 56;
    public const long GateReadings = 151_200;
    public const long GateDays = 25;
    public const long GateEntries = 19_105_282;

    /// <summary>PM2.5 in µg/m³ and how many hours were strictly over it.</summary>
    public static IReadOnlyDictionary<int, long> AirOver { get; } = new Dictionary<int, long>
    {
        [75] = 10_835,
        [115] = 8_030,
        [150] = 6_196,
        [250] = 2_439,
        [500] = 178,
    };

    public static IReadOnlyDictionary<string, long> Spikes { get; } = new Dictionary<string, long> { ["river-y142202001"] = 8, ["river-y067406001"] = 1 };

    public static IEnumerable<int> Thresholds => AirOver.Keys;
}
