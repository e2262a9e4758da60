namespace CityBrain.Cli.Sources;

/// <summary>
/// Noise meters: a row is one equivalent level of a minute in dB(A), stamped with the city's own clock (+08:00) without an offset.
/// It goes as it is; an hour's level is the energy mean of its minutes and is for the city to work out.
/// </summary>
public sealed class NoiseMapping : SourceMapping
{
    /// <inheritdoc/>
    public override string Name => "noise";

    /// <inheritdoc/>
    public override string Model => "noise-meter";

    /// <inheritdoc/>
    public override string MainPoint => "leq";

    /// <inheritdoc/>
    public override IReadOnlyCollection<string> Columns { get; } = ["time_local", "site", "laeq_1min_dba"];

    /// <inheritdoc/>
    protected override string Prefix => "noise-";

    /// <inheritdoc/>
    protected override string TimeColumn => "time_local";

    /// <inheritdoc/>
    protected override string StationColumn => "site";

    /// <inheritdoc/>
    protected override bool IsLocalTime => true;

    /// <inheritdoc/>
    protected override IReadOnlyList<KeyValuePair<string, decimal?>> Values(CsvRecords row) => [new("leq", Number(row, "laeq_1min_dba"))];
}
