namespace CityBrain.Cli.Sources;

/// <summary>
/// Hourly air stations with columns as of the Beijing multi-site data (UCI 501): a row is one reading at the hour's start.
/// Concentrations stay in µg/m³ but carbon monoxide, which comes in µg/m³ and goes in mg/m³; the wind's compass point becomes degrees.
/// </summary>
public sealed class AirMapping : SourceMapping
{
    private static readonly string[] CompassPoints =
        ["N", "NNE", "NE", "ENE", "E", "ESE", "SE", "SSE", "S", "SSW", "SW", "WSW", "W", "WNW", "NW", "NNW"];

    private static readonly (string Column, string Point, decimal Divisor)[] Numbers =
    [
        ("pm25_ugm3", "pm25", 1), ("pm10_ugm3", "pm10", 1), ("so2_ugm3", "so2", 1), ("no2_ugm3", "no2", 1), ("o3_ugm3", "o3", 1),
        ("co_ugm3", "co", 1000),
        ("temp_c", "temp", 1), ("pres_hpa", "pres", 1), ("dewp_c", "dewp", 1), ("rain_mm", "rain", 1), ("wspm_ms", "wind_speed", 1),
    ];

    /// <inheritdoc/>
    public override string Name => "air";

    /// <inheritdoc/>
    public override string Model => "air-station";

    /// <inheritdoc/>
    public override string MainPoint => "pm25";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Columns { get; } = [.. Numbers.Select(number => number.Column).Concat(["time_local_utc8", "station", "wd"])];

    /// <inheritdoc/>
    protected override string Prefix => "air-";

    /// <inheritdoc/>
    protected override string TimeColumn => "time_local_utc8";

    /// <inheritdoc/>
    protected override IReadOnlyList<KeyValuePair<string, decimal?>> Values(CsvRecords row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var values = new List<KeyValuePair<string, decimal?>>(Numbers.Length + 1);
        foreach (var (column, point, divisor) in Numbers)
        {
            values.Add(new(point, Number(row, column, divisor)));
        }

        values.Add(new("wind_direction", Direction(row)));
        return values;
    }

    /// <summary>Degrees clockwise from north of one of the sixteen points, 22.5° apart.</summary>
    private static decimal? Direction(CsvRecords row)
    {
        var text = row.Field("wd");
        if (text.Length == 0)
        {
            return null;
        }

        var place = Array.IndexOf(CompassPoints, text);
        return place >= 0
            ? place * 22.5m
            : throw row.Malformed("wind-malformed", $"'{text}' in column wd is not a compass point.", $"Write one of {string.Join(" ", CompassPoints)}, or leave it empty.");
    }
}
