namespace CityBrain.Journal.Lane;

/// <summary>How a lane's writer works.</summary>
public sealed record LaneOptions
{
    /// <summary>The lane; one per silo.</summary>
    public int Lane { get; init; } = 1;

    /// <summary>Rows after which a batch is closed: large enough to share a sync among all that wait, small enough that a reply waits some milliseconds only.</summary>
    public int BatchRowsMax { get; init; } = 2_000;

    /// <summary>Rows that may wait; beyond its share of this, each class is told to come back.</summary>
    public int QueueRowsMax { get; init; } = 100_000;

    /// <summary>How often a bump is tried again because the lane moved meanwhile: an earlier commit of this writer can land late once.</summary>
    public int BumpAttemptsMax { get; init; } = 3;
}

/// <summary>This writer does not hold its lane any more. The process must end: whatever it had in flight stays unknown until asked again.</summary>
public sealed class LaneLostException : Exception
{
    /// <summary>Says why.</summary>
    public LaneLostException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}
