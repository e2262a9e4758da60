using System.Collections.Concurrent;
using CityBrain.Grains.Interfaces.Live;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using Microsoft.Extensions.Hosting;

namespace CityBrain.Grains.Live;

/// <summary>
/// Sees every batch of this silo's lane as it becomes durable, and remembers the latest reading of each device: what is shown as a point.
/// It works on the pumping thread, so it only puts references into tables; whoever follows does the rest.
/// </summary>
public sealed class LiveTap(LaneWriter writer, TimeProvider clock) : IHostedService
{
    private readonly ConcurrentDictionary<string, LatestReading> _latest = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Standing> _standings = new(StringComparer.Ordinal);
    private readonly long _run = clock.GetUtcNow().ToUnixTimeMilliseconds();
    private TaskCompletionSource _facts = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _version;

    /// <summary>Done when a batch with facts is durable. Taken before reading, so that nothing slips between.</summary>
    public Task NextFacts => Volatile.Read(ref _facts).Task;

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        writer.Committed += Take;
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken)
    {
        writer.Committed -= Take;
        return Task.CompletedTask;
    }

    /// <summary>The latest readings that changed after a mark, oldest change first, and how far that reaches.</summary>
    internal (IReadOnlyList<LatestReading> Changed, LiveMark Through) ChangedAfter(LiveMark mark, int limit)
    {
        // What was put in before the count was published is in the table; what is newer comes with the next look.
        var bound = Volatile.Read(ref _version);
        var after = mark.Run == _run ? mark.Version : 0;
        if (after >= bound)
        {
            return ([], new LiveMark(_run, bound));
        }

        var changed = new List<LatestReading>();
        foreach (var (_, latest) in _latest)
        {
            if (latest.Version > after && latest.Version <= bound)
            {
                changed.Add(latest);
            }
        }

        changed.Sort(static (one, other) => one.Version.CompareTo(other.Version));
        return changed.Count <= limit
            ? (changed, new LiveMark(_run, bound))
            : (changed[..limit], new LiveMark(_run, changed[limit - 1].Version));
    }

    /// <summary>What kind of device a stream is and where it stands, if that was heard since the silo started.</summary>
    internal Standing? StandingOf(string stream) => _standings.TryGetValue(stream, out var known) ? known : null;

    /// <summary>Remembers where a device stands as a list says it; what a batch said meanwhile is newer and stays.</summary>
    internal Standing Remember(string stream, Standing read) => _standings.GetOrAdd(stream, read);

    private void Take(CommittedBatch batch)
    {
        var facts = false;
        var version = _version;
        foreach (var (append, _) in batch.Appends)
        {
            facts |= append.Facts.Count > 0;
            foreach (var view in append.Views)
            {
                if (view.Kind == Lists.Device)
                {
                    _standings[view.Stream] = new Standing(view.Topic, view.Place);
                }
            }

            if (append.Readings is { } readings && Newest(readings.Rows) is { } newest
                && (!_latest.TryGetValue(readings.Stream, out var known) || known.Row.ObservedMs < newest.ObservedMs))
            {
                _latest[readings.Stream] = new LatestReading(++version, newest, batch.Head.RecordedMs);
            }
        }

        Volatile.Write(ref _version, version);
        if (facts)
        {
            Interlocked.Exchange(ref _facts, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
        }
    }

    // What came late, claimed a time to come, or stands beside a first reading is no latest reading.
    private static ReadingRow? Newest(IReadOnlyList<ReadingRow> rows)
    {
        ReadingRow? newest = null;
        foreach (var row in rows)
        {
            if (row is { Variant: 0, Mark: ReadingMark.None } && !(row.ObservedMs < newest?.ObservedMs))
            {
                newest = row;
            }
        }

        return newest;
    }

    /// <summary>A device's latest reading.</summary>
    internal sealed record LatestReading(long Version, ReadingRow Row, long RecordedMs);

    /// <summary>A device's model and place.</summary>
    internal sealed record Standing(string Model, string Place);
}
