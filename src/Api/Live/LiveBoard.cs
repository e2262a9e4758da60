using CityBrain.Grains.Interfaces.Live;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Live;

/// <summary>
/// What is told to all viewers of this process, kept once: alarms and incidents in order, so many as may wait for a viewer, and of everything
/// else the latest under each key. A viewer only knows how far it has read; one that is further behind than the board reaches is cut, and comes
/// back with its cursor. While nobody looks, the board is empty.
/// </summary>
internal sealed class LiveBoard(IOptions<LiveOptions> options, LiveMeters meters)
{
    private const int FramesPerTurnMax = 256;

    private readonly Lock _lock = new();
    private readonly List<LiveViewer> _viewers = [];
    private readonly List<LiveFrame> _news = [];
    private readonly LiveLatest _latest = new();
    private TaskCompletionSource _wanted = Signal();
    private TaskCompletionSource _next = Signal();
    private LivePosition? _at;
    private LivePosition _dropped;

    // What the last viewer that wants everything was sent, while nothing newer was put up.
    private LiveTurn? _shared;
    private int _round;

    /// <summary>Done while somebody looks.</summary>
    public Task WhenWanted => Volatile.Read(ref _wanted).Task;

    /// <summary>The position up to which everything was told, null while nobody looks; and in which round: another one began when all had left.</summary>
    public (LivePosition? At, int Round) Standing
    {
        get
        {
            lock (_lock)
            {
                return (_at, _round);
            }
        }
    }

    /// <summary>
    /// Lets a viewer join the others, unless they are ahead of it: then it has to catch up first. From here on it gets everything after
    /// where it stands, and at once the latest of every device and place.
    /// </summary>
    public bool TryJoin(LiveViewer viewer)
    {
        lock (_lock)
        {
            var at = _at ??= viewer.Progress.At;
            if (at.IsAfter(viewer.Progress.At))
            {
                return false;
            }

            _viewers.Add(viewer);
            _wanted.TrySetResult();
            return true;
        }
    }

    /// <summary>Takes a viewer out; nothing is kept for nobody.</summary>
    public void Leave(LiveViewer viewer)
    {
        lock (_lock)
        {
            if (_viewers.Remove(viewer) && _viewers.Count == 0)
            {
                _wanted = Signal();
                (_at, _dropped, _shared, _round) = (null, default, null, _round + 1);
                _news.Clear();
                _latest.Clear();
            }
        }
    }

    /// <summary>Puts frames up for everybody, and says how far that reaches.</summary>
    /// <param name="frames">Alarms and incidents in the order of their positions.</param>
    /// <param name="round">The round in which they were asked for: to others who came meanwhile they do not belong.</param>
    /// <param name="through">The position up to which nothing is missing; null when only figures were read.</param>
    public void Put(IReadOnlyList<LiveFrame> frames, int round, LivePosition? through)
    {
        lock (_lock)
        {
            if (_at is null || _round != round)
            {
                return;
            }

            foreach (var frame in frames)
            {
                Put(frame);
            }

            DropOld();
            (_at, _shared) = (through ?? _at, null);
            Interlocked.Exchange(ref _next, Signal()).TrySetResult();
        }
    }

    /// <summary>
    /// Takes what waits for a viewer: news before everything else, then what has waited longest. Nothing when nothing waits, or when it is so far
    /// behind that something it had to get is gone: then its feed ends.
    /// </summary>
    /// <param name="viewer">Who takes.</param>
    /// <param name="next">Done when there may be more.</param>
    public LiveTurn? Take(LiveViewer viewer, out Task next)
    {
        lock (_lock)
        {
            next = _next.Task;
            if (_dropped.IsAfter(viewer.Progress.At))
            {
                viewer.End(LiveRefusals.TooSlow);
                return null;
            }

            var turn = viewer.WantsAll && _shared?.From == viewer.Progress ? _shared : Gather(viewer);
            viewer.Progress = turn.To;
            return turn.Messages.Count > 0 ? turn : null;
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Put(LiveFrame frame)
    {
        if (frame.Key is null)
        {
            _news.Add(frame);
        }
        else if (_latest.Put(frame) is var (replaced, number))
        {
            foreach (var viewer in _viewers)
            {
                if (viewer.Progress.Latest < number && viewer.Wants(replaced))
                {
                    meters.Conflated(replaced.Type);
                }
            }
        }
    }

    private void DropOld()
    {
        var tooMany = _news.Count - options.Value.NewsWaitingMax;
        if (tooMany > 0)
        {
            _dropped = _news[tooMany - 1].At ?? _dropped;
            _news.RemoveRange(0, tooMany);
        }
    }

    private LiveTurn Gather(LiveViewer viewer)
    {
        var (at, latest) = viewer.Progress;
        var frames = new List<LiveFrame>();
        for (var from = _news.FindLastIndex(news => !news.At!.Value.IsAfter(at)) + 1; from < _news.Count && frames.Count < FramesPerTurnMax; from++)
        {
            at = _news[from].At!.Value;
            if (viewer.Wants(_news[from]))
            {
                frames.Add(_news[from]);
            }
        }

        if (frames.Count < FramesPerTurnMax && _at is { } reached && reached.IsAfter(at))
        {
            at = reached;
        }

        foreach (var (frame, number) in _latest.After(latest))
        {
            if (frames.Count == FramesPerTurnMax)
            {
                break;
            }

            latest = number;
            if (viewer.Wants(frame))
            {
                frames.Add(frame);
            }
        }

        var turn = new LiveTurn(viewer.Progress, new LiveProgress(at, latest), frames);
        _shared = viewer.WantsAll ? turn : _shared;
        return turn;
    }
}
