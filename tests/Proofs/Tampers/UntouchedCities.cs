using System.Diagnostics;
using System.Globalization;
using CityBrain.Proofs.Running;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Verification;

namespace CityBrain.Proofs.Tampers;

/// <summary>Makes real cities of different sizes by replays, verifies them untouched while they run, after they stop and after kill -9, and keeps some as bases for falsification.</summary>
internal static class UntouchedCities
{
    private const int Cities = 4;
    private const int LookedAtRunning = 19;
    private const int KilledAndStopped = 3;

    /// <summary>Makes the cities; every row of the table is one kind of moment.</summary>
    /// <returns>Folders of stopped cities.</returns>
    public static async Task<IReadOnlyList<string>> Make(Workplace place, Table table, int seed)
    {
        var (running, killed, stopped) = (new List<VerificationReport>(), new List<VerificationReport>(), new List<VerificationReport>());
        var bases = new List<string>();
        for (var number = 0; number < Cities; number++)
        {
            var random = new Random((seed * 31) + number);
            await using var city = await RunningCity.Start(place, "base");
            var slice = Slice(place, number, random);
            using (var client = StartReplay(place, city, slice))
            {
                var error = client.StandardError.ReadToEndAsync();
                for (var look = 0; look < LookedAtRunning; look++)
                {
                    await Task.Delay(random.Next(200));
                    running.Add(Verify(city.Data));
                }

                for (var kill = 0; kill < KilledAndStopped; kill++)
                {
                    await Task.Delay(random.Next(400));
                    await city.Kill();
                    killed.Add(Verify(city.Data));
                    await city.Start();
                }

                await client.WaitForExitAsync();
                if (client.ExitCode != 0)
                {
                    throw new InvalidOperationException($"The replay ended with {client.ExitCode}: {await error}");
                }
            }

            for (var stop = 0; stop < KilledAndStopped; stop++)
            {
                await city.Stop();
                stopped.Add(Verify(city.Data));
                if (stop < KilledAndStopped - 1)
                {
                    await city.Start();
                }
            }

            bases.Add(city.Data);
            Console.WriteLine($"  city {number + 1} of {Cities}: {stopped[^1].Facts} facts and {stopped[^1].Readings} readings");
        }

        foreach (var (moment, reports) in new[] { ("while running", running), ("after kill -9", killed), ("after stopping", stopped) })
        {
            Add(table, moment, reports);
        }

        Add(table, "all", [.. running, .. killed, .. stopped]);
        return bases;
    }

    public static VerificationReport Verify(string folder)
    {
        using var anchor = new FileAnchor(DataFolder.DefaultAnchorFolder(folder));
        return new JournalVerification(DataFolder.DatabasePathOf(folder), anchor, new HistoryKeys(folder, DataFolder.DefaultAnchorFolder(folder))).Run();
    }

    private static void Add(Table table, string moment, List<VerificationReport> reports)
    {
        var findings = reports.Where(report => !report.IsSound).ToList();
        foreach (var finding in findings.SelectMany(report => report.Findings).Take(5))
        {
            Console.WriteLine($"  untouched, {moment}: {finding.At} {finding.What}");
        }

        table.Row(
            findings.Count == 0,
            moment,
            reports.Count,
            findings.Count,
            Range(reports.Select(report => report.Facts)),
            Range(reports.Select(report => report.Readings)));
    }

    private static string Range(IEnumerable<long> figures)
    {
        var list = figures.ToList();
        return string.Create(CultureInfo.InvariantCulture, $"{list.Min():N0} to {list.Max():N0}");
    }

    /// <summary>A part of the air file: some days around the smog of December 2016, so that there are alarms and incidents.</summary>
    private static string Slice(Workplace place, int number, Random random)
    {
        var lines = File.ReadAllLines(place.AirFile);
        var from = 1 + (8 * 24 * (30 + random.Next(20)));
        var path = Path.Combine(place.Folder, string.Create(CultureInfo.InvariantCulture, $"slice-{number}.csv"));
        File.WriteAllLines(path, [lines[0], .. lines.AsSpan(from, 8 * 24 * (number + 1) * 3)]);
        return path;
    }

    private static Process StartReplay(Workplace place, RunningCity city, string slice) => Process.Start(
        new ProcessStartInfo("dotnet", [place.Cli, "replay", slice, "--as", "air", "--url", city.Url, "--patience", "120", "--speed", "100000x"])
        {
            WorkingDirectory = place.Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
}
