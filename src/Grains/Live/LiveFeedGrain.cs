using CityBrain.Grains.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Live;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using Orleans.Concurrency;

namespace CityBrain.Grains.Live;

/// <summary>Tells followers what is new in this silo's lane. It keeps nothing, and every question waits by itself.</summary>
[StatelessWorker]
public sealed class LiveFeedGrain(LiveTap tap, LiveNewsReader news, LaneWriter writer, IJournalReader reader, IViews views, TimeProvider clock) : Grain, ILiveFeedGrain
{
    private const int PageFacts = 2_000;
    private const int PagePoints = 2_000;

    // Facts wake a follower at once, readings at this rhythm: what changes in between is told once.
    private static readonly TimeSpan PointsPeriod = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan WaitMax = TimeSpan.FromSeconds(5);

    private static readonly Refusal CursorInvalid = new(
        "cursor-invalid", "The cursor is none that this city gave.", "Leave it out to begin with what comes next, and read the lists for what was before.", RefusalKind.Invalid);

    /// <inheritdoc/>
    public async Task<Answer<LivePage>> Follow(FollowLive question, CancellationToken cancellation)
    {
        var head = writer.Head;

        // A batch can be read, and told, a moment before the writer counts it in.
        if (question.After is { } given && (given.Lane != head.Lane || given.Batch > head.Batch + 1 || given.Ordinal > LivePosition.OrdinalMax))
        {
            return CursorInvalid;
        }

        var began = clock.GetTimestamp();
        var at = question.After is { } after ? new Position(after.Lane, after.Batch, after.Ordinal) : await End(head, cancellation);
        var wait = question.Wait < WaitMax ? question.Wait : WaitMax;
        while (true)
        {
            var next = tap.NextFacts;
            var page = await reader.ReadLane(at, PageFacts, cancellation);
            var told = await news.Read(page.Facts, cancellation);
            var points = question.Readings is { } mark ? await Points(mark, cancellation) : null;
            if (told.Count > 0 || points is { Changed.Count: > 0 } || clock.GetElapsedTime(began) >= wait)
            {
                return new LivePage
                {
                    News = told,
                    Through = new LivePosition(page.Through.Lane, page.Through.Batch, page.Through.Ordinal),
                    Points = points?.Changed ?? [],
                    Readings = points?.Through,
                    More = page.Through.Batch < head.Batch,
                };
            }

            at = page.Through;
            if (page.Facts.Count == 0)
            {
                await Task.WhenAny(next, Task.Delay(PointsPeriod, clock, cancellation));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    /// <summary>The position of the last row there is.</summary>
    private async ValueTask<Position> End(LaneHead head, CancellationToken cancellation) =>
        (await reader.ReadLane(new Position(head.Lane, head.Batch, 0), PageFacts, cancellation)).Through;

    private async Task<Told> Points(LiveMark mark, CancellationToken cancellation)
    {
        var (latest, through) = tap.ChangedAfter(mark, PagePoints);
        var points = new List<LivePoint>(latest.Count);
        foreach (var one in latest)
        {
            if ((tap.StandingOf(one.Row.Stream) ?? await Look(one.Row.Stream, cancellation)) is { } standing)
            {
                points.Add(new LivePoint(DeviceViews.IdOf(one.Row.Stream), standing.Model, standing.Place, one.Row.ToView(one.RecordedMs)));
            }
        }

        return new Told(points, through);
    }

    private async ValueTask<LiveTap.Standing?> Look(string stream, CancellationToken cancellation)
    {
        var page = await views.Query(new ViewQuery { Kind = Lists.Device, Stream = stream, Limit = 1 }, cancellation);
        return page.Rows is [var row, ..] ? tap.Remember(stream, new LiveTap.Standing(row.Topic, row.Place)) : null;
    }

    private sealed record Told(IReadOnlyList<LivePoint> Changed, LiveMark Through);
}
