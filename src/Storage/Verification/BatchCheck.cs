using System.Security.Cryptography;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Verification;

/// <summary>Checks the rows of one batch after another against the batch's own row: their places, their digest, and which of them differ from what was written.</summary>
internal sealed class BatchCheck(RowScan rows, DropCheck drops, Findings findings) : IDisposable
{
    private readonly IncrementalHash _digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Goes through the rows of the batch; rows before it belong to no batch.</summary>
    public void Check(long position, BatchRow batch, ReadOnlySpan<byte> prints)
    {
        var first = PackedPosition.BatchOf(position);
        TakeStrays(first);
        var before = findings.Count;
        var stub = drops.Enter(batch);
        var written = stub is not null && prints.IsEmpty ? batch.Rows : RowsWritten(batch, prints);
        var (ordinal, gone) = (0, 0);
        while (rows.More && rows.Next <= (first | PackedPosition.OrdinalMax))
        {
            var row = rows.Take(out _);
            var at = PackedPosition.Unpack(row.Position);
            if (at.Ordinal >= written)
            {
                AddExtra(row, $"stands behind the {written} rows of its batch");
                continue;
            }

            gone += Miss(batch, stub, ordinal, at.Ordinal);
            ordinal = at.Ordinal + 1;
            ComparePrint(row, at, prints);
            Append(row.Hash);
            stub?.Take(row);
        }

        gone += Miss(batch, stub, ordinal, written);
        CompareDigest(batch, before, gone);
        stub?.Pass(batch);
    }

    /// <summary>Goes through rows before a position, or to the end, none of which belongs to a batch.</summary>
    public void TakeStrays(long? before = null)
    {
        while (rows.More && (before is null || rows.Next < before))
        {
            AddExtra(rows.Take(out _), "lies in a batch that does not exist");
        }
    }

    public void Dispose() => _digest.Dispose();

    /// <summary>
    /// How many rows the batch was written with. Where its number of rows and its prints disagree, the prints name the row that was slipped in
    /// or taken away: whoever did it had the number counted along.
    /// </summary>
    private int RowsWritten(BatchRow batch, ReadOnlySpan<byte> prints)
    {
        var printed = prints.Length / RowPrints.Size;
        if (prints.Length == printed * RowPrints.Size && printed == batch.Rows)
        {
            return batch.Rows;
        }

        findings.Add(
            FindingKind.BatchChanged,
            $"The row of batch {batch.Batch} of lane {batch.Lane} has prints of another number of rows.",
            new Position(batch.Lane, batch.Batch, 0));
        return prints.IsEmpty ? batch.Rows : printed;
    }

    /// <summary>Rows that are not there: gone by order of a stub, which are counted, or missing.</summary>
    private int Miss(BatchRow batch, StubCheck? stub, int from, int to)
    {
        if (stub is { MayMiss: true })
        {
            return Math.Max(to - from, 0);
        }

        AddMissing(batch, from, to);
        return 0;
    }

    /// <summary>Of a batch whose readings are gone the facts are proved by the stub's digest instead.</summary>
    private void CompareDigest(BatchRow batch, long before, int gone)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        _digest.GetHashAndReset(bytes);
        var at = new Position(batch.Lane, batch.Batch, 0);
        if (gone == 0 && new Hash(bytes) != batch.Digest && findings.Count == before)
        {
            findings.Add(FindingKind.BatchChanged, $"The rows of batch {batch.Batch} of lane {batch.Lane} do not have the digest in the batch's row.", at);
        }
    }

    /// <summary>A row whose print differs was exchanged together with its hash, or stands where another one was written.</summary>
    private void ComparePrint(ScannedRow row, Position at, ReadOnlySpan<byte> prints)
    {
        Span<byte> print = stackalloc byte[RowPrints.Size];
        RowPrints.Print(row.Hash, print);
        var start = at.Ordinal * RowPrints.Size;
        if (prints.Length >= start + RowPrints.Size && !print.SequenceEqual(prints.Slice(start, RowPrints.Size)))
        {
            findings.Add(FindingKind.RowReplaced, $"The {row.Kind} {row.Seq} of '{row.Stream}' is not what was written in this place.", at, row.Stream, row.Seq);
        }
    }

    private void Append(Hash hash)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        hash.CopyTo(bytes);
        _digest.AppendData(bytes);
    }

    private void AddExtra(ScannedRow row, string where) => findings.Add(
        FindingKind.RowExtra, $"The {row.Kind} {row.Seq} of '{row.Stream}' {where}.", PackedPosition.Unpack(row.Position), row.Stream, row.Seq);

    private void AddMissing(BatchRow batch, int from, int to)
    {
        if (from < to)
        {
            findings.Add(
                FindingKind.RowMissing,
                $"Batch {batch.Batch} of lane {batch.Lane} lacks {(to - from == 1 ? $"row {from}" : $"rows {from} to {to - 1}")} of {batch.Rows}.",
                new Position(batch.Lane, batch.Batch, from));
        }
    }
}
