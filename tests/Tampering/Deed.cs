namespace CityBrain.Tampering;

/// <summary>The six ways to falsify a journal.</summary>
public enum TamperingKind
{
    Edit,
    Delete,
    Insert,
    Reorder,
    TailCut,
    Forget,
}

/// <summary>What was done, so that a judge can ask whether it was found.</summary>
/// <param name="Kind">Which way.</param>
/// <param name="Variant">How in particular.</param>
/// <param name="Table">Table whose row was touched.</param>
/// <param name="Rows">The rows touched, where they stand or stood.</param>
/// <param name="FirstMissingBatch">First batch that is gone as a whole, if any.</param>
public sealed record Deed(TamperingKind Kind, string Variant, string Table, IReadOnlyList<Place> Rows, Place? FirstMissingBatch = null);

/// <summary>Where a row stands: 7 bits of lane, 38 of batch, 18 of ordinal in its key.</summary>
public readonly record struct Place(long Lane, long Batch, long Ordinal)
{
    public static Place Of(long key) => new(key >> 56, (key >> 18) & ((1L << 38) - 1), key & ((1L << 18) - 1));

    public long Key => (Lane << 56) | (Batch << 18) | Ordinal;
}
