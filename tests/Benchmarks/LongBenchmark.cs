using System.Globalization;
using System.Text.Json;

namespace CityBrain.Benchmarks;

/// <summary>
/// Whether rates stay: reports of 100 readings without a pause until both the minutes and the rows are reached; the first measured minute is
/// compared with the last. One line a minute on stderr, one JSON line in the end.
/// </summary>
internal static class LongBenchmark
{
    private const int Devices = 4_096;

    public static async Task<int> Run(Arguments arguments)
    {
        var (callers, minutes, rows) = (arguments.Number("--callers", 64), arguments.Number("--minutes", 30), arguments.Number("--rows", 50_000_000));
        var slice = TimeSpan.FromSeconds(arguments.Number("--slice", 60));
        var folder = arguments.Folder();
        await using var city = await BenchCity.Start(folder);
        await city.Register(0, Devices);
        var steps = new long[Devices];
        var sections = new List<Section>();
        for (var passed = TimeSpan.Zero; passed < TimeSpan.FromMinutes(minutes) || steps.Sum() < rows; passed += slice)
        {
            sections.Add(await ReadingDurableBenchmark.Measure(city, steps, callers, slice * (5.0 / 6)));
            Console.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"minute {sections.Count}: {sections[^1].PerSecond:N0} readings/s, {sections[^1].CpuMicroseconds:F1} us each, {steps.Sum():N0} rows, {FileBytes(folder) >> 20:N0} MiB on disk, {Environment.WorkingSet >> 20:N0} MiB resident"));
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            name = "long",
            metric = "durable readings, last slice against first",
            unit = "1/s",
            concurrency = callers,
            payloadBytes = 24,
            sync = "sqlite WAL, synchronous=FULL",
            ours = Math.Round(sections[^1].PerSecond),
            rival = Math.Round(sections[0].PerSecond),
            ratio = Math.Round(sections[^1].PerSecond / sections[0].PerSecond, 2),
            runs = sections.Count,
            spread = new[] { Math.Round(sections.Min(section => section.PerSecond)), Math.Round(sections.Max(section => section.PerSecond)) },
            cpuMicroseconds = new[] { Math.Round(sections[0].CpuMicroseconds, 2), Math.Round(sections[^1].CpuMicroseconds, 2) },
            sliceSeconds = slice.TotalSeconds,
            rows = steps.Sum(),
            bytesPerRow = FileBytes(folder) / Math.Max(1, steps.Sum()),
            residentMiB = Environment.WorkingSet >> 20,
        }));
        return 0;
    }

    private static long FileBytes(string folder) => new DirectoryInfo(folder).EnumerateFiles("city.db*", SearchOption.AllDirectories).Sum(file => file.Length);
}
