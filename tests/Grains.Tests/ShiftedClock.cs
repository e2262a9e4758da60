namespace CityBrain.Grains.Tests;

/// <summary>The real clock, some time ahead. Only now is moved; timers and waits stay real, so that nothing hangs.</summary>
public sealed class ShiftedClock : TimeProvider
{
    private long _aheadTicks;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(Interlocked.Read(ref _aheadTicks));

    /// <summary>Moves now forward.</summary>
    public void Shift(TimeSpan time) => Interlocked.Add(ref _aheadTicks, time.Ticks);
}
