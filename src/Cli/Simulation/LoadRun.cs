using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>How hard a load presses.</summary>
/// <param name="InFlight">Messages under way at once.</param>
/// <param name="Batch">Readings of one message.</param>
/// <param name="Length">For how long new messages are begun.</param>
internal sealed record Pressure(int InFlight, int Batch, TimeSpan Length);

/// <summary>
/// Sends as fast as a city acknowledges (closed loop): each of a bounded number of senders has one message under way and begins the next when
/// it is acknowledged. A device belongs to one sender. Acknowledgement is timed from sending.
/// </summary>
/// <param name="link">How readings are sent.</param>
/// <param name="seed">The run's seed.</param>
/// <param name="tally">Takes what became of them.</param>
/// <param name="time">Real time.</param>
internal sealed class LoadRun(ITelemetryLink link, long seed, Tally tally, TimeProvider time)
{
    private static readonly TimeSpan AheadMax = TimeSpan.FromMinutes(1);

    /// <summary>Runs; returns how long it took until the last acknowledgement.</summary>
    /// <exception cref="Output.CommandFailedException">The city stays away or refuses a message.</exception>
    public async Task<TimeSpan> Run(IReadOnlyList<SimulatedDevice> fleet, Pressure pressure, CancellationToken cancellation)
    {
        var senders = Math.Min(pressure.InFlight, fleet.Count);
        var began = time.GetTimestamp();
        await Senders.Run(senders, (sender, stop) => Press([.. fleet.Where(device => device.Number % senders == sender)], pressure, began, stop), cancellation);
        return time.GetElapsedTime(began);
    }

    private async Task Press(SimulatedDevice[] devices, Pressure pressure, long began, CancellationToken cancellation)
    {
        var (last, newest) = (new long[devices.Length], 0L);
        var message = new List<SourceReading>(pressure.Batch);
        for (var turn = 0L; time.GetElapsedTime(began) < pressure.Length; turn++)
        {
            // Times are in ms and differ, so a device makes at most 1,000 readings a second; it may run ahead a little, far less than the city takes for a wrong clock.
            var ahead = DateTimeOffset.FromUnixTimeMilliseconds(newest) - time.GetUtcNow() - AheadMax;
            if (ahead > TimeSpan.Zero)
            {
                await Task.Delay(ahead, time, cancellation);
            }

            message.Clear();
            for (var i = 0; i < pressure.Batch; i++)
            {
                var place = (int)((link.Mixes ? (turn * pressure.Batch) + i : turn) % devices.Length);
                last[place] = Math.Max(time.GetUtcNow().ToUnixTimeMilliseconds(), last[place] + 1);
                newest = Math.Max(newest, last[place]);
                message.Add(Reading(devices[place], turn, DateTimeOffset.FromUnixTimeMilliseconds(last[place])));
            }

            var sent = time.GetTimestamp();
            var acknowledged = await link.Send([.. message], cancellation);
            tally.Add(message.Count, acknowledged, time.GetElapsedTime(sent));
        }
    }

    private SourceReading Reading(SimulatedDevice device, long step, DateTimeOffset at) =>
        new(device.Id, device.Id, at, device.Rhythm.Values(new Moment(seed, device.Number, step, at)));
}
