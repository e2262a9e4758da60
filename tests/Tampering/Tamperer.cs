using System.Globalization;

namespace CityBrain.Tampering;

/// <summary>Does one tampering, chosen by a seed, to a journal's file.</summary>
public static partial class Tamperer
{
    private static readonly string[] Tables = ["fact", "reading"];

    /// <summary>Falsifies the file and says what was done.</summary>
    public static Deed Tamper(string path, TamperingKind kind, int seed)
    {
        using var journal = new Journal(path);
        var random = new Random(seed);
        var deed = kind switch
        {
            TamperingKind.Edit => Edit(journal, random),
            TamperingKind.Delete => Delete(journal, random),
            TamperingKind.Insert => Insert(journal, random),
            TamperingKind.Reorder => Reorder(journal, random),
            TamperingKind.Forget => Forget(journal, random),
            _ => CutTail(journal, random),
        };
        journal.Commit();
        return deed;
    }

    private static Deed Edit(Journal journal, Random random)
    {
        var table = Pick(random, Tables);
        var key = Pick(random, journal.Keys(table));
        var columns = journal.Columns(table).Keys.Where(column => column != "position").ToList();
        if (random.Next(4) == 0)
        {
            return EditWithFittingHash(journal, random, table, key);
        }

        var column = Pick(random, columns);
        var value = Changed(random, journal.Row(table, key)[column]);
        try
        {
            journal.Set(table, key, column, value);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // A unique index stands in the way: this forger then takes the content.
            column = table == "fact" ? "payload" : "points";
            journal.Set(table, key, column, Changed(random, journal.Row(table, key)[column]));
        }

        return new Deed(TamperingKind.Edit, column, table, [Place.Of(key)]);
    }

    private static Deed EditWithFittingHash(Journal journal, Random random, string table, long key)
    {
        var row = journal.Row(table, key);
        var column = table == "fact" ? "payload" : "points";
        row[column] = Changed(random, row[column]);
        var hash = Forgery.HashOf(table, StreamOf(journal, row), row);
        journal.Set(table, key, column, row[column]);
        journal.Set(table, key, "hash", hash);
        return new Deed(TamperingKind.Edit, column + " with a hash that fits", table, [Place.Of(key)]);
    }

    private static Deed Delete(Journal journal, Random random)
    {
        var table = Pick(random, Tables);
        var key = Pick(random, journal.Keys(table));
        switch (random.Next(4))
        {
            case 0:
                var batch = Place.Of(key) with { Ordinal = 0 };
                DeleteBatch(journal, batch);
                return new Deed(TamperingKind.Delete, "a batch with its row", "batch", [], batch);
            case 1:
                journal.Delete(table, key);
                var header = (Place.Of(key) with { Ordinal = 0 }).Key;
                journal.Execute("UPDATE batch SET rows = rows - 1 WHERE position = $key", ("$key", header));
                return new Deed(TamperingKind.Delete, "a row, and the batch counts one less", table, [Place.Of(key)]);
            case 2:
                var stream = journal.Row(table, key)["stream"];
                var last = journal.Number($"SELECT max(position) FROM {table} WHERE stream = $stream", ("$stream", stream));
                journal.Delete(table, last);
                if (table == "reading")
                {
                    RewindReadingChain(journal, stream);
                }

                return new Deed(TamperingKind.Delete, "the last row of a stream", table, [Place.Of(last)]);
            default:
                journal.Delete(table, key);
                return new Deed(TamperingKind.Delete, "a row", table, [Place.Of(key)]);
        }
    }

    private static Deed Insert(Journal journal, Random random)
    {
        var table = Pick(random, Tables);
        var row = journal.Row(table, Pick(random, journal.Keys(table)));
        var batch = Place.Of(Pick(random, journal.Keys("batch")));
        var at = batch with { Ordinal = journal.Number("SELECT rows FROM batch WHERE position = $key", ("$key", batch.Key)) };
        var variant = "a row behind the last of its batch";
        if (random.Next(4) == 0)
        {
            at = Place.Of(journal.Keys("batch")[^1]) with { Ordinal = 0 };
            at = at with { Batch = at.Batch + 1 };
            variant = "a row in a batch that does not exist";
        }

        row["position"] = at.Key;
        var number = table == "fact" ? "seq" : "number";
        var last = journal.Number($"SELECT max(position) FROM {table} WHERE stream = $stream", ("$stream", row["stream"]));
        row[number] = 1 + journal.Number($"SELECT max({number}) FROM {table} WHERE stream = $stream", ("$stream", row["stream"]));
        row["parent"] = journal.Row(table, last)["hash"];
        row["observed"] = (long)row["observed"]! + 1 + random.Next(500);
        var content = table == "fact" ? "payload" : "points";
        row[content] = Changed(random, row[content]);
        row["hash"] = Forgery.HashOf(table, StreamOf(journal, row), row);
        journal.Insert(table, row);
        if (random.Next(2) == 0)
        {
            journal.Execute("UPDATE batch SET rows = rows + 1 WHERE position = $key", ("$key", (at with { Ordinal = 0 }).Key));
            variant += ", and the batch counts it";
        }

        return new Deed(TamperingKind.Insert, variant, table, [at]);
    }

    private static string StreamOf(Journal journal, Dictionary<string, object?> row) => journal.Text("SELECT name FROM stream WHERE id = $id", ("$id", row["stream"]));

    private static T Pick<T>(Random random, IReadOnlyList<T> from) => from[random.Next(from.Count)];

    /// <summary>Another value of the same type.</summary>
    private static object Changed(Random random, object? value) => value switch
    {
        long number => number + 1 + random.Next(1000),
        byte[] bytes => Flipped(random, bytes),
        string { Length: > 0 } text => ChangedText(random, text),
        string => "{\"level\":\"spike\"}",
        _ => (long)random.Next(1, 1_000_000),
    };

    private static byte[] Flipped(Random random, byte[] bytes)
    {
        var flipped = (byte[])bytes.Clone();
        flipped[random.Next(flipped.Length)] ^= (byte)(1 << random.Next(8));
        return flipped;
    }

    /// <summary>One digit becomes another, so that JSON stays JSON; without digits a letter.</summary>
    private static string ChangedText(Random random, string text)
    {
        var digits = Enumerable.Range(0, text.Length).Where(i => char.IsAsciiDigit(text[i])).ToList();
        var place = digits.Count > 0 ? Pick(random, digits) : random.Next(text.Length);
        var other = digits.Count > 0 ? (char)('1' + ((text[place] - '0' + random.Next(1, 9)) % 9)) : text[place] == 'x' ? 'y' : 'x';
        other = other == text[place] ? '0' : other;
        return string.Create(CultureInfo.InvariantCulture, $"{text[..place]}{other}{text[(place + 1)..]}");
    }
}
