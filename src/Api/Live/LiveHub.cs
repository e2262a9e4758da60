using System.Text.Json;
using CityBrain.Api.Admission;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Live;
using CityBrain.Grains.Interfaces.Places;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Live;

/// <summary>
/// The one follower of this process: while somebody looks, it follows the city once, writes each message once, and hands it to every viewer.
/// It waits for no viewer.
/// </summary>
internal sealed partial class LiveHub(
    CityCalls city, IOptions<LiveOptions> options, IOptions<JsonOptions> json, TimeProvider time, ILogger<LiveHub> logger) : BackgroundService
{
    private static readonly TimeSpan FollowWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<LiveViewer> _viewers = [];
    private readonly Dictionary<string, LiveFrame> _latest = new(StringComparer.Ordinal);
    private readonly Dictionary<string, byte[]> _figures = new(StringComparer.Ordinal);
    private TaskCompletionSource _wanted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LivePosition? _at;
    private int _round;

    private JsonSerializerOptions Json => json.Value.SerializerOptions;

    /// <summary>
    /// Lets a viewer join the others, unless they are ahead of it: then it has to catch up first. From here on it gets everything after
    /// where it stands, and at once the latest of every device and place.
    /// </summary>
    public bool TryJoin(LiveViewer viewer)
    {
        lock (_lock)
        {
            var at = _at ??= viewer.At;
            if (at.IsAfter(viewer.At))
            {
                return false;
            }

            viewer.Offer(_latest.Values);
            _viewers.Add(viewer);
            _wanted.TrySetResult();
            return true;
        }
    }

    /// <summary>Takes a viewer out; nobody is followed for nobody.</summary>
    public void Leave(LiveViewer viewer)
    {
        lock (_lock)
        {
            if (_viewers.Remove(viewer) && _viewers.Count == 0)
            {
                _wanted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                (_at, _round) = (null, _round + 1);
                _latest.Clear();
                _figures.Clear();
            }
        }
    }

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Persist(FollowWhileWanted, stoppingToken), Persist(ReadFiguresWhileWanted, stoppingToken));

    // Whatever fails is tried again: viewers wait, and are told where they are by their cursors.
    private async Task Persist(Func<CancellationToken, Task> round, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await Volatile.Read(ref _wanted).Task.WaitAsync(stopping);
                await round(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The process stops.
            }
            catch (Exception failure)
            {
                LogFailed(logger, failure);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
        }
    }

    private async Task FollowWhileWanted(CancellationToken stopping)
    {
        var mark = LiveMark.Beginning;
        var (_, round) = Standing();
        while (Standing() is ({ } at, var now) && now == round)
        {
            var question = new FollowLive { After = at, Readings = mark, Wait = FollowWait };
            var page = await city.Ask((grains, cancellation) => grains.LiveFeed().Follow(question, cancellation), stopping, CallClass.Live);
            if (page.Value is { } told)
            {
                mark = told.Readings ?? mark;
                Spread([.. told.News.Select(news => LiveFrame.Of(news, Json)), .. told.Points.Select(point => LiveFrame.Of(point, Json))], round, told.Through);
            }
            else
            {
                await Task.Delay(Pause, time, stopping);
            }
        }
    }

    private async Task ReadFiguresWhileWanted(CancellationToken stopping)
    {
        var (_, round) = Standing();
        while (Standing() is (not null, var now) && now == round)
        {
            var overview = await city.Ask((grains, _) => grains.City().Overview(), stopping);
            if (overview.Value is { } figures)
            {
                Spread([.. Changed(figures)], round, null);
            }

            await Task.Delay(options.Value.FiguresPeriod, time, stopping);
        }
    }

    private (LivePosition? At, int Round) Standing()
    {
        lock (_lock)
        {
            return (_at, _round);
        }
    }

    private void Spread(IReadOnlyList<LiveFrame> frames, int round, LivePosition? through)
    {
        lock (_lock)
        {
            // Everybody may have left and others come meanwhile: they stand elsewhere and are served by the next round.
            if (_at is null || _round != round)
            {
                return;
            }

            foreach (var frame in frames)
            {
                if (frame.Key is { } key)
                {
                    _latest[key] = frame;
                }
            }

            _viewers.ForEach(viewer => viewer.Offer(frames));

            if (through is { } reached)
            {
                _at = reached;
                _viewers.ForEach(viewer => viewer.Pass(reached));
            }
        }
    }

    // A place's figures are told when they change, not every time they are read.
    private IEnumerable<LiveFrame> Changed(CityOverview overview)
    {
        var places = overview.Districts.Select(district => (district.Code, district.Name, district.State)).Prepend((overview.Code, overview.Name, overview.State));
        foreach (var (code, name, state) in places)
        {
            var figures = JsonSerializer.SerializeToUtf8Bytes(state with { AsOf = default }, Json);
            bool changed;
            lock (_lock)
            {
                changed = !_figures.TryGetValue(code, out var before) || !figures.AsSpan().SequenceEqual(before);
                _figures[code] = figures;
            }

            if (changed)
            {
                yield return LiveFrame.Of(code, name, state, Json);
            }
        }
    }

    [LoggerMessage(EventId = 40, Level = LogLevel.Error, Message = "The city could not be followed for the live feed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
