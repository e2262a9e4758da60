using System.Globalization;
using System.Text.Json;
using CityBrain.Grains.Interfaces;

namespace CityBrain.Benchmarks;

/// <summary>
/// What many resident devices cost: bytes each with its windows, and the processor time of a read and of a durable report of one reading,
/// spread over all of them. One line for each number of devices; flat means that a call costs the same at every number.
/// </summary>
internal static class GrainsBenchmark
{
    public static async Task<int> Run(Arguments arguments)
    {
        var (callers, seconds, readings) = (arguments.Number("--callers", 100), arguments.Number("--seconds", 5), arguments.Number("--readings", 36));
        var sizes = arguments.Text("--devices", "10000,100000").Split(',').Select(size => int.Parse(size, CultureInfo.InvariantCulture)).ToList();
        await using var city = await BenchCity.Start(arguments.Folder());
        var steps = new long[sizes.Max()];
        var empty = GC.GetTotalMemory(forceFullCollection: true);
        var (made, reads, reports) = (0, new List<double>(), new List<double>());
        foreach (var size in sizes)
        {
            await city.Register(made, size);
            await Fill(city, made, size, readings);
            Array.Fill(steps, readings, made, size - made);
            made = size;
            var bytes = (GC.GetTotalMemory(forceFullCollection: true) - empty) / size;
            var read = await Spread(size, callers, seconds, number => Read(city, number));
            var report = await Spread(size, callers, seconds, number => Report(city, number, steps[number]++));
            reads.Add(read.CpuMicroseconds);
            reports.Add(report.CpuMicroseconds);
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                name = "grains",
                metric = "resident devices",
                unit = "us of processor time per call",
                concurrency = callers,
                payloadBytes = 24,
                sync = "sqlite WAL, synchronous=FULL",
                devices = size,
                windowReadings = readings,
                heapBytesPerDevice = bytes,
                residentBytesPerDevice = Environment.WorkingSet / size,
                read = new { cpu = Math.Round(read.CpuMicroseconds, 2), perSecond = Math.Round(read.PerSecond), ratioToFirst = Math.Round(read.CpuMicroseconds / reads[0], 2) },
                report = new { cpu = Math.Round(report.CpuMicroseconds, 2), perSecond = Math.Round(report.PerSecond), ratioToFirst = Math.Round(report.CpuMicroseconds / reports[0], 2) },
                runs = 1,
            }));
        }

        return 0;
    }

    /// <summary>Fills each device's windows with one report.</summary>
    private static Task Fill(BenchCity city, int from, int to, int readings) => Parallel.ForEachAsync(
        Enumerable.Range(from, to - from),
        new ParallelOptions { MaxDegreeOfParallelism = 128 },
        async (number, _) => BenchCity.Expect(await city.Grains.Device(BenchCity.IdOf(number)).Report(BenchCity.Levels(0, readings))));

    /// <summary>Calls spread at random over all devices, each caller over its own share of them.</summary>
    private static Task<Section> Spread(int size, int callers, int seconds, Func<int, Task<int>> call)
    {
        var chance = Enumerable.Range(0, callers).Select(caller => new Random(caller)).ToArray();
        var own = size / callers;
        return Section.Run(callers, TimeSpan.FromSeconds(seconds), caller => call((caller * own) + chance[caller].Next(own)));
    }

    private static async Task<int> Read(BenchCity city, int number)
    {
        BenchCity.Expect(await city.Grains.Device(BenchCity.IdOf(number)).Read());
        return 1;
    }

    private static async Task<int> Report(BenchCity city, int number, long step) =>
        BenchCity.Expect(await city.Grains.Device(BenchCity.IdOf(number)).Report(BenchCity.Levels(step, 1))).Stored;
}
