using CityBrain.Benchmarks.Grains;

namespace CityBrain.Benchmarks;

/// <summary>
/// The journal through grains: each caller calls grains of its own that decide, append one fact, wait for its durability and answer, with the
/// production writer's batches against the same writer closing a batch after every append.
/// </summary>
internal static class JournalGrainsBenchmark
{
    private const int PayloadBytes = 160;
    private const int GrainsOfCaller = 8;
    private static readonly string Text = new('x', PayloadBytes - 11);

    public static async Task<int> Run(Arguments arguments)
    {
        var (callers, seconds, runs) = (arguments.Number("--callers", 200), arguments.Number("--seconds", 4), arguments.Number("--runs", 5));
        var folder = arguments.Folder();
        var line = new Line("journal through grains", "durable appends", "1/s", callers, PayloadBytes, "sqlite WAL, synchronous=FULL");
        var (shared, cpu) = (new List<double>(), new List<double>());
        for (var run = 0; run < runs; run++)
        {
            var (ours, batches) = await Measure(Path.Combine(folder, $"ours-{run}"), 2_000, callers, seconds);
            var (rival, _) = await Measure(Path.Combine(folder, $"rival-{run}"), 1, callers, seconds);
            line.Ours(ours.PerSecond);
            line.Rival(rival.PerSecond);
            shared.Add(Math.Round((double)ours.Operations / Math.Max(1, batches), 1));
            cpu.Add(Math.Round(ours.CpuMicroseconds, 1));
            line.Progress(run, runs);
        }

        line.With("appendsPerSync", shared).With("cpuMicroseconds", cpu).Print();
        Directory.Delete(folder, recursive: true);
        return 0;
    }

    private static async Task<(Section Section, long Batches)> Measure(string folder, int batchRowsMax, int callers, int seconds)
    {
        await using var silo = new BenchSilo(folder, batchRowsMax);
        await silo.Start();
        var grains = Enumerable.Range(0, callers * GrainsOfCaller).Select(key => silo.Grains.GetGrain<IAppendGrain>(key)).ToArray();
        var turns = new int[callers];
        var section = await Section.Run(callers, TimeSpan.FromSeconds(seconds), async caller =>
        {
            var grain = grains[(caller * GrainsOfCaller) + (turns[caller]++ % GrainsOfCaller)];
            return (int)BenchCity.Expect(await grain.Append(Text));
        });

        // The warm-up has batches too: its share of the time is a sixth.
        return (section, silo.Writer.Head.Batch * 5 / 6);
    }
}
