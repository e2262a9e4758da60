using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>Recorded times of rows, which stand with their batch; rows of one batch follow each other, so that one look-up serves them all.</summary>
internal sealed class BatchTimes(SqliteReadLease lease)
{
    private long _batch = -1;
    private long _recordedMs;

    /// <summary>When the row at this packed position was recorded; 0 when its batch is missing.</summary>
    public long Read(long position)
    {
        var batch = PackedPosition.BatchOf(position);
        if (batch != _batch)
        {
            using var query = lease.Prepare("SELECT recorded FROM batch WHERE position=?").Bind(batch);
            (_batch, _recordedMs) = (batch, query.Step() ? query.Number(0) : 0);
        }

        return _recordedMs;
    }

    /// <summary>The position of a batch's last row.</summary>
    public Position LastOf(int lane, long batch)
    {
        using var query = lease.Prepare("SELECT rows FROM batch WHERE position=?").Bind(PackedPosition.Pack(lane, batch, 0));
        return new Position(lane, batch, query.Step() ? Math.Max(query.Int(0) - 1, 0) : 0);
    }
}
