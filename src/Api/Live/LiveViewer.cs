using System.Diagnostics.CodeAnalysis;
using CityBrain.Grains.Interfaces.Live;

namespace CityBrain.Api.Live;

/// <summary>
/// What waits for one viewer: alarms and incidents in order and none left out, and of everything else the latest under each key. It is
/// bounded: a viewer for whom more alarms wait than it may have is cut, and comes back with its cursor.
/// </summary>
internal sealed class LiveViewer(LiveFilter filter, LiveOptions options, LiveMeters meters)
{
    private const int RoomKept = 64;

    private readonly Lock _lock = new();
    private readonly Queue<LiveFrame> _news = new();
    private readonly Dictionary<string, LiveFrame> _latest = new(StringComparer.Ordinal);
    private readonly Queue<string> _keys = new();
    private readonly TaskCompletionSource _ended = Signal();
    private TaskCompletionSource _waiting = Signal();
    private LivePosition _at;
    private LiveEnd? _end;

    /// <summary>The position up to which the viewer has, or has waiting, every alarm and incident that it wants.</summary>
    public LivePosition At
    {
        get
        {
            lock (_lock)
            {
                return _at;
            }
        }
    }

    /// <summary>Done when the feed is to end.</summary>
    public Task WhenEnded => _ended.Task;

    /// <summary>Whether a frame is one for this viewer.</summary>
    public bool Wants(LiveFrame frame) => filter.Wants(frame);

    /// <summary>Hands frames over; what the viewer has already, or does not want, is left out.</summary>
    public void Offer(IEnumerable<LiveFrame> frames)
    {
        lock (_lock)
        {
            foreach (var frame in frames)
            {
                if (_end is null && Wants(frame) && !(frame.At is { } at && !at.IsAfter(_at)))
                {
                    Put(frame);
                }
            }

            if (_news.Count > 0 || _keys.Count > 0)
            {
                _waiting.TrySetResult();
            }
        }
    }

    /// <summary>Says that up to a position everything that the viewer wants was offered.</summary>
    public void Pass(LivePosition at)
    {
        lock (_lock)
        {
            if (at.IsAfter(_at))
            {
                _at = at;
            }
        }
    }

    /// <summary>Where the viewer stands when no alarm or incident waits for it: only then it may be told as its cursor.</summary>
    public bool TryCursor(out LivePosition at)
    {
        lock (_lock)
        {
            at = _at;
            return _end is null && _news.Count == 0;
        }
    }

    /// <summary>Ends the feed; what waits is not sent any more, so that the viewer's last cursor is where it comes back.</summary>
    public void End(LiveEnd end)
    {
        lock (_lock)
        {
            EndNow(end);
        }
    }

    /// <summary>Why the feed ends; null while it goes on.</summary>
    public LiveEnd? EndReason
    {
        get
        {
            lock (_lock)
            {
                return _end;
            }
        }
    }

    /// <summary>Takes what waits: news before everything else, then what has waited longest.</summary>
    /// <param name="frames">Where it is put, in order.</param>
    /// <param name="most">How many at a time: what is taken is not conflated any more.</param>
    /// <param name="waiting">Where nothing waits: done when something does, or when the feed is to end.</param>
    public bool TryTake(List<LiveFrame> frames, int most, [NotNullWhen(false)] out Task? waiting)
    {
        lock (_lock)
        {
            waiting = null;
            while (_end is null && frames.Count < most && (_news.TryDequeue(out var frame) || (_keys.TryDequeue(out var key) && _latest.Remove(key, out frame))))
            {
                frames.Add(frame);
            }

            GiveRoomBack();
            if (frames.Count > 0)
            {
                return true;
            }

            if (_waiting.Task.IsCompleted && _end is null)
            {
                _waiting = Signal();
            }

            waiting = _waiting.Task;
            return false;
        }
    }

    // Who has just come gets the latest of every device at once; the room for that is not needed again.
    private void GiveRoomBack()
    {
        if (_keys.Count == 0 && _latest.EnsureCapacity(0) > RoomKept)
        {
            _latest.TrimExcess();
            _keys.TrimExcess();
        }
    }

    private void Put(LiveFrame frame)
    {
        if (frame.Key is { } key)
        {
            Replace(key, frame);
        }
        else if (_news.Count < options.NewsWaitingMax)
        {
            _news.Enqueue(frame);
        }
        else
        {
            EndNow(LiveRefusals.TooSlow);
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Replace(string key, LiveFrame frame)
    {
        if (!_latest.TryAdd(key, frame))
        {
            _latest[key] = frame;
            meters.Conflated(frame.Type);
        }
        else if (_latest.Count <= options.KeysWaitingMax)
        {
            _keys.Enqueue(key);
        }
        else
        {
            EndNow(LiveRefusals.TooSlow);
        }
    }

    private void EndNow(LiveEnd end)
    {
        if (_end is null)
        {
            _end = end;
            _waiting.TrySetResult();
            _ended.TrySetResult();
        }
    }
}
