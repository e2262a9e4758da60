using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>Rows as they are read; each list of columns stands beside the method that takes them.</summary>
internal static class SqliteRows
{
    /// <summary>The columns that <see cref="ReadFact"/> takes.</summary>
    public const string FactColumns =
        "fact.position, seq, parent, hash, type, version, observed, cause, command, body, actor, purpose, trace, payload";

    /// <summary>The columns that <see cref="ReadReading"/> takes.</summary>
    public const string ReadingColumns =
        "reading.position, number, observed, variant, mark, origin, claimed, points, flags, session, trace, parent, hash";

    public static LaneHead ReadLaneHead(this SqliteStatement row) =>
        new(row.Int(0), row.Number(1), row.Number(2), row.Digest(3), row.Number(4));

    public static FactRow ReadFact(this SqliteStatement row, string stream) => new()
    {
        Stream = stream,
        Seq = row.Number(1),
        Parent = row.Digest(2),
        Hash = row.Digest(3),
        Type = row.Text(4),
        Version = row.Int(5),
        ObservedMs = row.Number(6),
        Cause = row.IsNull(7) ? null : PackedPosition.Unpack(row.Number(7)),
        Mandate = new Mandate(row.Text(8), row.Text(9), row.Text(10), row.Text(11), row.Text(12)),
        Payload = row.Bytes(13).ToArray(),
    };

    public static ReadingRow ReadReading(this SqliteStatement row, string stream) => new()
    {
        Stream = stream,
        Number = row.Number(1),
        ObservedMs = row.Number(2),
        Variant = row.Int(3),
        Mark = (ReadingMark)row.Int(4),
        Origin = new Origin((OriginKind)row.Int(5), row.Text(9)),
        ClaimedMs = row.IsNull(6) ? null : row.Number(6),
        Points = row.Bytes(7).ToArray(),
        Flags = row.Bytes(8).ToArray(),
        Trace = row.Text(10),
        Parent = row.Digest(11),
        Hash = row.Digest(12),
    };

    /// <summary>The fact, if it has the hash it was written with.</summary>
    /// <exception cref="DamagedStreamException">It has not.</exception>
    public static FactRow Intact(this FactRow row) => row.ComputeHash() == row.Hash
        ? row
        : throw new DamagedStreamException(row.Stream, row.Seq, "the fact does not have the hash it was written with.");

    /// <summary>The reading, if it has the hash it was written with.</summary>
    /// <exception cref="DamagedStreamException">It has not.</exception>
    public static ReadingRow Intact(this ReadingRow row) => row.ComputeHash() == row.Hash
        ? row
        : throw new DamagedStreamException(row.Stream, row.Number, "the reading does not have the hash it was written with.");
}
