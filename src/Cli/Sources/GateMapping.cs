namespace CityBrain.Cli.Sources;

/// <summary>Gates of stations: a row is the number of people who entered in the ten minutes that begin at its time. A flow, not a density.</summary>
public sealed class GateMapping : SourceMapping
{
    /// <inheritdoc/>
    public override string Name => "gates";

    /// <inheritdoc/>
    public override string Model => "gate-counter";

    /// <inheritdoc/>
    public override string MainPoint => "entries";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Columns { get; } = ["time_local_utc8", "station", "entries_10min"];

    /// <inheritdoc/>
    protected override string Prefix => "gate-";

    /// <inheritdoc/>
    protected override string TimeColumn => "time_local_utc8";

    /// <inheritdoc/>
    protected override IReadOnlyList<KeyValuePair<string, decimal?>> Values(CsvRecords row) => [new("entries", Number(row, "entries_10min"))];
}
