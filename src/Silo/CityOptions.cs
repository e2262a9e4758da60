namespace CityBrain.Silo;

/// <summary>How one process runs the city.</summary>
public sealed record CityOptions
{
    /// <summary>Folder of everything the city knows.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Folder of the anchors; null for one beside the data. In production it lies on another disk.</summary>
    public string? AnchorFolder { get; init; }

    /// <summary>
    /// For how many whole days readings are kept, 32 to 36,525, by the day on which they were recorded; null keeps everything. Facts are
    /// always kept.
    /// </summary>
    public int? KeepDays { get; init; }

    /// <summary>Whether traces go on from caller to grain and from grain to grain; it costs every call a little.</summary>
    public bool Traced { get; init; }

    /// <summary>What to do when the lane is lost: whatever was in flight stays unknown, so the process must end. Tests look instead.</summary>
    public Action<Exception>? LaneLost { get; init; }
}
