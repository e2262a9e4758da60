using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CityBrain.Tampering;

/// <summary>What a forger who has read the documentation can do: give a changed row the hash that fits it.</summary>
internal static class Forgery
{
    private static readonly string[] FactFields =
        ["seq", "parent", "type", "version", "payload", "command", "body", "actor", "purpose", "trace", "observed"];

    private static readonly string[] ReadingFields =
        ["number", "parent", "observed", "variant", "mark", "claimed?", "claimed", "origin", "session", "points", "flags", "trace"];

    /// <summary>SHA-256 over the row's fields, numbers as eight bytes, texts behind their length.</summary>
    public static byte[] HashOf(string table, string stream, IReadOnlyDictionary<string, object?> row)
    {
        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(sha, stream);
        foreach (var field in table == "fact" ? FactFields : ReadingFields)
        {
            switch (field)
            {
                case "claimed?":
                    Add(sha, row["claimed"] is null ? 0L : 1L);
                    break;
                case "parent":
                    sha.AppendData((byte[])row["parent"]!);
                    break;
                default:
                    Add(sha, row[field] ?? 0L);
                    break;
            }
        }

        if (table == "fact")
        {
            Add(sha, row["cause"] is null ? 0L : 1L);
            if (row["cause"] is long cause)
            {
                var (lane, batch, ordinal) = Place.Of(cause);
                Add(sha, lane);
                Add(sha, batch);
                Add(sha, ordinal);
            }
        }

        return sha.GetHashAndReset();
    }

    private static void Add(IncrementalHash sha, object value)
    {
        if (value is string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            Add(sha, (long)bytes.Length);
            sha.AppendData(bytes);
            return;
        }

        Span<byte> number = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(number, Convert.ToInt64(value, CultureInfo.InvariantCulture));
        sha.AppendData(number);
    }
}
