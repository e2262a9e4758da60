using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;
using CityBrain.Grains.Interfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CityBrain.Benchmarks;

/// <summary>
/// What viewers of the live feed cost the host above a city that nobody looks at: everything that it tells, of many devices that report and
/// some that raise alarms. The rival hands the same number of bytes at the same rhythm from memory to as many plain WebSockets. The viewers
/// are another process; only the host's processor time and heap are counted.
/// </summary>
internal static class ViewersBenchmark
{
    private const int Rivers = 1_000;
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    public static async Task<int> Run(Arguments arguments)
    {
        var (viewers, devices, seconds) = (arguments.Number("--viewers", 200), arguments.Number("--devices", 5_000), arguments.Number("--seconds", 20));
        var (points, runs) = (arguments.Number("--points-per-second", 500), arguments.Number("--runs", 3));
        byte[] block = [];
        await using var city = await BenchEdge.Start(
            arguments.Folder(), app => app.Map("/benchmark/feed", (HttpContext context) => Broadcast(context, () => block)).AllowAnonymous(), "--Live:ViewersPerCredentialMax=1000");
        await BenchCity.Register(city.Grains, 0, devices + Rivers);
        var token = await BenchEdge.Token(city.Address);
        using var stop = new CancellationTokenSource();
        var reporting = Report(city.Grains, devices, points, stop.Token);
        var (cost, heap) = (
            new Line("viewers", "share of one core above idle", "%", viewers, 0, "none") { LessIsBetter = true },
            new Line("viewers, heap", "heap per viewer", "kB", viewers, 0, "none") { LessIsBetter = true });
        var (received, idleShare) = (new List<double>(), new List<double>());
        await Idle(seconds);
        for (var run = 0; run < runs; run++)
        {
            var idle = await Idle(seconds);
            idleShare.Add(idle.Share * 100);
            var ours = await Watched(city.Address, "api/v1/live", token, viewers, seconds);
            received.Add(ours.BytesPerSecond / viewers / 1_000);
            block = new byte[(int)(ours.BytesPerSecond / viewers * Tick.TotalSeconds)];
            var rival = await Watched(city.Address, "benchmark/feed", token, viewers, seconds);
            cost.Ours((ours.Share - idle.Share) * 100);
            cost.Rival((rival.Share - idle.Share) * 100);
            heap.Ours((ours.Heap - idle.Heap) / 1_000.0 / viewers);
            heap.Rival((rival.Heap - idle.Heap) / 1_000.0 / viewers);
            cost.Progress(run, runs);
        }

        await stop.CancelAsync();
        await reporting;
        cost.With("devices", devices).With("pointsPerSecond", points).With("idlePercent", idleShare.Average()).With("kilobytesPerSecondEach", received.Average()).Print();
        heap.Print();
        return 0;
    }

    /// <summary>The viewers' process: looks for some time, and prints how many bytes a second came.</summary>
    public static async Task<int> Look(Arguments arguments)
    {
        var hello = JsonSerializer.SerializeToUtf8Bytes(new { token = Environment.GetEnvironmentVariable("BENCHMARK_TOKEN") });
        var address = new Uri(arguments.Text("--address", string.Empty).Replace("http", "ws", StringComparison.Ordinal) + "/" + arguments.Text("--path", string.Empty));
        using var stop = new CancellationTokenSource();
        var bytes = 0L;
        var all = Enumerable.Range(0, arguments.Number("--viewers", 1)).Select(_ => Task.Run(async () =>
        {
            using var socket = new ClientWebSocket();
            await socket.ConnectAsync(address, stop.Token);
            await socket.SendAsync(hello, WebSocketMessageType.Text, true, stop.Token);
            var buffer = new byte[64 << 10];
            try
            {
                while (true)
                {
                    var part = await socket.ReceiveAsync(buffer.AsMemory(), stop.Token);
                    if (part.MessageType == WebSocketMessageType.Close)
                    {
                        throw new InvalidOperationException($"A viewer was sent away: {socket.CloseStatusDescription}");
                    }

                    Interlocked.Add(ref bytes, part.Count);
                }
            }
            catch (OperationCanceledException)
            {
                // Has seen enough.
            }
        })).ToArray();

        // The host says when it begins to count and when it ends.
        while (await Console.In.ReadLineAsync() is { } word)
        {
            Console.WriteLine(Interlocked.Read(ref bytes).ToString(CultureInfo.InvariantCulture));
            if (word == "end")
            {
                break;
            }
        }

        await stop.CancelAsync();
        await Task.WhenAll(all);
        return 0;
    }

    private static async Task<Sample> Idle(int seconds)
    {
        var (watch, cpu) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime);
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        return new Sample((Environment.CpuUsage.TotalTime - cpu) / watch.Elapsed, 0, GC.GetTotalMemory(forceFullCollection: true));
    }

    private static async Task<Sample> Watched(string address, string path, string token, int viewers, int seconds)
    {
        using var process = OtherProcess.Start(token, "live-viewers", "--address", address, "--path", path, "--viewers", $"{viewers}");
        await Task.Delay(TimeSpan.FromSeconds(seconds / 4.0));
        var before = await Said("begin");
        var idle = await Idle(seconds);
        var after = await Said("end");
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? idle with { BytesPerSecond = (after - before) / seconds } : throw new InvalidOperationException("The viewers failed.");

        async Task<double> Said(string word)
        {
            await process.StandardInput.WriteLineAsync(word);
            return double.Parse(await process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The viewers are gone."), CultureInfo.InvariantCulture);
        }
    }

    /// <summary>Devices report in turn, so many a second; each second one river rises so that there is an alarm.</summary>
    private static async Task Report(IGrainFactory grains, int devices, int perSecond, CancellationToken stop)
    {
        var step = 0L;
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            for (var tick = 0; await timer.WaitForNextTickAsync(stop); tick++)
            {
                await Task.WhenAll(Enumerable.Range(0, perSecond / 10).Select(async _ =>
                {
                    var turn = Interlocked.Increment(ref step);
                    BenchCity.Expect(await grains.Device(BenchCity.IdOf((int)(turn % devices))).Report(BenchCity.Levels(turn / devices, 1)));
                }));
                if (tick % 10 == 0)
                {
                    var readings = BenchCity.Levels(tick, 2);
                    var risen = readings.Readings[1] with { Points = new Dictionary<string, double?>(1) { ["level"] = 4 } };
                    BenchCity.Expect(await grains.Device(BenchCity.IdOf(devices + (tick / 10 % Rivers))).Report(readings with { Readings = [readings.Readings[0], risen] }));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // Nobody wants more.
        }
    }

    private static async Task Broadcast(HttpContext context, Func<byte[]> block)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        using var timer = new PeriodicTimer(Tick);
        try
        {
            while (await timer.WaitForNextTickAsync(context.RequestAborted))
            {
                await socket.SendAsync(block(), WebSocketMessageType.Text, true, context.RequestAborted);
            }
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException)
        {
            // The viewer is gone.
        }
    }

    private readonly record struct Sample(double Share, double BytesPerSecond, long Heap);
}
