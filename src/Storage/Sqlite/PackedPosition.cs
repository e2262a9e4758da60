using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>
/// A position as one integer, in the same order: 7 bits of lane, 38 of batch, 18 of ordinal. It is the key of facts, readings and batches,
/// so that a row is found, ordered and followed by its position without an index: rows are appended at the table's end.
/// 38 bits are 8 years of 1,000 batches a second.
/// </summary>
internal static class PackedPosition
{
    private const int OrdinalBits = 18;
    private const int BatchBits = 38;

    public const int LaneMax = (1 << 7) - 1;
    public const long BatchMax = (1L << BatchBits) - 1;
    public const int OrdinalMax = (1 << OrdinalBits) - 1;

    public static long Pack(int lane, long batch, int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lane);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lane, LaneMax);
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batch, BatchMax);
        ArgumentOutOfRangeException.ThrowIfNegative(ordinal);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ordinal, OrdinalMax);
        return ((long)lane << (BatchBits + OrdinalBits)) | (batch << OrdinalBits) | (uint)ordinal;
    }

    public static long Pack(Position position) => Pack(position.Lane, position.Batch, position.Ordinal);

    public static Position Unpack(long packed) => new(
        (int)(packed >> (BatchBits + OrdinalBits)),
        (packed >> OrdinalBits) & BatchMax,
        (int)packed & OrdinalMax);

    /// <summary>The key of the batch that a packed position lies in.</summary>
    public static long BatchOf(long packed) => packed & ~(long)OrdinalMax;
}
