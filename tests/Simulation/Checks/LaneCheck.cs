using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CityBrain.Journal.Rows;
using CityBrain.Simulation.Stores;
using CityBrain.Simulation.Worlds;
using Org.BouncyCastle.Crypto.Digests;

namespace CityBrain.Simulation.Checks;

/// <summary>Rows, chains, batches and times, all worked out anew from the documented encodings.</summary>
internal static class LaneCheck
{
    public static void Check(World world, List<Finding> findings)
    {
        var heads = new Dictionary<(string Stream, bool OfReadings), (long Seq, Hash Hash)>();
        var (chain, recordedMs, epoch, number) = (new byte[32], 0L, 0L, 0L);
        foreach (var landing in world.Store.Durable.Landings)
        {
            var batch = landing.Batch;
            Rows(landing, heads, findings);
            if (batch.Batch != ++number || batch.RecordedMs <= recordedMs || batch.Epoch < epoch)
            {
                findings.Add(new Finding("batches are gapless and recorded times increase", $"batch {batch.Batch} of epoch {batch.Epoch} at {batch.RecordedMs} after {number - 1} of {epoch} at {recordedMs}"));
            }

            var hashes = landing.Appends.SelectMany(one => one.Append.Facts.Select(fact => fact.Hash).Concat(one.Append.Readings?.Rows.Select(row => row.Hash) ?? [])).ToList();
            var digest = SHA256.HashData([.. hashes.SelectMany(hash => hash.ToBytes())]);
            chain = Sm3([.. chain, .. Number(batch.Lane), .. Number(batch.Batch), .. Number(batch.Epoch), .. Number(batch.RecordedMs), .. Number(batch.Rows), .. digest]);
            if (batch.Rows != hashes.Count || !digest.AsSpan().SequenceEqual(batch.Digest.ToBytes()) || !chain.AsSpan().SequenceEqual(batch.Chain.ToBytes()))
            {
                findings.Add(new Finding("digests and the lane's chain can be worked out again", $"batch {batch.Batch}"));
            }

            (recordedMs, epoch) = (batch.RecordedMs, batch.Epoch);
        }
    }

    private static void Rows(Landing landing, Dictionary<(string, bool), (long Seq, Hash Hash)> heads, List<Finding> findings)
    {
        void Row(string stream, bool ofReadings, long seq, Hash parent, Hash hash, byte[] worked)
        {
            var head = heads.GetValueOrDefault((stream, ofReadings));
            if (seq != head.Seq + 1 || parent != head.Hash)
            {
                findings.Add(new Finding("every row follows its parent", $"{stream} {(ofReadings ? "reading" : "fact")} {seq} in batch {landing.Batch.Batch} after {head.Seq}"));
            }

            if (!worked.AsSpan().SequenceEqual(hash.ToBytes()))
            {
                findings.Add(new Finding("every row has the hash of its fields", $"{stream} {seq}"));
            }

            heads[(stream, ofReadings)] = (seq, hash);
        }

        foreach (var append in landing.Appends.Select(one => one.Append))
        {
            foreach (var fact in append.Facts)
            {
                Row(fact.Stream, false, fact.Seq, fact.Parent, fact.Hash, HashOf(fact));
            }

            foreach (var reading in append.Readings?.Rows ?? [])
            {
                Row(reading.Stream, true, reading.Number, reading.Parent, reading.Hash, HashOf(reading));
            }
        }
    }

    private static byte[] HashOf(FactRow row)
    {
        var cause = row.Cause;
        return SHA256.HashData(
        [
            .. Text(row.Stream), .. Number(row.Seq), .. row.Parent.ToBytes(), .. Text(row.Type), .. Number(row.Version),
            .. row.Payload.ToArray().Framed(), .. Text(row.Mandate.Command), .. Text(row.Mandate.Body), .. Text(row.Mandate.Actor),
            .. Text(row.Mandate.Purpose), .. Text(row.Mandate.Trace), .. Number(row.ObservedMs), .. Number(cause is null ? 0 : 1),
            .. cause is { } at ? [.. Number(at.Lane), .. Number(at.Batch), .. Number(at.Ordinal)] : Array.Empty<byte>(),
        ]);
    }

    private static byte[] HashOf(ReadingRow row) => SHA256.HashData(
    [
        .. Text(row.Stream), .. Number(row.Number), .. row.Parent.ToBytes(), .. Number(row.ObservedMs), .. Number(row.Variant),
        .. Number((int)row.Mark), .. Number(row.ClaimedMs is null ? 0 : 1), .. Number(row.ClaimedMs ?? 0), .. Number((int)row.Origin.Kind),
        .. Text(row.Origin.Session), .. row.Points.ToArray().Framed(), .. row.Flags.ToArray().Framed(), .. Text(row.Trace),
    ]);

    private static byte[] Number(long number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, number);
        return bytes;
    }

    private static byte[] Text(string text) => Encoding.UTF8.GetBytes(text).Framed();

    private static byte[] Framed(this byte[] bytes) => [.. Number(bytes.Length), .. bytes];

    private static byte[] Sm3(byte[] bytes)
    {
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(bytes, 0, bytes.Length);
        var digest = new byte[32];
        sm3.DoFinal(digest, 0);
        return digest;
    }
}
