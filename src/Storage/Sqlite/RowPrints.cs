using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>
/// The first eight bytes of each row's hash in order of ordinals, kept with the batch. They prove nothing, the digest does; they tell which
/// row of a batch was changed, moved or taken away when the digest does not match.
/// </summary>
internal static class RowPrints
{
    public const int Size = 8;

    public static byte[] Of(IReadOnlyList<PlacedAppend> appends)
    {
        var rows = 0;
        foreach (var placed in appends)
        {
            rows += placed.Append.Rows;
        }

        var prints = new byte[rows * Size];
        var at = 0;
        foreach (var placed in appends)
        {
            foreach (var hash in placed.Append.Hashes)
            {
                Print(hash, prints.AsSpan(at++ * Size));
            }
        }

        return prints;
    }

    public static void Print(Hash hash, Span<byte> print)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        hash.CopyTo(bytes);
        bytes[..Size].CopyTo(print);
    }
}
