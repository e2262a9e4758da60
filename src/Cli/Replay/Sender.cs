using System.Threading.Channels;
using CityBrain.Cli.City;
using CityBrain.Cli.Output;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Replay;

/// <summary>
/// Sends readings of a session over several connections. A device belongs to one connection for the whole run, and a connection has one
/// request under way, so that each device's readings arrive in the file's order whatever is sent again.
/// </summary>
/// <param name="city">The city.</param>
/// <param name="session">The replay session.</param>
/// <param name="options">Connections and speed.</param>
/// <param name="time">Real time, for the pace.</param>
public sealed class Sender(CityClient city, string session, ReplayOptions options, TimeProvider time)
{
    private const int QueueReadingsMax = 2 * Chunk.ReadingsMax;

    /// <summary>What the city said so far.</summary>
    public Receipts Receipts { get; } = new();

    /// <summary>Sends all readings; returns when each is acknowledged or refused.</summary>
    /// <exception cref="CommandFailedException">The city stays away or refuses a chunk as a whole.</exception>
    public async Task Send(IEnumerable<SourceReading> readings, AckLog log, Progress progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queues = Enumerable.Range(0, options.Connections)
            .Select(_ => Channel.CreateBounded<SourceReading>(new BoundedChannelOptions(QueueReadingsMax) { SingleReader = true, SingleWriter = true }))
            .ToArray();
        List<Task> parts = [Distribute(readings, queues, stop.Token)];
        parts.AddRange(queues.Select(queue => Drain(queue.Reader, log, progress, stop.Token)));
        while (parts.Count > 0)
        {
            var done = await Task.WhenAny(parts);
            parts.Remove(done);
            if (!done.IsCompletedSuccessfully)
            {
                await stop.CancelAsync();
                await Task.WhenAll(parts).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
                await done;
            }
        }
    }

    private async Task Distribute(IEnumerable<SourceReading> readings, Channel<SourceReading>[] queues, CancellationToken cancellation)
    {
        await Task.Yield();
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        var pace = new Pace(time, options.Speed);
        foreach (var reading in readings)
        {
            await pace.Until(reading.ObservedAt, cancellation);
            if (!places.TryGetValue(reading.Device, out var place))
            {
                places[reading.Device] = place = places.Count % queues.Length;
            }

            await queues[place].Writer.WriteAsync(reading, cancellation);
        }

        foreach (var queue in queues)
        {
            queue.Writer.Complete();
        }
    }

    private async Task Drain(ChannelReader<SourceReading> queue, AckLog log, Progress progress, CancellationToken cancellation)
    {
        using var chunk = new Chunk();
        while (await queue.WaitToReadAsync(cancellation))
        {
            while (!chunk.IsFull && queue.TryRead(out var reading))
            {
                chunk.Add(reading);
            }

            // At full speed a request is worth waiting for a full chunk; at a chosen pace what is due goes now.
            if (chunk.IsFull || (options.Speed is not null && chunk.Readings.Count > 0))
            {
                await SendChunk(chunk, log, progress, cancellation);
            }
        }

        if (chunk.Readings.Count > 0)
        {
            await SendChunk(chunk, log, progress, cancellation);
        }
    }

    private async Task SendChunk(Chunk chunk, AckLog log, Progress progress, CancellationToken cancellation)
    {
        var reply = await city.Post($"api/v1/replays/{session}/readings", chunk.Body(), null, cancellation);
        var acknowledged = Receipts.Add(chunk.Readings, reply.Expect("readings of the replay"));
        log.Write(acknowledged);
        progress.Add(chunk.Readings.Count);
        chunk.Clear();
    }
}
