using CityBrain.Benchmarks.Rivals;
using CityBrain.Grains.Interfaces;

namespace CityBrain.Benchmarks;

/// <summary>
/// What a durable reading costs in processor time: reports of 100 readings to devices of the embedded city (real rules, history, rule state,
/// lists, a hash chain, one sync per batch) against a PostgreSQL that upserts history and latest and does nothing else, in batches of 1,000
/// and one by one. Both sides count the caller's time; the rival counts the server's too. Every caller waits until it is durable.
/// </summary>
internal static class ReadingDurableBenchmark
{
    public const int ReportReadings = 100;
    private const int RivalBatch = 1_000;
    private const int BatchCallers = 4;
    private const int SingleCallers = 16;
    private const int Devices = 1_024;

    public static async Task<int> Run(Arguments arguments)
    {
        var (callers, seconds, runs) = (arguments.Number("--callers", 64), arguments.Number("--seconds", 5), arguments.Number("--runs", 5));
        var folder = arguments.Folder();
        Directory.CreateDirectory(folder);
        await using var city = await BenchCity.Start(Path.Combine(folder, "ours"));
        await city.Register(0, Devices);
        await using var postgres = Postgres.IsInstalled ? await Postgres.Start(folder) : null;
        var length = TimeSpan.FromSeconds(seconds);
        var (batches, singles) = (LineOf("reading-durable, batches of 1,000", callers), LineOf("reading-durable, single rows", callers));
        var rates = new List<double[]>();
        var steps = new long[Devices];
        if (postgres is null)
        {
            Console.Error.WriteLine(Postgres.NotInstalled);
        }
        else
        {
            await postgres.CreateTables();
        }

        var (batchTurns, singleTurns) = (new long[Devices], new long[Devices]);

        // Unmeasured, until the hot paths are compiled for good.
        await Measure(city, steps, callers, length);
        for (var run = 0; run < runs; run++)
        {
            var ours = await Measure(city, steps, callers, length);
            batches.Ours(ours.CpuMicroseconds);
            singles.Ours(ours.CpuMicroseconds);
            if (postgres is not null)
            {
                var batch = await Section.Run(BatchCallers, length, caller => UpsertBatch(postgres, batchTurns, caller), postgres.Cpu);
                var single = await Section.Run(SingleCallers, length, caller => UpsertOne(postgres, singleTurns, caller), postgres.Cpu);
                batches.Rival(batch.CpuMicroseconds);
                singles.Rival(single.CpuMicroseconds);
                rates.Add([Math.Round(ours.PerSecond), Math.Round(batch.PerSecond), Math.Round(single.PerSecond)]);
            }

            batches.Progress(run, runs);
            singles.Progress(run, runs);
        }

        batches.With("readingsPerSecond", rates.Select(rate => new[] { rate[0], rate[1] })).With("rivalConcurrency", BatchCallers).Print();
        singles.With("readingsPerSecond", rates.Select(rate => new[] { rate[0], rate[2] })).With("rivalConcurrency", SingleCallers).Print();
        return 0;
    }

    /// <summary>Reports to the city for some time; each caller goes round devices of its own.</summary>
    public static Task<Section> Measure(BenchCity city, long[] steps, int callers, TimeSpan length)
    {
        var turns = new int[callers];
        var devices = Enumerable.Range(0, steps.Length).Select(number => city.Grains.Device(BenchCity.IdOf(number))).ToArray();
        return Section.Run(callers, length, async caller =>
        {
            var own = steps.Length / callers;
            var number = (caller * own) + (turns[caller]++ % own);
            var receipt = BenchCity.Expect(await devices[number].Report(BenchCity.Levels(steps[number], ReportReadings)));
            steps[number] += ReportReadings;
            return receipt.Stored == ReportReadings ? ReportReadings : throw new InvalidOperationException($"Only {receipt.Stored} readings were stored.");
        });
    }

    private static Line LineOf(string name, int callers) =>
        new(name, "processor time per durable reading", "us", callers, 24, "sqlite WAL synchronous=FULL; postgresql fsync=on synchronous_commit=on") { LessIsBetter = true };

    private static async Task<int> UpsertBatch(Postgres postgres, long[] turns, int caller)
    {
        var (devices, observed, levels) = (new int[RivalBatch], new DateTime[RivalBatch], new double[RivalBatch]);
        for (var i = 0; i < RivalBatch; i++)
        {
            (devices[i], observed[i], levels[i]) = Next(turns, caller, BatchCallers);
        }

        await postgres.Upsert(devices, observed, levels);
        return RivalBatch;
    }

    private static async Task<int> UpsertOne(Postgres postgres, long[] turns, int caller)
    {
        var (device, observed, level) = Next(turns, caller, SingleCallers);
        await postgres.Upsert(Devices + device, observed, level);
        return 1;
    }

    /// <summary>The next reading of the next device among a caller's own; the first of them counts the turns.</summary>
    private static (int Device, DateTime Observed, double Level) Next(long[] turns, int caller, int callers)
    {
        var own = turns.Length / callers;
        var turn = turns[caller * own]++;
        var (device, step) = ((int)((caller * own) + (turn % own)), turn / own);
        return (device, DateTime.UnixEpoch.AddYears(50).AddMinutes(10 * step), 2 + (step % 7 * 0.01));
    }
}
