using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Known;

/// <summary>
/// Replays the winter air file, the 10-minute river file, the noise file and the gates file over HTTP and compares everything that is known
/// of them with what the city answers and with what was worked out from the files alone. Repeated it adds nothing; all at once give the same.
/// </summary>
internal static class KnownAnswersProof
{
    private const string GapDevice = "river-y066404001";

    public static async Task<bool> Run(Arguments arguments)
    {
        using var place = await Workplace.Open(arguments);
        var known = new Answers(AirAnswers.Of(place.AirFile), WaterAnswers.Of(place.WaterFile), WorkedAnswers.Of(place.Root));
        (string File, string Mapping)[] files = [(place.AirFile, "air"), (place.WaterFile, "water"), (place.NoiseFile, "noise"), (place.GateFile, "gates")];
        bool holds;
        await using (var city = await RunningCity.Start(place, "city"))
        {
            Console.WriteLine($"city ready after {city.ReadyAfter.TotalSeconds:F1} s");
            foreach (var (file, mapping) in files)
            {
                await Replay(place, city, file, mapping);
            }

            holds = await Compare("One after the other:", city, known);
            var before = await Everything(city);
            foreach (var (file, mapping) in files)
            {
                await Replay(place, city, file, mapping);
            }

            holds &= await Compare("Replayed again:", city, known);
            var repeated = new Table("what", "before", "after");
            repeated.Same("alarms, incidents and their sources", Print(before), Print(await Everything(city)));
            repeated.Print("A repeated replay adds nothing:");
            holds &= repeated.AllHold & NoFailures(city);
        }

        await using (var city = await RunningCity.Start(place, "all"))
        {
            await Task.WhenAll(files.Select(source => Replay(place, city, source.File, source.Mapping)));
            holds &= await Compare("All at once in a fresh city:", city, known);
            holds &= NoFailures(city);
        }

        Console.WriteLine(holds ? "known-answers: fine" : "known-answers: falls short");
        return holds;
    }

