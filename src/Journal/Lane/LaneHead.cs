using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Lane;

/// <summary>
/// The one row that every batch transaction advances by compare-and-set on epoch and batch. It fences a writer that lost its lane,
/// gives followers a gapless cursor, and chains the lane.
/// </summary>
/// <param name="Lane">The lane's number.</param>
/// <param name="Epoch">How often the lane was taken over or resolved; a commit of an older epoch can never land.</param>
/// <param name="Batch">The last batch; 0 before the first.</param>
/// <param name="Chain">SM3 over the previous head and the last batch; the zero hash before the first.</param>
/// <param name="RecordedMs">Recorded time of the last batch, milliseconds since 1970 UTC; strictly increasing within the lane.</param>
public readonly record struct LaneHead(int Lane, long Epoch, long Batch, Hash Chain, long RecordedMs)
{
    /// <summary>The row of the batch that comes next, and the lane's head after it; recorded time never stands still.</summary>
    internal (BatchRow Batch, LaneHead Advanced) Next(long epoch, IReadOnlyList<PlacedAppend> placed, DateTimeOffset now)
    {
        var rows = placed.Sum(one => one.Append.Rows);
        var digest = BatchDigest.Of(placed.SelectMany(one => one.Append.Hashes));
        var recordedMs = Math.Max(now.ToUnixTimeMilliseconds(), RecordedMs + 1);
        var chain = BatchDigest.Chain(Chain, Lane, Batch + 1, epoch, recordedMs, rows, digest);
        return (new BatchRow(Lane, Batch + 1, epoch, recordedMs, rows, digest, chain), new LaneHead(Lane, epoch, Batch + 1, chain, recordedMs));
    }
}

/// <summary>The row of one batch: what its facts and readings must hash to.</summary>
/// <param name="Lane">The lane.</param>
/// <param name="Batch">The batch, from 1, without gaps.</param>
/// <param name="Epoch">The epoch it was written in.</param>
/// <param name="RecordedMs">Recorded time of all its rows.</param>
/// <param name="Rows">How many facts and readings it has; their ordinals are 0 to Rows − 1.</param>
/// <param name="Digest">SHA-256 over the hashes of its rows in order of their ordinals.</param>
/// <param name="Chain">The lane's head after it.</param>
public sealed record BatchRow(int Lane, long Batch, long Epoch, long RecordedMs, int Rows, Hash Digest, Hash Chain);

/// <summary>An append and the ordinal of its first row: its facts come first, in order, then its readings.</summary>
public readonly record struct PlacedAppend(Append Append, int FirstOrdinal);
