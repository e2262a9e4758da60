namespace CityBrain.Storage.Retention;

/// <summary>What a step of retention did.</summary>
public enum RetentionDeed
{
    /// <summary>Nothing: no day is due.</summary>
    Idle,

    /// <summary>It read on through a day that is due.</summary>
    Looked,

    /// <summary>The stub of a day is durable; its readings go from now on.</summary>
    Stubbed,

    /// <summary>Some readings of a stubbed day went.</summary>
    Removed,

    /// <summary>A day that is due does not hold what was written. It is evidence: nothing goes until somebody has looked.</summary>
    Damaged,

    /// <summary>It could not go on now; it is tried again.</summary>
    HeldUp,
}

/// <summary>One step.</summary>
/// <param name="Deed">What it did.</param>
/// <param name="Day">The day it is about, of the city's clock.</param>
/// <param name="Readings">Readings that the stub orders to go, or that went.</param>
/// <param name="Why">Why it could not go on, in words.</param>
public readonly record struct RetentionStep(RetentionDeed Deed, DateOnly? Day = null, long Readings = 0, string? Why = null);
