using System.Diagnostics;
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

    public static async Task<int> Run(Arguments arguments)
    {
        var callers = arguments.Number("--callers", 200);
        var seconds = arguments.Number("--seconds", 4);
        var runs = arguments.Number("--runs", 5);
        var side = arguments.Text("--side", "both");
        var folder = arguments.Folder();
        var line = new Line("journal", "durable appends", "1/s", callers, PayloadBytes, "sqlite WAL, synchronous=FULL");
        var (ours, rival) = (new List<Side>(), new List<Side>());
        for (var run = 0; run < runs; run++)
        {
            // The sides take turns, so that a machine that slows down slows both.
            if (side is "both" or "ours")
            {
                ours.Add(await Measure(Path.Combine(folder, $"ours-{run}"), batchRowsMax: 2_000, callers, seconds));
                line.Ours(ours[^1].Rate);
            }

            if (side is "both" or "rival")
            {
                rival.Add(await Measure(Path.Combine(folder, $"rival-{run}"), batchRowsMax: 1, callers, seconds));
                line.Rival(rival[^1].Rate);
            }

            line.Progress(run, runs);
        }

        Directory.Delete(folder, recursive: true);
        line.With("appends", new[] { ours.Sum(one => one.Appends), rival.Sum(one => one.Appends) })
            .With("batches", new[] { ours.Sum(one => one.Batches), rival.Sum(one => one.Batches) }).Print();
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

    /// <summary>One side's run: appends a second, and how many appends went into how many batches, each of one sync.</summary>
    private sealed record Side(double Rate, long Appends, long Batches);
}
