using System.Diagnostics;
using System.Globalization;
using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Benchmarks;

/// <summary>
/// What sharing a sync is worth: the production writer with its batches against the same writer closing a batch after every append. Both
/// sides write the same facts through the same SQLite store with a full sync; each caller waits for its append to be durable.
/// </summary>
internal static class JournalBenchmark
{
    private const int PayloadBytes = 160;
    private static readonly byte[] Payload = Encoding.ASCII.GetBytes($"{{\"note\":\"{new string('x', PayloadBytes - 11)}\"}}");

    public static async Task<int> Run(string[] args)
    {
        var callers = Number(args, "--callers", 200);
        var seconds = Number(args, "--seconds", 4);
        var runs = Number(args, "--runs", 5);
        var side = Text(args, "--side", "both");
        var folder = Text(args, "--folder", Path.Combine(Path.GetTempPath(), $"citybrain-bench-{Environment.ProcessId}"));
        var (ours, rival) = (new List<Side>(), new List<Side>());
        for (var run = 0; run < runs; run++)
        {
            // The sides take turns, so that a machine that slows down slows both.
            if (side is "both" or "ours")
            {
                ours.Add(await Measure(Path.Combine(folder, $"ours-{run}"), batchRowsMax: 2_000, callers, seconds));
            }

            if (side is "both" or "rival")
            {
                rival.Add(await Measure(Path.Combine(folder, $"rival-{run}"), batchRowsMax: 1, callers, seconds));
            }

            Console.Error.WriteLine($"run {run + 1} of {runs}: ours {Last(ours)}/s, one commit per append {Last(rival)}/s");
        }

        Directory.Delete(folder, recursive: true);
        Console.WriteLine(
            $$"""
            {"name":"journal","metric":"durable appends","unit":"1/s","concurrency":{{callers}},"payloadBytes":{{PayloadBytes}},"sync":"sqlite WAL, synchronous=FULL","ours":{{Median(ours)}},"rival":{{Median(rival)}},"ratio":{{Ratio(ours, rival)}},"runs":{{runs}},"spread":[{{Spread(ours)}},{{Spread(rival)}}],"appends":[{{ours.Sum(one => one.Appends)}},{{rival.Sum(one => one.Appends)}}],"batches":[{{ours.Sum(one => one.Batches)}},{{rival.Sum(one => one.Batches)}}]}
            """);
        return 0;
    }

    private static async Task<Side> Measure(string folder, int batchRowsMax, int callers, int seconds)
    {
        Directory.CreateDirectory(folder);
        using var database = new SqliteDatabase(Path.Combine(folder, "city.db"));
        using var store = new SqliteJournalStore(database);
        using var anchor = new FileAnchor(Path.Combine(folder, "anchor"));
        var writer = new LaneWriter(store, anchor, TimeProvider.System, new LaneOptions { BatchRowsMax = batchRowsMax });
        using var thread = new LaneThread(writer, lost => throw lost);
        using var stop = new CancellationTokenSource();
        var appended = 0L;
        var tasks = Enumerable.Range(0, callers).Select(async caller =>
        {
            var session = LaneWriter.Begin();
            var head = default(Head);
            while (!stop.IsCancellationRequested)
            {
                var fact = FactOf($"bench/{caller}", head);
                head = new Head(fact.Seq, fact.Hash);
                var outcome = await writer.Submit(session, new Append { Class = ServiceClass.Cases, Facts = [fact] });
                if (outcome.Fate != Fate.Durable)
                {
                    throw new InvalidOperationException($"An append was {outcome.Fate}.");
                }

                Interlocked.Increment(ref appended);
            }
        }).ToArray();
        var watch = Stopwatch.StartNew();
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var rate = Interlocked.Read(ref appended) / watch.Elapsed.TotalSeconds;
        await stop.CancelAsync();
        await Task.WhenAll(tasks);
        return new Side(rate, appended, writer.Head.Batch);
    }

    private static FactRow FactOf(string stream, Head head) => new FactRow
    {
        Stream = stream,
        Seq = head.Seq + 1,
        Parent = head.Hash,
        Type = "benchmark",
        Version = 1,
        Payload = Payload,
        Mandate = new Mandate(string.Empty, string.Empty, "city", "benchmark", "00000000000000000000000000000001"),
        ObservedMs = 1_700_000_000_000,
    }.Sealed();

    private static string Last(List<Side> sides) => sides.Count == 0 ? "—" : Figure(sides[^1].Rate);

    private static string Median(List<Side> sides) => sides.Count == 0 ? "null" : Figure(MedianRate(sides));

    private static double MedianRate(List<Side> sides) => sides.Select(side => side.Rate).Order().ElementAt(sides.Count / 2);

    private static string Ratio(List<Side> ours, List<Side> rival) => ours.Count == 0 || rival.Count == 0
        ? "null"
        : (MedianRate(ours) / MedianRate(rival)).ToString("F2", CultureInfo.InvariantCulture);

    private static string Spread(List<Side> sides) => sides.Count == 0
        ? "null"
        : $"[{Figure(sides.Min(side => side.Rate))},{Figure(sides.Max(side => side.Rate))}]";

    private static string Figure(double rate) => rate.ToString("F0", CultureInfo.InvariantCulture);

    private static int Number(string[] args, string name, int standard) =>
        int.TryParse(Text(args, name, string.Empty), CultureInfo.InvariantCulture, out var number) ? number : standard;

    private static string Text(string[] args, string name, string standard) =>
        Array.IndexOf(args, name) is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : standard;

    /// <summary>One side's run: appends a second, and how many appends went into how many batches, each of one sync.</summary>
    private sealed record Side(double Rate, long Appends, long Batches);
}
