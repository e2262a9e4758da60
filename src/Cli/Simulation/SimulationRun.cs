using CityBrain.Cli.Output;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>
/// Lets a fleet report by its timetable, each reading when it is due and not before (open loop): a city that is slow is sent no less. A
/// connection has one message under way; what falls due meanwhile goes with the next, so that nothing is left out. Acknowledgement is timed
/// from when the oldest reading of the message was due, so that waiting is counted.
/// </summary>
/// <param name="link">How readings are sent.</param>
/// <param name="connections">Messages under way at once.</param>
/// <param name="tally">Takes what became of them.</param>
/// <param name="time">Real time.</param>
internal sealed class SimulationRun(ITelemetryLink link, int connections, Tally tally, TimeProvider time)
{
    /// <summary>Readings of one message, as the city takes them.</summary>
    private const int MessageReadingsMax = 1_000;

    /// <summary>Runs to the timetable's end; returns when every reading is acknowledged or refused.</summary>
    /// <exception cref="CommandFailedException">The city stays away or refuses a message.</exception>
    public Task Run(Timetable timetable, Progress progress, CancellationToken cancellation)
    {
        var parts = Math.Min(connections, timetable.Fleet.Count);
        return Senders.Run(parts, (part, stop) => Follow(timetable.Part(part, parts), progress, stop), cancellation);
    }

    private async Task Follow(IEnumerable<DueReading> readings, Progress progress, CancellationToken cancellation)
    {
        using var next = readings.GetEnumerator();
        var more = next.MoveNext();
        while (more)
        {
            var wait = next.Current.Reading.ObservedAt - time.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, time, cancellation);
            }

            var now = time.GetUtcNow();
            var due = new List<SourceReading>();
            do
            {
                due.Add(next.Current.Reading);
                more = next.MoveNext();
            }
            while (more && due.Count < MessageReadingsMax && next.Current.Reading.ObservedAt <= now);
            foreach (var message in link.Mixes ? [due] : due.GroupBy(reading => reading.Device, StringComparer.Ordinal).Select(device => device.ToList()))
            {
                var acknowledged = await link.Send(message, cancellation);
                tally.Add(message.Count, acknowledged, time.GetUtcNow() - message[0].ObservedAt);
                progress.Add(acknowledged.Count);
            }
        }
    }
}
