namespace CityBrain.Cli.Replay;

/// <summary>Holds readings back so that observed time passes at a chosen multiple of real time.</summary>
/// <param name="time">Real time.</param>
/// <param name="speed">The multiple; null never waits.</param>
public sealed class Pace(TimeProvider time, double? speed)
{
    private long _began;
    private DateTimeOffset? _first;

    /// <summary>Waits until a reading observed then may be sent.</summary>
    public async ValueTask Until(DateTimeOffset observedAt, CancellationToken cancellation)
    {
        if (speed is not { } factor)
        {
            return;
        }

        if (_first is not { } first)
        {
            (_first, _began) = (observedAt, time.GetTimestamp());
            return;
        }

        var wait = ((observedAt - first) / factor) - time.GetElapsedTime(_began);
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellation);
        }
    }
}
