namespace CityBrain.Journal.Lane;

/// <summary>A batch that has become durable, for those who follow the lane in the writer's own process.</summary>
/// <param name="Head">The lane's head after it.</param>
/// <param name="Appends">What it holds, in order.</param>
/// <param name="Took">How long the commit took: the sync, and writing the anchor.</param>
public readonly record struct CommittedBatch(LaneHead Head, IReadOnlyList<PlacedAppend> Appends, TimeSpan Took);
