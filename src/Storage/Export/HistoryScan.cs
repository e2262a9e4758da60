using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Export;

/// <summary>Which readings.</summary>
/// <param name="FromMs">Earliest observed time, inclusive, milliseconds since 1970 UTC.</param>
/// <param name="ToMs">Latest observed time, exclusive.</param>
/// <param name="PlacePrefix">Digits that the device's place starts with; empty for all.</param>
public sealed record HistoryRange(long FromMs, long ToMs, string PlacePrefix = "");

/// <summary>A reading with what the device list says of its device today.</summary>
/// <param name="Row">The reading.</param>
/// <param name="RecordedMs">When it was recorded, milliseconds since 1970 UTC.</param>
/// <param name="Device">The device's key.</param>
/// <param name="Model">Its model; empty when the list does not have it.</param>
/// <param name="Place">Digits of the place it stands in; empty when the list does not have it.</param>
public sealed record HistoricRow(ReadingRow Row, long RecordedMs, string Device, string Model, string Place);

/// <summary>
/// Goes through the reading history of a folder in order of storing. It only reads, may read the file of a running city, and sees one moment
/// of it; every reading that it hands out has its hash worked out anew.
/// </summary>
public static class HistoryScan
{
    private const string DevicePrefix = "device/";

    /// <summary>Reads.</summary>
    /// <param name="databasePath">The journal's file.</param>
    /// <param name="range">Which readings.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FileNotFoundException">There is no journal.</exception>
    /// <exception cref="InvalidDataException">The journal is of a version that this program does not read.</exception>
    /// <exception cref="DamagedStreamException">A reading is not what was written.</exception>
    public static IEnumerable<HistoricRow> Read(string databasePath, HistoryRange range, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(range);
        return File.Exists(databasePath) ? Scan(databasePath, range, cancellation) : throw new FileNotFoundException("There is no journal here.", databasePath);
    }

    /// <summary>
    /// Where readings of the range were dropped by the retention policy: the observed time from which on all are there, milliseconds since
    /// 1970 UTC; null when nothing is missing. Asked after reading, so that what goes meanwhile is told as well.
    /// </summary>
    /// <param name="databasePath">The journal's file.</param>
    /// <param name="range">Which readings.</param>
    public static long? ReadKeptFrom(string databasePath, HistoryRange range)
    {
        ArgumentNullException.ThrowIfNull(range);
        using var handle = SqliteHandle.OpenReader(databasePath, SqliteDatabase.BusyWaitDefault);
        if (!SqliteSchema.HasCuts(handle))
        {
            return null;
        }

        var filter = new SqlFilter().And("latest>=? AND earliest<?", range.FromMs, range.ToMs).AndPrefix("coalesce(view.place, '')", range.PlacePrefix);
        using var gone = filter.BindTo(handle.Prepare(
            $"""
            SELECT max(latest) FROM reading_cut LEFT JOIN view ON view.kind='device' AND view.stream=reading_cut.stream AND view.item=''
            WHERE {filter.Text}
            """));
        return gone.Step() && !gone.IsNull(0) ? gone.Number(0) + 1 : null;
    }

    private static IEnumerable<HistoricRow> Scan(string databasePath, HistoryRange range, CancellationToken cancellation)
    {
        using var handle = SqliteHandle.OpenReader(databasePath, SqliteDatabase.BusyWaitDefault);
        handle.Execute("BEGIN");
        SqliteSchema.EnsureReadable(SqliteSchema.ReadVersion(handle));
        var devices = ReadDevices(handle, range.PlacePrefix);
        var filter = new SqlFilter().And("observed>=? AND observed<?", range.FromMs, range.ToMs);
        using var rows = filter.BindTo(handle.Prepare(
            $"""
            SELECT {SqliteRows.ReadingColumns}, stream, (SELECT recorded FROM batch WHERE batch.position=reading.position&~{PackedPosition.OrdinalMax})
            FROM reading WHERE {filter.Text} ORDER BY reading.position
            """));
        while (rows.Step())
        {
            cancellation.ThrowIfCancellationRequested();
            if (devices.TryGetValue(rows.Number(13), out var device))
            {
                yield return new HistoricRow(rows.ReadReading(device.Stream).Intact(), rows.Number(14), KeyOf(device.Stream), device.Model, device.Place);
            }
        }
    }

    private static Dictionary<long, (string Stream, string Model, string Place)> ReadDevices(SqliteHandle handle, string placePrefix)
    {
        var filter = new SqlFilter().AndPrefix("coalesce(view.place, '')", placePrefix);
        using var rows = filter.BindTo(handle.Prepare(
            $"""
            SELECT stream.id, stream.name, coalesce(view.topic, ''), coalesce(view.place, '')
            FROM reading_chain JOIN stream ON stream.id=reading_chain.stream
            LEFT JOIN view ON view.kind='device' AND view.stream=stream.id AND view.item='' WHERE {filter.Text}
            """));
        var devices = new Dictionary<long, (string Stream, string Model, string Place)>();
        while (rows.Step())
        {
            devices[rows.Number(0)] = (rows.Text(1), rows.Text(2), rows.Text(3));
        }

        return devices;
    }

    private static string KeyOf(string stream) => stream.StartsWith(DevicePrefix, StringComparison.Ordinal) ? stream[DevicePrefix.Length..] : stream;
}
