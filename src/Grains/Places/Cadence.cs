namespace CityBrain.Grains.Places;

/// <summary>The first change goes up at once, later ones at most twice a second.</summary>
internal sealed class Cadence(Grain grain, Func<Task> announce)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private IGrainTimer? _timer;
    private bool _pausing;
    private bool _changed;

    /// <summary>Something changed.</summary>
    public async Task Changed()
    {
        if (_pausing)
        {
            _changed = true;
            return;
        }

        _pausing = true;
        _timer ??= grain.RegisterGrainTimer(Resume, new GrainTimerCreationOptions(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan) { Interleave = true });
        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
        await announce();
    }

    private async Task Resume(CancellationToken cancellation)
    {
        _pausing = false;
        if (_changed)
        {
            _changed = false;
            await Changed();
        }
    }
}
