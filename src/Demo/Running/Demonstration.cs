using System.Collections.Concurrent;
using CityBrain.Demo.Episodes;
using CityBrain.Demo.Fleet;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Demo.Running;

/// <summary>
/// The demonstration as it runs: it moves into a city that has no device yet, or goes on in one that it lives in already, and then reports what
/// its script says, second by second. It keeps nothing of its own: when it began is when its first device was registered. After a stop it goes on
/// from now; what happened meanwhile nobody measured. Whatever goes wrong here is said in the log and never ends the city.
/// </summary>
internal sealed partial class Demonstration(Settlers settlers, TimeProvider time, DemoOptions options, ILogger<Demonstration> log) : BackgroundService
{
    private const int ProgressEvery = 100;

    // How far each device that moved in has been reported.
    private readonly ConcurrentDictionary<DemoDevice, DateTimeOffset> _reported = new();
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done once every device is known to the city.</summary>
    public Task WhenSettled => _settled.Task;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if (await Begin(stoppingToken) is not var (fleet, script))
            {
                _settled.TrySetCanceled(CancellationToken.None);
                return;
            }

            await Task.WhenAll(MoveIn(fleet, script, stoppingToken), Report(script, stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The city stops, and the demonstration with it.
        }
        catch (Exception failure)
        {
            LogEnded(failure);
            _settled.TrySetException(failure);
        }
    }

    /// <summary>The fleet and its script; null when this city is not for demonstrating.</summary>
    private async Task<(IReadOnlyList<DemoDevice> Fleet, Script Script)?> Begin(CancellationToken cancellation)
    {
        while (!await settlers.CityHasBegun())
        {
            await Task.Delay(options.Beat, time, cancellation);
        }

        if (await settlers.Towns() is not { } towns)
        {
            LogElsewhere();
            return null;
        }

        var fleet = Settlers.Fleet(options.Seed, towns);
        var ordered = fleet.OrderByDescending(device => Story.Devices.Contains(device.Id.Value)).ToList();
        var first = await settlers.Find(ordered[0]);
        if (first is null ? await settlers.CityHasDevices(cancellation) : first.Origin != OriginKind.Simulated)
        {
            LogInhabited();
            return null;
        }

        // Its past is reported with the others'.
        var isNew = first is null;
        var began = (first ?? await settlers.Register(ordered[0])).RegisteredAt;
        var script = new Script(options.Seed, fleet, began);
        if (isNew)
        {
            await Settle(ordered[0], script.Past(ordered[0], time.GetUtcNow()));
        }

        LogBegins(fleet.Count, began);
        return (ordered, script);
    }

    private async Task MoveIn(IReadOnlyList<DemoDevice> fleet, Script script, CancellationToken cancellation)
    {
        var (began, known, done) = (time.GetUtcNow(), 0, 0);
        var waiting = new ConcurrentQueue<DemoDevice>(fleet.Where(device => !_reported.ContainsKey(device)));
        while (!waiting.IsEmpty)
        {
            var round = waiting.ToArray();
            waiting.Clear();
            await Parallel.ForEachAsync(round, Bounded(cancellation), async (device, _) =>
            {
                try
                {
                    if (!await MoveIn(device, script))
                    {
                        Interlocked.Increment(ref known);
                    }

                    if (Interlocked.Increment(ref done) % ProgressEvery == 0)
                    {
                        LogProgress(done, fleet.Count);
                    }
                }
                catch (Exception failure) when (!cancellation.IsCancellationRequested)
                {
                    LogNotYet(device.Id, failure);
                    waiting.Enqueue(device);
                }
            });
            if (!waiting.IsEmpty)
            {
                await Task.Delay(options.RetryPause, time, cancellation);
            }
        }

        var took = time.GetUtcNow() - began;
        LogSettled(fleet.Count, known, took);
        _settled.TrySetResult();
    }

    /// <summary>Registers a device with a short past, or finds it there and leaves it as it is.</summary>
    private async Task<bool> MoveIn(DemoDevice device, Script script)
    {
        if (await settlers.Find(device) is { } there)
        {
            // Somebody may have given the key to a device of their own: that one is left alone.
            if (there.Origin == OriginKind.Simulated && there.Model == device.Model)
            {
                _reported[device] = time.GetUtcNow();
            }

            return false;
        }

        await settlers.Register(device);
        await Settle(device, script.Past(device, time.GetUtcNow()));
        return true;
    }

    private async Task Settle(DemoDevice device, IReadOnlyList<ReportedReading> past)
    {
        var through = past.Count > 0 ? past[^1].Time!.Value : time.GetUtcNow();
        if (past.Count > 0 && await settlers.Report(device, past) is { } why)
        {
            LogLost(1, why.Code);
        }

        _reported[device] = through;
    }

    private async Task Report(Script script, CancellationToken cancellation)
    {
        using var beat = new PeriodicTimer(options.Beat, time);
        do
        {
            var now = time.GetUtcNow();
            var due = _reported.ToArray()
                .Select(one => (Device: one.Key, Readings: script.Readings(one.Key, Later(one.Value, now - options.GapMax), now)))
                .ToList();
            var lost = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(due, Bounded(cancellation), async (one, _) =>
            {
                _reported[one.Device] = now;
                if (one.Readings.Count > 0 && await Send(one.Device, one.Readings) is { } code)
                {
                    lost.Add(code);
                }
            });
            if (lost.TryPeek(out var sample))
            {
                LogLost(lost.Count, sample);
            }
        }
        while (await beat.WaitForNextTickAsync(cancellation));
    }

    /// <summary>Sends readings; a reading that finds no answer is lost, as it would be with a small device. Gives the code of what went wrong, or null.</summary>
    private async Task<string?> Send(DemoDevice device, IReadOnlyList<ReportedReading> readings)
    {
        try
        {
            var why = await settlers.Report(device, readings);
            if (why?.Code is "device-retired" or "device-unknown")
            {
                _reported.TryRemove(device, out _);
                return null;
            }

            return why?.Code;
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            return failure.GetType().Name;
        }
    }

    private ParallelOptions Bounded(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = options.CallsMax, CancellationToken = cancellation };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
