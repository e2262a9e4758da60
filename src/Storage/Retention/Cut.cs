using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Retention;

/// <summary>Where what is gone of a device's readings ends: the device's next reading names this number and hash as its parent.</summary>
/// <param name="Number">Number of the last reading that is gone.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="EarliestMs">Earliest observed time of those that are gone, milliseconds since 1970 UTC.</param>
/// <param name="LatestMs">The latest.</param>
internal readonly record struct Cut(long Number, Hash Hash, long EarliestMs, long LatestMs)
{
    public const string Columns = "SELECT stream.name, number, hash, earliest, latest FROM reading_cut JOIN stream ON stream.id=reading_cut.stream";

    /// <summary>The cut after the next reading of the device has gone too.</summary>
    public static Cut After(Cut? before, ReadingRow reading) => new(
        reading.Number,
        reading.Hash,
        Math.Min(before?.EarliestMs ?? long.MaxValue, reading.ObservedMs),
        Math.Max(before?.LatestMs ?? long.MinValue, reading.ObservedMs));

    /// <summary>All cuts by the device's stream.</summary>
    public static Dictionary<string, Cut> ReadAll(SqliteStatement rows)
    {
        var cuts = new Dictionary<string, Cut>(StringComparer.Ordinal);
        while (rows.Step())
        {
            cuts[rows.Text(0)] = new Cut(rows.Number(1), rows.Digest(2), rows.Number(3), rows.Number(4));
        }

        return cuts;
    }

    /// <summary>SHA-256 over all cuts in order of their streams' names.</summary>
    public static Hash DigestOf(IEnumerable<KeyValuePair<string, Cut>> cuts)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> bytes = stackalloc byte[Hash.Size];
        foreach (var (stream, cut) in cuts.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var name = Encoding.UTF8.GetBytes(stream);
            foreach (var number in (ReadOnlySpan<long>)[name.Length, cut.Number, cut.EarliestMs, cut.LatestMs])
            {
                BinaryPrimitives.WriteInt64BigEndian(bytes, number);
                digest.AppendData(bytes[..sizeof(long)]);
            }

            digest.AppendData(name);
            cut.Hash.CopyTo(bytes);
            digest.AppendData(bytes);
        }

        digest.GetHashAndReset(bytes);
        return new Hash(bytes);
    }
}
