namespace CityBrain.Tampering;

/// <summary>Reordering, cutting and forgetting.</summary>
public static partial class Tamperer
{
    private static Deed Reorder(Journal journal, Random random)
    {
        var table = Pick(random, Tables);
        var keys = journal.Keys(table);
        var (first, second) = TwoOf(random, keys);
        switch (random.Next(4))
        {
            case 0:
                SwapPlaces(journal, table, first, second);
                return new Deed(TamperingKind.Reorder, "two rows change places", table, [Place.Of(first), Place.Of(second)]);
            case 1:
                var column = table == "fact" ? "payload" : "points";
                return SwapColumn(journal, table, column, random, keys);
            case 2:
                // Neighbours of one stream, as somebody would do who wants another order of events.
                (first, second) = Neighbours(journal, random, table);
                SwapPlaces(journal, table, first, second);
                return new Deed(TamperingKind.Reorder, "two rows of one stream change places", table, [Place.Of(first), Place.Of(second)]);
            default:
                var (one, other) = TwoOf(random, journal.Keys("batch"));
                SwapPlaces(journal, "batch", one, other);
                return new Deed(TamperingKind.Reorder, "two batch rows change places", "batch", [Place.Of(one), Place.Of(other)]);
        }
    }

    private static Deed CutTail(Journal journal, Random random)
    {
        var batches = journal.Keys("batch");
        var cut = Math.Min(batches.Count - 1, 1 + random.Next(random.Next(2) == 0 ? 3 : Math.Max(1, batches.Count / 2)));
        var first = batches[^cut];
        if (random.Next(5) == 0)
        {
            // Only the rows go; the last batch still says how many there were.
            var last = batches[^1];
            var row = Math.Max(journal.Keys("fact")[^1], journal.Keys("reading")[^1]);
            if (row >= last)
            {
                var table = journal.Keys("fact")[^1] == row ? "fact" : "reading";
                journal.Delete(table, row);
                return new Deed(TamperingKind.TailCut, "the very last row", table, [Place.Of(row)]);
            }
        }

        journal.Execute("DELETE FROM fact WHERE position >= $from", ("$from", first));
        journal.Execute("DELETE FROM reading WHERE position >= $from", ("$from", first));
        journal.Execute("DELETE FROM batch WHERE position >= $from", ("$from", first));
        var variant = $"the last {cut} batches";
        if (random.Next(4) > 0)
        {
            journal.Execute(
                "UPDATE lane SET (epoch, batch, chain, recorded) = (SELECT epoch, $batch, chain, recorded FROM batch ORDER BY position DESC LIMIT 1)",
                ("$batch", Place.Of(batches[^(cut + 1)]).Batch));
            journal.Execute("DELETE FROM reading_chain WHERE stream NOT IN (SELECT stream FROM reading)");
            journal.Execute("""
                UPDATE reading_chain SET
                    count = (SELECT max(number) FROM reading WHERE reading.stream = reading_chain.stream),
                    head = (SELECT hash FROM reading WHERE reading.stream = reading_chain.stream ORDER BY number DESC LIMIT 1)
                """);
            variant += ", with the lane and the devices' heads set back";
        }

        return new Deed(TamperingKind.TailCut, variant, "batch", [], Place.Of(first));
    }

    /// <summary>The oldest readings go as retention lets them go, with the devices' cuts, but nobody has signed for it.</summary>
    private static Deed Forget(Journal journal, Random random)
    {
        var readings = journal.Keys("reading");
        var last = readings[random.Next(readings.Count - 1)];
        journal.Execute(
            """
            INSERT INTO reading_cut(stream, number, hash, earliest, latest)
            SELECT stream, number, hash, observed, observed FROM reading WHERE position <= $last ORDER BY position
            ON CONFLICT(stream) DO UPDATE SET number = excluded.number, hash = excluded.hash,
                earliest = min(earliest, excluded.earliest), latest = max(latest, excluded.latest)
            """,
            ("$last", last));
        journal.Execute("DELETE FROM reading WHERE position <= $last", ("$last", last));
        var variant = "the oldest readings without a stub";
        if (random.Next(2) == 0)
        {
            journal.Execute("UPDATE batch SET prints = x'' WHERE position <= $last", ("$last", last));
            variant += ", with the prints of their batches";
        }

        return new Deed(TamperingKind.Forget, variant, "reading", [Place.Of(readings[0]), Place.Of(last)]);
    }

    private static (long First, long Second) TwoOf(Random random, IReadOnlyList<long> keys)
    {
        var first = random.Next(keys.Count);
        var second = (first + 1 + random.Next(keys.Count - 1)) % keys.Count;
        return (keys[first], keys[second]);
    }

    private static (long First, long Second) Neighbours(Journal journal, Random random, string table)
    {
        var number = table == "fact" ? "seq" : "number";
        var streams = journal.Numbers($"SELECT stream FROM {table} GROUP BY stream HAVING count(*) > 1");
        var stream = Pick(random, streams);
        var at = 1 + random.Next((int)journal.Number($"SELECT max({number}) FROM {table} WHERE stream = $stream", ("$stream", stream)) - 1);
        var sql = $"SELECT position FROM {table} WHERE stream = $stream AND {number} = $at";
        return (journal.Number(sql, ("$stream", stream), ("$at", at)), journal.Number(sql, ("$stream", stream), ("$at", at + 1)));
    }

    private static void SwapPlaces(Journal journal, string table, long first, long second)
    {
        var sql = $"UPDATE {table} SET position = $to WHERE position = $from";
        journal.Execute(sql, ("$from", first), ("$to", -1L));
        journal.Execute(sql, ("$from", second), ("$to", first));
        journal.Execute(sql, ("$from", -1L), ("$to", second));
    }

    private static Deed SwapColumn(Journal journal, string table, string column, Random random, IReadOnlyList<long> keys)
    {
        for (var attempt = 0; ; attempt++)
        {
            var (first, second) = TwoOf(random, keys);
            var (one, other) = (journal.Row(table, first)[column], journal.Row(table, second)[column]);
            if (!Equals(one, other))
            {
                journal.Set(table, first, column, other);
                journal.Set(table, second, column, one);
                return new Deed(TamperingKind.Reorder, $"two rows swap their {column}", table, [Place.Of(first), Place.Of(second)]);
            }

            if (attempt == 1_000)
            {
                throw new InvalidOperationException("All rows are alike.");
            }
        }
    }

    private static void DeleteBatch(Journal journal, Place batch)
    {
        var range = new (string, object?)[] { ("$from", batch.Key), ("$to", (batch with { Batch = batch.Batch + 1 }).Key) };
        foreach (var table in new[] { "fact", "reading", "batch" })
        {
            journal.Execute($"DELETE FROM {table} WHERE position >= $from AND position < $to", range);
        }
    }

    private static void RewindReadingChain(Journal journal, object? stream) => journal.Execute(
        """
        UPDATE reading_chain SET
            count = (SELECT count(*) FROM reading WHERE reading.stream = $stream),
            head = coalesce((SELECT hash FROM reading WHERE reading.stream = $stream ORDER BY number DESC LIMIT 1), zeroblob(32))
        WHERE stream = $stream
        """,
        ("$stream", stream));
}
