using System.Buffers.Binary;
using Org.BouncyCastle.Crypto.Digests;

namespace CityBrain.Journal.Rows;

/// <summary>The digest of a batch's rows (SHA-256) and the lane's chain over it (SM3, GB/T 32905): per row SM3 would double the cost.</summary>
public static class BatchDigest
{
    /// <summary>SHA-256 over the hashes of the batch's rows in order of their ordinals.</summary>
    public static Hash Of(IEnumerable<Hash> rows)
    {
        var canon = new Canon(stackalloc byte[Canon.UsualBytes]);
        foreach (var row in rows)
        {
            canon.Digest(row);
        }

        return canon.Finish();
    }

    /// <summary>SM3 over the previous head, then lane, batch, epoch, recorded time and number of rows as eight bytes each, then the digest.</summary>
    public static Hash Chain(Hash previous, int lane, long batch, long epoch, long recordedMs, int rows, Hash digest)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size + (5 * sizeof(long)) + Hash.Size];
        previous.CopyTo(bytes);
        var at = Hash.Size;
        foreach (var number in (ReadOnlySpan<long>)[lane, batch, epoch, recordedMs, rows])
        {
            BinaryPrimitives.WriteInt64BigEndian(bytes[at..], number);
            at += sizeof(long);
        }

        digest.CopyTo(bytes[at..]);
        var sm3 = new SM3Digest();
        sm3.BlockUpdate(bytes);
        Span<byte> head = stackalloc byte[Hash.Size];
        sm3.DoFinal(head);
        return new Hash(head);
    }
}
