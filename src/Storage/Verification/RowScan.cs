using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Verification;

/// <summary>One row as verification sees it.</summary>
/// <param name="Position">Its packed position.</param>
/// <param name="Stream">Its stream's name.</param>
/// <param name="Seq">Its seq, or number of a reading.</param>
/// <param name="Kind">The word for it.</param>
/// <param name="Hash">The hash that stands with it.</param>
internal readonly record struct ScannedRow(long Position, string Stream, long Seq, string Kind, Hash Hash)
{
    public bool IsReading => Kind == "reading";
}

/// <summary>
/// Facts and readings merged in order of their positions. Each row that goes by has its hash worked out anew and is followed in its chain.
/// </summary>
internal sealed class RowScan : IDisposable
{
    private readonly SqliteStatement _facts;
    private readonly SqliteStatement _readings;
    private readonly ChainCheck _chains;
    private readonly PhotoCheck _photos;
    private readonly Findings _findings;
    private bool _moreFacts;
    private bool _moreReadings;

    public RowScan(SqliteHandle handle, ChainCheck chains, PhotoCheck photos, Findings findings)
    {
        (_chains, _photos, _findings) = (chains, photos, findings);
        _facts = handle.Prepare($"SELECT {SqliteRows.FactColumns}, stream FROM fact ORDER BY position");
        _readings = handle.Prepare($"SELECT {SqliteRows.ReadingColumns}, stream FROM reading ORDER BY position");
        _moreFacts = _facts.Step();
        _moreReadings = _readings.Step();
    }

    public long Facts { get; private set; }

    public long Readings { get; private set; }

    /// <summary>Whether there is a next row.</summary>
    public bool More => _moreFacts || _moreReadings;

    /// <summary>The packed position of the next row; <see cref="long.MaxValue"/> at the end.</summary>
    public long Next => Math.Min(NextFact, NextReading);

    private long NextFact => _moreFacts ? _facts.Number(0) : long.MaxValue;

    private long NextReading => _moreReadings ? _readings.Number(0) : long.MaxValue;

    /// <summary>Checks the next row and goes past it.</summary>
    /// <param name="isIntact">Whether it has the hash that stands with it.</param>
    public ScannedRow Take(out bool isIntact)
    {
        var row = _moreFacts && (!_moreReadings || NextFact <= NextReading) ? TakeFact(out isIntact) : TakeReading(out isIntact);
        if (!isIntact)
        {
            _findings.Add(
                FindingKind.RowChanged,
                $"The {row.Kind} {row.Seq} of '{row.Stream}' does not have the hash it was written with.",
                PackedPosition.Unpack(row.Position),
                row.Stream,
                row.Seq);
        }

        return row;
    }

    public void Dispose()
    {
        _facts.Dispose();
        _readings.Dispose();
    }

    private ScannedRow TakeFact(out bool isIntact)
    {
        var (position, stream) = (_facts.Number(0), _facts.Number(14));
        var fact = _facts.ReadFact(_chains.NameOf(stream));
        isIntact = fact.ComputeHash() == fact.Hash;
        _chains.Follow(stream, fact, PackedPosition.Unpack(position));
        if (isIntact)
        {
            _photos.Follow(fact, PackedPosition.Unpack(position));
        }

        _moreFacts = _facts.Step();
        Facts++;
        return new ScannedRow(position, fact.Stream, fact.Seq, "fact", fact.Hash);
    }

    private ScannedRow TakeReading(out bool isIntact)
    {
        var (position, stream) = (_readings.Number(0), _readings.Number(13));
        var reading = _readings.ReadReading(_chains.NameOf(stream));
        isIntact = reading.ComputeHash() == reading.Hash;
        _chains.Follow(stream, reading, PackedPosition.Unpack(position));
        _moreReadings = _readings.Step();
        Readings++;
        return new ScannedRow(position, reading.Stream, reading.Number, "reading", reading.Hash);
    }
}
