using System.Diagnostics;
using System.Globalization;
using CityBrain.Proofs.Known;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Kills;

/// <summary>
/// Replays the river file at full speed and kills the city with -9 while it takes readings in; the client goes on by itself when the city
/// is back. Afterwards alarms and incidents equal those of a run without kills, the client's own log of acknowledgements finds every
/// reading in the city once, and the journal verifies.
/// </summary>
internal static class KillsProof
{
    public static async Task<bool> Run(Arguments arguments)
    {
        using var place = await Workplace.Open(arguments);
        var kills = arguments.Count ?? 10;
        var quiet = await RunQuietly(place);
        await using var city = await RunningCity.Start(place, "killed");
        var acks = Path.Combine(place.Folder, "acks.csv");
        var killed = new Table("kill", "acknowledged", "share", "ready again after");
        using var client = StartReplay(place, city, acks);
        var output = client.StandardOutput.ReadToEndAsync();
        var error = client.StandardError.ReadToEndAsync();
        foreach (var (share, number) in Moments(kills, arguments.Seed).Select((share, index) => (share, index + 1)))
        {
            var acknowledged = await WaitFor(acks, (long)(share * KnownFigures.WaterReadings), client);
            await city.Kill();
            await city.Start();
            killed.Row(
                acknowledged < KnownFigures.WaterReadings * 0.95 && !client.HasExited,
                number,
                acknowledged,
                string.Create(CultureInfo.InvariantCulture, $"{100.0 * acknowledged / KnownFigures.WaterReadings:F1} %"),
                string.Create(CultureInfo.InvariantCulture, $"{city.ReadyAfter.TotalSeconds:F1} s"));
        }

        await client.WaitForExitAsync();
        killed.Print($"kill -9 during a replay at full speed (the client ended with {client.ExitCode}):");
        if (client.ExitCode != 0)
        {
            Console.WriteLine(await error + await output);
        }

        return await Judge(place, city, quiet, acks) & killed.AllHold & client.ExitCode == 0;
    }

    private static async Task<Outcome> RunQuietly(Workplace place)
    {
        await using var city = await RunningCity.Start(place, "quiet");
        using var client = StartReplay(place, city, Path.Combine(place.Folder, "quiet-acks.csv"));
        var output = client.StandardOutput.ReadToEndAsync();
        await client.WaitForExitAsync();
        Console.WriteLine($"without kills: {await output}");
        return await Outcome.Of(city);
    }

    private static async Task<bool> Judge(Workplace place, RunningCity city, Outcome quiet, string acks)
    {
        var outcome = await Outcome.Of(city);
        var table = new Table("what", "killed", "without kills");
        table.Same("alarms", outcome.Alarms.Count, quiet.Alarms.Count);
        table.Row(outcome.Alarms.SequenceEqual(quiet.Alarms), "alarms by (device, rule, raise time)", Same(outcome.Alarms.SequenceEqual(quiet.Alarms)), string.Empty);
        table.Same("incidents", outcome.Incidents.Count, quiet.Incidents.Count);
        var (sources, quietSources) = (outcome.Sources, quiet.Sources);
        table.Row(sources.SequenceEqual(quietSources), "incident sources by (device, rule, raise time)", Same(sources.SequenceEqual(quietSources)), string.Empty);
        table.Row(sources.Count == sources.Distinct().Count(), "sources in one incident each", sources.Count, string.Empty);
        var alike = outcome.Incidents.Select(incident => string.Join('+', incident)).SequenceEqual(quiet.Incidents.Select(incident => string.Join('+', incident)));
        table.Row(alike, "incidents with the same sources", Same(alike), string.Empty);
        await CompareAcks(table, city, acks);
        await city.Stop();
        var (code, output, _) = await Workplace.RunToEnd("dotnet", place.Folder, place.Cli, "verify", "--data", city.Data);
        table.Row(code == 0, "citybrain verify", output.Split('\n')[0].Trim(), string.Empty);
        table.Print("After the kills:");
        var fine = table.AllHold;
        Console.WriteLine(fine ? "kills: fine" : "kills: falls short");
        return fine;
    }

    private static async Task CompareAcks(Table table, RunningCity city, string acks)
    {
        var acknowledged = File.ReadLines(acks).Select(line => line.Split(',')).GroupBy(cells => cells[0], cells => long.Parse(cells[1], CultureInfo.InvariantCulture)).ToList();
        long lost = 0, doubled = 0, stored = 0;
        foreach (var device in acknowledged)
        {
            var times = await city.Questions.Times(device.Key);
            stored += times.Count;
            doubled += times.Count - times.Distinct().Count();
            lost += device.Except(times).LongCount();
        }

        table.Same("readings acknowledged, in the client's log", acknowledged.Sum(device => device.Distinct().LongCount()), KnownFigures.WaterReadings);
        table.Same("readings in the city", stored, KnownFigures.WaterReadings);
        table.Same("acknowledged and not there", lost, 0);
        table.Same("there twice", doubled, 0);
    }

    private static Process StartReplay(Workplace place, RunningCity city, string acks) => Process.Start(
        new ProcessStartInfo("dotnet", [place.Cli, "replay", place.WaterFile, "--as", "water", "--url", city.Url, "--patience", "180", "--ack-log", acks])
        {
            WorkingDirectory = place.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;

    /// <summary>Shares of the replay between 5 % and 95 %, one in each of so many equal parts, at most three quarters into it so that they stay apart.</summary>
    private static IEnumerable<double> Moments(int kills, int seed)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, kills).Select(part => 0.05 + (0.88 * (part + (random.NextDouble() * 0.75)) / kills));
    }

    /// <summary>Waits until the client has logged so many acknowledgements; answers how many it has.</summary>
    private static async Task<long> WaitFor(string acks, long readings, Process client)
    {
        while (true)
        {
            var lines = CountLines(acks);
            if (lines >= readings || client.HasExited)
            {
                return lines;
            }

            await Task.Delay(2);
        }
    }

    private static readonly Dictionary<string, (long Bytes, long Lines)> Counted = [];

    private static long CountLines(string path)
    {
        if (!File.Exists(path))
        {
            return 0;
        }

        var (bytes, lines) = Counted.GetValueOrDefault(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        file.Position = bytes;
        var buffer = new byte[1 << 16];
        for (var read = file.Read(buffer); read > 0; read = file.Read(buffer))
        {
            lines += buffer.AsSpan(0, read).Count((byte)'\n');
            bytes += read;
        }

        Counted[path] = (bytes, lines);
        return lines;
    }

    private static string Same(bool same) => same ? "equal" : "differ";

    /// <summary>What a run left in the city.</summary>
    private sealed record Outcome(IReadOnlyList<AlarmKey> Alarms, IReadOnlyList<IReadOnlyList<AlarmKey>> Incidents)
    {
        public IReadOnlyList<AlarmKey> Sources => [.. Incidents.SelectMany(incident => incident).Order()];

        public static async Task<Outcome> Of(RunningCity city)
        {
            await city.Questions.Settle();
            return new Outcome(await city.Questions.Alarms(), await city.Questions.Incidents());
        }
    }
}
