using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Verification;

/// <summary>
/// Compares the ends of the lanes with their anchors, without reading the journal through: quick enough for every start, and to be done
/// before a lane is taken over, because taking it over moves the anchor. SQLite itself says nothing of a log that lost its tail.
/// </summary>
public static class TailCheck
{
    /// <summary>What the anchors know that the journal lacks or has otherwise; empty when nothing is wrong.</summary>
    /// <param name="databasePath">The journal's file.</param>
    /// <param name="anchor">Its anchors.</param>
    /// <exception cref="SqliteFailedException">The file cannot be read.</exception>
    public static IReadOnlyList<Finding> Run(string databasePath, FileAnchor anchor)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        var heads = anchor.ReadLanes().Select(anchor.Read).OfType<LaneHead>().Where(head => head.Batch > 0).ToList();
        var findings = new Findings();
        using var handle = File.Exists(databasePath) ? SqliteHandle.OpenReader(databasePath, SqliteDatabase.BusyWaitDefault) : null;
        var isThere = handle is not null && SqliteSchema.ReadVersion(handle) != 0;
        foreach (var head in heads)
        {
            if (isThere)
            {
                Compare(handle!, head, findings);
            }
            else
            {
                AddLeads(findings, head, 0);
            }
        }

        return findings.Kept;
    }

    private static void Compare(SqliteHandle handle, LaneHead head, Findings findings)
    {
        using (var query = handle.Prepare("SELECT epoch, recorded, chain FROM batch WHERE position=?").Bind(PackedPosition.Pack(head.Lane, head.Batch, 0)))
        {
            if (query.Step())
            {
                if (head != new LaneHead(head.Lane, query.Number(0), head.Batch, query.Digest(2), query.Number(1)))
                {
                    var at = new Position(head.Lane, head.Batch, 0);
                    findings.Add(FindingKind.AnchorDiffers, $"The anchor has seen another batch {head.Batch} of lane {head.Lane}.", at);
                }

                return;
            }
        }

        using var last = handle.Prepare("SELECT max(position) FROM batch WHERE position<?").Bind(PackedPosition.Pack(head.Lane, head.Batch, 0));
        var end = last.Step() && !last.IsNull(0) ? PackedPosition.Unpack(last.Number(0)) : default;
        AddLeads(findings, head, end.Lane == head.Lane ? end.Batch : 0);
    }

    private static void AddLeads(Findings findings, LaneHead head, long end) => findings.Add(
        FindingKind.AnchorLeads,
        $"The anchor of lane {head.Lane} has seen batch {head.Batch}; the lane ends at {end}: batch {end + 1} is the first that was cut off.",
        new Position(head.Lane, end + 1, 0));
}
