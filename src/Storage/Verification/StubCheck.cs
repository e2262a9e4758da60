using System.Security.Cryptography;
using CityBrain.Domain.History;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Retention;

namespace CityBrain.Storage.Verification;

/// <summary>
/// Compares what is left of a dropped day with its stub: the facts stay all of them and unchanged, the rows add up to what the batches were
/// written with, and of the readings only a first part may be gone, because they go oldest first.
/// </summary>
internal sealed class StubCheck(ReadingsDropped stub, Position at, long recordedMs, string stream, long seq) : IDisposable
{
    private readonly IncrementalHash _kept = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _facts;
    private long _rows;
    private Hash? _chain;

    public ReadingsDropped Stub => stub;

    public Position At => at;

    public string Stream => stream;

    public long Seq => seq;

    /// <summary>Readings that are still there.</summary>
    public long Left { get; private set; }

    /// <summary>Whether a row that is not there may be gone: none may behind a reading that is.</summary>
    public bool MayMiss => Left == 0;

    /// <summary>Takes a row that is there.</summary>
    public void Take(ScannedRow row)
    {
        if (row.IsReading)
        {
            Left++;
            return;
        }

        _facts++;
        Span<byte> bytes = stackalloc byte[Hash.Size];
        row.Hash.CopyTo(bytes);
        _kept.AppendData(bytes);
    }

    /// <summary>Takes note that a batch is over.</summary>
    public void Pass(BatchRow batch)
    {
        _rows += batch.Rows;
        _chain = batch.Batch == stub.LastBatch ? batch.Chain : _chain;
    }

    /// <summary>Compares, once the batches of the day have gone by.</summary>
    public void End(Findings findings)
    {
        Span<byte> digest = stackalloc byte[Hash.Size];
        _kept.GetHashAndReset(digest);
        if (_facts != stub.Facts || new Hash(digest).ToString() != stub.FactsDigest)
        {
            Add(findings, $"The facts that stay of {stub.Day:yyyy-MM-dd}, {stub.Facts}, are not those that its stub was signed with; {_facts} are there.");
        }

        if (_rows != stub.Facts + stub.Readings)
        {
            Add(findings, $"The batches of {stub.Day:yyyy-MM-dd} were written with {_rows} rows; its stub says {stub.Facts} facts and {stub.Readings} readings.");
        }

        if (_chain?.ToString() != stub.Chain)
        {
            Add(findings, $"The lane's chain at the end of {stub.Day:yyyy-MM-dd} is not the one that its stub names.");
        }
    }

    public DroppedDay ToDay() => new(
        stub.Day, stub.Lane, stub.FirstBatch, stub.LastBatch, stub.Readings, Left, stub.KeepDays, HistoryKeys.FingerprintOf(stub.Key), recordedMs, at);

    public void Dispose() => _kept.Dispose();

    private void Add(Findings findings, string what) => findings.Add(FindingKind.StubDiffers, what, at, stream, seq);
}
