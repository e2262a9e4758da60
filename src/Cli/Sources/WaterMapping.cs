namespace CityBrain.Cli.Sources;

/// <summary>River gauges with columns as of the Hub'Eau hydrometry data: a row is one level in millimetres over the gauge's zero, which may be negative; it goes in metres.</summary>
public sealed class WaterMapping : SourceMapping
{
    /// <inheritdoc/>
    public override string Name => "water";

    /// <inheritdoc/>
    public override string Model => "river-gauge";

    /// <inheritdoc/>
    public override string MainPoint => "level";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Columns { get; } = ["time_utc", "station", "water_level_mm"];

    /// <inheritdoc/>
    protected override string Prefix => "river-";

    /// <inheritdoc/>
    protected override string TimeColumn => "time_utc";

    /// <inheritdoc/>
    protected override IReadOnlyList<KeyValuePair<string, decimal?>> Values(CsvRecords row) =>
        [new("level", Number(row, "water_level_mm", 1000))];
}
