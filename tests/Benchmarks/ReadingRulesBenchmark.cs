using System.Diagnostics;
using CityBrain.Benchmarks.Grains;

namespace CityBrain.Benchmarks;

/// <summary>
/// What the rules cost: reports of one reading to grains that put them through the shipped river scene's rules, against the same reports to
/// grains that answer at once. Neither side writes anything; callers and grains are in one process.
/// </summary>
internal static class ReadingRulesBenchmark
{
    private const int GrainCount = 1_000;
    private const int Rounds = 5;
    private const int ReportsOfRound = 100;

    public static async Task<int> Run(Arguments arguments)
    {
        var (callers, seconds, runs) = (arguments.Number("--callers", 100), arguments.Number("--seconds", 4), arguments.Number("--runs", 5));
        var folder = arguments.Folder();
        var line = new Line("reading-rules", "reports of one reading", "1/s", callers, 24, "none");
        await using var city = await BenchCity.Start(folder);
        var (bare, ruled) = (Of<IBareGrain>(city), Of<IRuledGrain>(city));
        var cpu = new Line("reading-rules, processor time", "processor time per report", "us", callers, 24, "none") { LessIsBetter = true };

        // Time goes on from measurement to measurement: a reading that comes again is another case.
        var (ruledSteps, bareSteps) = (new long[callers], new long[callers]);

        // Unmeasured, until the hot paths are compiled for good.
        await Measure(ruled, ruledSteps, seconds);
        await Measure(bare, bareSteps, seconds);
        for (var run = 0; run < runs; run++)
        {
            var ours = await Measure(ruled, ruledSteps, seconds);
            var rival = await Measure(bare, bareSteps, seconds);
            line.Ours(ours.PerSecond);
            line.Rival(rival.PerSecond);
            cpu.Ours(ours.CpuMicroseconds);
            cpu.Rival(rival.CpuMicroseconds);
            line.Progress(run, runs);
        }

        line.With("rulesAloneMicroseconds", RulesAlone()).Print();
        cpu.Print();
        return 0;
    }

    private static IReportGrain[] Of<T>(BenchCity city)
        where T : IReportGrain => [.. Enumerable.Range(0, GrainCount).Select(key => (IReportGrain)city.Grains.GetGrain<T>(key))];

    private static Task<Section> Measure(IReportGrain[] grains, long[] steps, int seconds) =>
        Section.Run(steps.Length, TimeSpan.FromSeconds(seconds), async caller =>
        {
            // A caller goes round its own grains, so that each sees its readings in order of time.
            var step = steps[caller]++;
            var own = GrainCount / steps.Length;
            var grain = grains[(caller * own) + (int)(step % own)];
            return await grain.Report(BenchCity.Levels(step / own, 1));
        });

    /// <summary>The rules without any grain, on one thread, for as many devices.</summary>
    private static double RulesAlone()
    {
        var devices = Enumerable.Range(0, GrainCount).Select(_ => new RuledGrain()).ToArray();
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var reports = Enumerable.Range(round * ReportsOfRound, ReportsOfRound).Select(step => BenchCity.Levels(step, 1)).ToArray();
            var watch = Stopwatch.StartNew();
            foreach (var report in reports)
            {
                foreach (var device in devices)
                {
                    device.Report(report).GetAwaiter().GetResult();
                }
            }

            best = Math.Min(best, watch.Elapsed.TotalMicroseconds / (ReportsOfRound * GrainCount));
        }

        return best;
    }
}
