using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Retention;

/// <summary>The readings recorded on one day of the city's clock.</summary>
/// <param name="Day">The day.</param>
/// <param name="Recorded">How many were recorded.</param>
/// <param name="Kept">How many of them are there.</param>
/// <param name="DroppedMs">When the stub that lets them go was recorded, milliseconds since 1970 UTC; null while the day is kept.</param>
/// <param name="KeepDays">The policy of that stub.</param>
/// <param name="Key">Fingerprint of the key that signed it.</param>
public sealed record HistoryDay(DateOnly Day, long Recorded, long Kept, long? DroppedMs = null, int? KeepDays = null, string? Key = null);

/// <summary>
/// The history of a folder by days, counted from batches and facts without going through the readings. It only reads, may read the file of a
/// running city, and sees one moment of it. It proves nothing: that is what verification is for.
/// </summary>
/// <param name="Days">The days on which something was recorded, oldest first.</param>
/// <param name="UsedBytes">What the file's pages in use hold: readings, facts, lists and indexes.</param>
/// <param name="FreeBytes">Pages of the file that are free for what comes.</param>
public sealed record HistoryLedger(IReadOnlyList<HistoryDay> Days, long UsedBytes, long FreeBytes)
{
    private const int ForecastDays = 7;

    /// <summary>Readings that are there.</summary>
    public long Kept => Days.Sum(day => day.Kept);

    /// <summary>Bytes of the file for each reading that is there, all else that it holds included; null without readings.</summary>
    public double? BytesPerReading => Kept == 0 ? null : (double)UsedBytes / Kept;

    /// <summary>Readings a day: the mean of the last seven whole days on which the city has recorded; null when there is no whole day yet.</summary>
    public double? ReadingsPerDay => Days.SkipLast(1).TakeLast(ForecastDays).ToList() is { Count: > 0 } week ? week.Average(day => day.Recorded) : null;

    /// <summary>Bytes that a day adds to the file, by both figures above.</summary>
    public double? BytesPerDay => ReadingsPerDay * BytesPerReading;

    /// <summary>Counts.</summary>
    /// <param name="databasePath">The journal's file.</param>
    /// <exception cref="FileNotFoundException">There is no journal.</exception>
    /// <exception cref="InvalidDataException">The journal is of a version that this program does not read.</exception>
    public static HistoryLedger Read(string databasePath)
    {
        if (!File.Exists(databasePath))
        {
            throw new FileNotFoundException("There is no journal here.", databasePath);
        }

        using var handle = SqliteHandle.OpenReader(databasePath, SqliteDatabase.BusyWaitDefault);
        handle.Execute("BEGIN");
        SqliteSchema.EnsureReadable(SqliteSchema.ReadVersion(handle));
        var stubs = Stubs.ReadAll(handle);
        var days = new SortedDictionary<DateOnly, HistoryDay>();
        foreach (var run in ReadRuns(handle))
        {
            var recorded = run.Rows - Count(handle, "fact", run.First, run.Last);
            var stub = stubs.LastOrDefault(placed => placed.Said is { } said && said.Lane == run.Lane && said.FirstBatch <= run.Batch && said.LastBatch >= run.Batch);
            var kept = stub is null ? recorded : Count(handle, "reading", run.First, run.Last);
            var before = days.TryGetValue(run.Day, out var other) ? other : new HistoryDay(run.Day, 0, 0);
            days[run.Day] = before with { Recorded = before.Recorded + recorded, Kept = before.Kept + kept };
            if (stub is { Said: { } dropped })
            {
                days[run.Day] = days[run.Day] with { DroppedMs = stub.RecordedMs, KeepDays = dropped.KeepDays, Key = HistoryKeys.FingerprintOf(dropped.Key) };
            }
        }

        var (size, free) = (Pragma(handle, "page_size"), Pragma(handle, "freelist_count"));
        return new HistoryLedger([.. days.Values], (Pragma(handle, "page_count") - free) * size, free * size);
    }

    /// <summary>The batches of each lane by days; a batch's recorded time grows within a lane.</summary>
    private static List<Run> ReadRuns(SqliteHandle handle)
    {
        var runs = new List<Run>();
        using var query = handle.Prepare("SELECT position, recorded, rows FROM batch ORDER BY position");
        while (query.Step())
        {
            var (position, day) = (query.Number(0), CityTime.DayOf(query.Number(1)));
            var at = PackedPosition.Unpack(position);
            if (runs.Count == 0 || runs[^1].Day != day || runs[^1].Lane != at.Lane)
            {
                runs.Add(new Run(day, at.Lane, at.Batch, position, 0, 0));
            }

            runs[^1] = runs[^1] with { Last = position | PackedPosition.OrdinalMax, Rows = runs[^1].Rows + query.Number(2) };
        }

        return runs;
    }

    private static long Count(SqliteHandle handle, string table, long from, long through)
    {
        using var count = handle.Prepare($"SELECT count(*) FROM {table} WHERE position>=? AND position<=?").Bind(from).Bind(through);
        count.Step();
        return count.Number(0);
    }

    private static long Pragma(SqliteHandle handle, string name)
    {
        using var query = handle.Prepare($"PRAGMA {name}");
        query.Step();
        return query.Number(0);
    }

    private readonly record struct Run(DateOnly Day, int Lane, long Batch, long First, long Last, long Rows);
}
