namespace CityBrain.Simulation.Worlds;

/// <summary>A clock that moves only when the simulation says so.</summary>
internal sealed class SimulatedClock : TimeProvider
{
    private readonly PriorityQueue<Timer, (long DueMs, long Number)> _timers = new();
    private long _made;

    public long NowMs { get; private set; } = 1_700_000_000_000;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.FromUnixTimeMilliseconds(NowMs);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(callback, state);
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            _timers.Enqueue(timer, (NowMs + (long)dueTime.TotalMilliseconds, _made++));
        }

        return timer;
    }

    /// <summary>Waits, on the caller's strand.</summary>
    public Task Pause(int milliseconds)
    {
        var over = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        CreateTimer(static over => ((TaskCompletionSource)over!).SetResult(), over, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
        return over.Task;
    }

    /// <summary>Moves on and fires what has become due.</summary>
    public void Advance(long milliseconds)
    {
        NowMs += milliseconds;
        while (_timers.TryPeek(out var timer, out var due) && (due.DueMs <= NowMs || timer.Stopped))
        {
            _timers.Dequeue();
            timer.Fire();
        }
    }

    /// <summary>Jumps to the next timer.</summary>
    /// <returns>False when there is none.</returns>
    public bool AdvanceToNext()
    {
        Advance(0);
        if (!_timers.TryPeek(out _, out var due))
        {
            return false;
        }

        Advance(due.DueMs - NowMs);
        return true;
    }

    private sealed class Timer(TimerCallback callback, object? state) : ITimer
    {
        public bool Stopped { get; private set; }

        public void Fire()
        {
            if (!Stopped)
            {
                Stopped = true;
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException("Timers here fire once.");

        public void Dispose() => Stopped = true;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