    private static async Task Replay(Workplace place, RunningCity city, string file, string mapping)
    {
        var watch = Stopwatch.StartNew();
        var output = await Workplace.Run("dotnet", place.Folder, place.Cli, "replay", file, "--as", mapping, "--url", city.Url, "--json");
        var run = JsonSerializer.Deserialize<JsonElement>(output).GetProperty("run");
        var sent = run.GetProperty("stored").GetInt64() + run.GetProperty("duplicates").GetInt64();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"replay --as {mapping}: {run} in {watch.Elapsed.TotalSeconds:F1} s, {sent / watch.Elapsed.TotalSeconds:N0} readings/s"));
    }

    private static async Task<bool> Compare(string title, RunningCity city, Answers known)
    {
        await city.Questions.Settle();
        var table = new Table("question", "city", "known", "from the files");
        await CompareAir(table, city.Questions, known.Air);
        await CompareWater(table, city.Questions, known.Water);
        await CompareRises(table, city.Questions, known.Water);
        await NoiseAndGates.Compare(table, city.Questions, known.Worked);
        table.Print(title);
        return table.AllHold;
    }

    private static async Task CompareAir(Table table, CityQuestions ask, AirAnswers air)
    {
        var stations = (await ask.All("api/v1/devices?model=air-station&origin=replayed")).Select(device => device.GetProperty("id").GetString()!).ToList();
        table.Same("air stations", stations.Count, 8, 8);
        table.Same("air readings", await Readings(ask, stations), KnownFigures.AirReadings, air.Readings);
        table.Same("pm25 missing", await ask.Count("pm25", "&quality=missing"), KnownFigures.AirMissing, air.Missing);
        foreach (var (over, known) in KnownFigures.AirOver)
        {
            table.Same($"pm25 > {over}", await ask.Count("pm25", $"&over={over}"), known, air.Over[over]);
        }

        var days = (await ask.Get("api/v1/statistics?point=pm25&aggregate=valid-days&origin=replayed")).GetProperty("days");
        table.Same("pm25 days", days.GetProperty("total").GetInt64(), KnownFigures.AirDays, air.Days);
        table.Same("pm25 days invalid", days.GetProperty("invalid").GetInt64(), KnownFigures.AirInvalidDays, air.InvalidDays);
        var daily = (await ask.Get("api/v1/statistics?point=pm25&aggregate=aqi&origin=replayed")).GetProperty("daily").EnumerateArray().ToList();
        table.Same("AQI days", daily.Count, KnownFigures.AirDays, air.Days);
    }

    private static async Task CompareWater(Table table, CityQuestions ask, WaterAnswers water)
    {
        var gauges = (await ask.All("api/v1/devices?model=river-gauge&origin=replayed")).Select(device => device.GetProperty("id").GetString()!).ToList();
        table.Same("river gauges", gauges.Count, KnownFigures.WaterStations, water.Devices.Count);
        table.Same("river readings", await Readings(ask, gauges), KnownFigures.WaterReadings, water.Readings);
        table.Same("level spikes", await ask.Count("level", "&quality=spike"), KnownFigures.WaterSpikes, water.Spikes.Values.Sum());
        foreach (var (gauge, known) in KnownFigures.Spikes)
        {
            table.Same($"level spikes at {gauge}", await ask.Count("level", $"&quality=spike&device={gauge}"), known, water.Spikes.GetValueOrDefault(gauge));
        }

        table.Same($"level spikes at {GapDevice}, 6.8-day gap", await ask.Count("level", $"&quality=spike&device={GapDevice}"), 0, water.Spikes.GetValueOrDefault(GapDevice));
        foreach (var flag in new[] { "late", "clock", "conflict", "range", "missing" })
        {
            table.Same($"level {flag}", await ask.Count("level", $"&quality={flag}"), 0, 0);
        }
    }

    private static async Task CompareRises(Table table, CityQuestions ask, WaterAnswers water)
    {
        var rises = (await ask.Alarms()).Where(alarm => alarm.Rule == "river-rise").ToList();
        var expected = water.Rises.SelectMany(gauge => gauge.Value.Select(ms => new AlarmKey(gauge.Key, "river-rise", ms))).Order().ToList();
        table.Same("rise alarms", await ask.CountOf("api/v1/alarms?rule=river-rise&origin=replayed&count=true&limit=1"), KnownFigures.RiseEpisodes, expected.Count);
        table.Same("gauges with rise alarms", rises.Select(alarm => alarm.Device).Distinct().Count(), KnownFigures.RiseStations, water.Rises.Count);
        table.Same("rise alarms by (device, raise time)", rises.Count(expected.Contains), KnownFigures.RiseEpisodes, expected.Count);
        var alarms = await ask.Alarms();
        var sources = (await ask.Incidents()).SelectMany(incident => incident).Order().ToList();
        table.Row(alarms.SequenceEqual(sources), "every alarm in exactly one incident", alarms.Count, sources.Count, string.Empty);
        table.Same("alarms counted as live", await ask.CountOf("api/v1/alarms?origin=live&count=true&limit=1"), 0, 0);
        table.Same("incidents counted as live", await ask.CountOf("api/v1/incidents?origin=live&count=true&limit=1"), 0, 0);
    }

    private static async Task<long> Readings(CityQuestions ask, IEnumerable<string> devices)
    {
        var sum = 0L;
        foreach (var device in devices)
        {
            sum += await ask.CountOf($"api/v1/devices/{device}/readings?origin=replayed&count=true&limit=1");
        }

        return sum;
    }

    private static async Task<string> Everything(RunningCity city) =>
        string.Join('\n', await city.Questions.Alarms()) + '\n' + string.Join('\n', (await city.Questions.Incidents()).Select(incident => string.Join('+', incident)));

    /// <summary>A short name for a long text.</summary>
    private static string Print(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)))[..12];

    private static bool NoFailures(RunningCity city)
    {
        var failures = city.Failures().ToList();
        foreach (var failure in failures.Take(5))
        {
            Console.WriteLine($"  the city's log: {failure}");
        }

        return failures.Count == 0;
    }

    private sealed record Answers(AirAnswers Air, WaterAnswers Water, WorkedAnswers Worked);
}
