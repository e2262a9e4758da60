using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Verification;

/// <summary>The head of a lane that its anchor had seen before the snapshot was taken, and after.</summary>
internal readonly record struct AnchorPair(LaneHead? Before, LaneHead? After);

/// <summary>
/// Follows one lane's batches: their numbers, their SM3 chain, and the anchor. The anchor read before the snapshot must not know a batch
/// that the snapshot lacks; the one read after it must not lack more than one batch with rows. A batch without rows marks an epoch, and a
/// process that dies while taking the lane over leaves one that is not anchored.
/// </summary>
internal sealed class LaneCheck(int lane, AnchorPair anchors, Findings findings)
{
    private BatchRow? _last;
    private Hash _lastComputed;
    private bool _lastFollows = true;
    private int _notAnchored;

    private long LastNumber => _last?.Batch ?? 0;

    /// <summary>Takes the next batch of the lane.</summary>
    public void Follow(BatchRow batch)
    {
        if (batch.Batch != LastNumber + 1)
        {
            AddMissing(LastNumber + 1, batch.Batch - 1);
            _lastComputed = batch.Chain;
        }
        else
        {
            FollowChain(batch);
        }

        CompareAnchor(batch, anchors.Before);
        if (anchors.After != anchors.Before)
        {
            CompareAnchor(batch, anchors.After);
        }

        _notAnchored += batch.Rows > 0 && batch.Batch > (anchors.After?.Batch ?? 0) ? 1 : 0;
        _last = batch;
    }

    /// <summary>Compares the lane's row and the anchor with the last batch.</summary>
    /// <param name="head">The lane's row, or null if there is none.</param>
    public void End(LaneHead? head)
    {
        if (head is not { } row)
        {
            if (_last is not null)
            {
                findings.Add(FindingKind.LaneChanged, $"Lane {lane} has batches up to {LastNumber} and no row.", new Position(lane, LastNumber, 0));
            }
        }
        else if (row.Batch > LastNumber)
        {
            AddMissing(LastNumber + 1, row.Batch);
        }
        else if (row.Batch < LastNumber)
        {
            findings.Add(FindingKind.LaneChanged, $"The row of lane {lane} says {row.Batch}, but batch {LastNumber} is there.", new Position(lane, row.Batch + 1, 0));
        }
        else if (_last is { } last && row != new LaneHead(lane, last.Epoch, last.Batch, last.Chain, last.RecordedMs))
        {
            findings.Add(FindingKind.LaneChanged, $"The row of lane {lane} does not agree with its last batch, {LastNumber}.", new Position(lane, LastNumber, 0));
        }

        EndAnchor();
    }

    private void EndAnchor()
    {
        if (anchors.Before is { } before && before.Batch > LastNumber)
        {
            findings.Add(
                FindingKind.AnchorLeads,
                $"The anchor of lane {lane} has seen batch {before.Batch}; the lane ends at {LastNumber}: batch {LastNumber + 1} is the first that was cut off.",
                new Position(lane, LastNumber + 1, 0));
        }

        if (_notAnchored <= 1)
        {
            return;
        }

        var first = (anchors.After?.Batch ?? 0) + 1;
        findings.Add(
            anchors.After is null ? FindingKind.AnchorMissing : FindingKind.AnchorLags,
            $"{(anchors.After is null ? $"Lane {lane} has no anchor that can be read" : $"The anchor of lane {lane} ends at {first - 1}")}, and the lane at {LastNumber}: {_notAnchored} batches with rows are not anchored.",
            new Position(lane, first, 0));
    }

    /// <summary>
    /// A batch follows on the chain as it stands, or, where the batch before it was reported because its chain was overwritten, on the chain as it was.
    /// </summary>
    private void FollowChain(BatchRow batch)
    {
        var computed = ChainAfter(_last?.Chain ?? default, batch);
        var follows = computed == batch.Chain || (_lastComputed != (_last?.Chain ?? default) && ChainAfter(_lastComputed, batch) == batch.Chain);
        if (!follows)
        {
            findings.Add(FindingKind.BatchChanged, $"The row of batch {batch.Batch} of lane {lane} does not continue the lane's chain.", new Position(lane, batch.Batch, 0));
        }
        else if (_lastFollows && _last is { } last && (batch.RecordedMs <= last.RecordedMs || batch.Epoch < last.Epoch))
        {
            findings.Add(FindingKind.BatchChanged, $"Batch {batch.Batch} of lane {lane} is older than the batch before it.", new Position(lane, batch.Batch, 0));
        }

        _lastFollows = follows;
        _lastComputed = follows ? batch.Chain : computed;
    }

    private void CompareAnchor(BatchRow batch, LaneHead? anchor)
    {
        if (anchor is { } head && head.Batch == batch.Batch && head != new LaneHead(lane, batch.Epoch, batch.Batch, batch.Chain, batch.RecordedMs))
        {
            findings.Add(FindingKind.AnchorDiffers, $"The anchor has seen another batch {batch.Batch} of lane {lane}.", new Position(lane, batch.Batch, 0));
        }
    }

    private void AddMissing(long from, long to) => findings.Add(
        FindingKind.BatchMissing, $"Lane {lane} lacks {(from == to ? $"batch {from}" : $"batches {from} to {to}")}.", new Position(lane, from, 0));

    private static Hash ChainAfter(Hash previous, BatchRow batch) =>
        BatchDigest.Chain(previous, batch.Lane, batch.Batch, batch.Epoch, batch.RecordedMs, batch.Rows, batch.Digest);
}
