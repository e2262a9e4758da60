namespace CityBrain.Journal.Rows;

/// <summary>Where a fact stands in its lane. A lane is gapless, so that a position is a cursor: everything at or before it has been seen.</summary>
/// <param name="Lane">The lane: one writer's sequence of batches.</param>
/// <param name="Batch">The batch in the lane, from 1.</param>
/// <param name="Ordinal">The row in the batch, from 0.</param>
public readonly record struct Position(int Lane, long Batch, int Ordinal)
{
    /// <summary>Whether this stands after the other one. Positions of different lanes have no order.</summary>
    /// <exception cref="ArgumentException">The lanes differ.</exception>
    public bool IsAfter(Position other) => Lane == other.Lane
        ? (Batch, Ordinal).CompareTo((other.Batch, other.Ordinal)) > 0
        : throw new ArgumentException($"Lanes {Lane} and {other.Lane} have no common order.", nameof(other));
}
