using CityBrain.Grains.Interfaces.Live;

namespace CityBrain.Api.Live;

/// <summary>One viewer: what it wants, how far it is, and whether its feed is to end. What waits for it stands on the <see cref="LiveBoard"/>.</summary>
internal sealed class LiveViewer(LiveFilter filter)
{
    private readonly TaskCompletionSource<LiveEnd> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>How far it is. The board changes it while the viewer takes; nobody else meanwhile.</summary>
    public LiveProgress Progress { get; set; }

    /// <summary>Done when the feed is to end.</summary>
    public Task<LiveEnd> WhenEnded => _ended.Task;

    /// <summary>Why the feed ends; null while it goes on.</summary>
    public LiveEnd? EndReason => _ended.Task.IsCompleted ? _ended.Task.Result : null;

    /// <summary>Whether it wants everything.</summary>
    public bool WantsAll => filter == LiveFilter.None;

    /// <summary>Whether a frame is one for this viewer.</summary>
    public bool Wants(LiveFrame frame) => filter.Wants(frame);

    /// <summary>Says that it has every alarm and incident that it wants up to a position.</summary>
    public void Pass(LivePosition at)
    {
        if (at.IsAfter(Progress.At))
        {
            Progress = Progress with { At = at };
        }
    }

    /// <summary>Ends the feed; what waits is not sent any more, so that the viewer's last cursor is where it comes back.</summary>
    public void End(LiveEnd end) => _ended.TrySetResult(end);
}
