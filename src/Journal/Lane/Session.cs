namespace CityBrain.Journal.Lane;

/// <summary>
/// One activation's line into the writer's queue. Its appends are written in the order they were submitted; once one of them fails, all
/// later ones are withdrawn, because they were decided on what was not written.
/// </summary>
public sealed class Session
{
    internal Session()
    {
    }

    /// <summary>Whether an append of this session failed; nothing more is written under it.</summary>
    public bool Failed { get; internal set; }

    internal Queue<Pending> Waiting { get; } = new();
}

/// <summary>An append in the queue, and whom to tell.</summary>
internal sealed class Pending(Session session, Append append)
{
    // Replies must not run on the writer's thread.
    private readonly TaskCompletionSource<AppendOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? _patience;

    public Session Session { get; } = session;

    public Append Append { get; } = append;

    public IReadOnlyList<Link> Links { get; } = Link.Of(append);

    /// <summary>The store found that it cannot hold it.</summary>
    public bool Unstorable { get; set; }

    public Task<AppendOutcome> Outcome => _outcome.Task;

    public void Settle(AppendOutcome outcome)
    {
        if (_outcome.TrySetResult(outcome))
        {
            _patience?.Dispose();
        }
    }

    /// <summary>Nobody waits longer than this: then the outcome is unknown to all who wait, whatever becomes of the append.</summary>
    public void SettleAfter(TimeSpan patience, TimeProvider clock) =>
        _patience = clock.CreateTimer(static pending => ((Pending)pending!).Settle(new AppendOutcome(Fate.Unknown)), this, patience, Timeout.InfiniteTimeSpan);
}
