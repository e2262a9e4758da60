using System.Globalization;

namespace CityBrain.Cli.Sources;

/// <summary>How the rows of one kind of file become readings of devices of one model.</summary>
public abstract class SourceMapping
{
    /// <summary>The name after <c>--as</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The model that its stations are registered as.</summary>
    public abstract string Model { get; }

    /// <summary>The point that sums a replay up.</summary>
    public abstract string MainPoint { get; }

    /// <summary>The columns it reads; a file may have others.</summary>
    public abstract IReadOnlyCollection<string> Columns { get; }

    /// <summary>What a device key begins with.</summary>
    protected abstract string Prefix { get; }

    /// <summary>Column of the time.</summary>
    protected abstract string TimeColumn { get; }

    /// <summary>Column of the station's id.</summary>
    protected virtual string StationColumn => "station";

    /// <summary>Whether times are the city's own clock, written without an offset; else every time says its offset.</summary>
    protected virtual bool IsLocalTime => false;

    /// <summary>All mappings by name.</summary>
    public static IReadOnlyDictionary<string, SourceMapping> All { get; } =
        new SourceMapping[] { new AirMapping(), new WaterMapping(), new NoiseMapping(), new GateMapping() }.ToDictionary(mapping => mapping.Name, StringComparer.Ordinal);

    /// <summary>The key that a station is registered under: <c>air-aotizhongxin</c>.</summary>
    public string DeviceOf(string station) => Prefix + station.ToLowerInvariant();

    /// <summary>Maps the current row.</summary>
    /// <exception cref="Output.CommandFailedException">A field cannot be read; the message names the line.</exception>
    public SourceReading Map(CsvRecords row)
    {
        var station = row.Field(StationColumn);
        var device = DeviceOf(station);
        if (station.Length == 0 || !DeviceId.TryParse(device, out _))
        {
            throw row.Malformed(
                "station-malformed",
                $"'{station}' in column {StationColumn} is not a station id.",
                "A station id has 1 to 50 of the characters A-Z a-z 0-9 . _ and -.");
        }

        return new SourceReading(device, station, Time(row), Values(row));
    }

    /// <summary>The values of the current row.</summary>
    protected abstract IReadOnlyList<KeyValuePair<string, decimal?>> Values(CsvRecords row);

    /// <summary>A number in the source's unit divided by <paramref name="divisor"/>; null for a blank.</summary>
    protected static decimal? Number(CsvRecords row, string column, decimal divisor = 1)
    {
        var text = row.Field(column);
        return text.Length == 0
            ? null
            : decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                ? number / divisor
                : throw row.Malformed(
                    "number-malformed",
                    $"'{text}' in column {column} is not a number.",
                    "Write a decimal number with a point, or leave the field empty where the value is missing.");
    }

    private DateTimeOffset Time(CsvRecords row)
    {
        var text = row.Field(TimeColumn);
        if (IsLocalTime)
        {
            return DateTime.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local)
                ? new DateTimeOffset(local, CityTime.Offset)
                : throw TimeMalformed(row, text, "a time of the city's clock", "2025-03-21T00:00:30, without an offset");
        }

        return DateTimeOffset.TryParseExact(
            text,
            ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFzzz", "yyyy-MM-dd'T'HH:mm:ss'Z'", "yyyy-MM-dd'T'HH:mm:ss.FFF'Z'"],
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var time)
            ? time
            : throw TimeMalformed(row, text, "a time with an offset", "2016-11-01T00:00:00+08:00 or 2020-01-07T16:25:00Z");
    }

    private Output.CommandFailedException TimeMalformed(CsvRecords row, string text, string what, string form) => row.Malformed(
        "time-malformed", $"'{text}' in column {TimeColumn} is not {what}.", $"Write it by ISO 8601, as {form}.");
}
