namespace CityBrain.Grains.Interfaces.Devices;

/// <summary>A device as shown.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.device-view")]
public sealed record DeviceView
{
    /// <summary>Its key.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Its model.</summary>
    [Id(1)]
    public required string Model { get; init; }

    /// <summary>Code of its place.</summary>
    [Id(2)]
    public required string Place { get; init; }

    /// <summary>WGS84, or null when not known.</summary>
    [Id(3)]
    public Location? Location { get; init; }

    /// <summary>What people call it.</summary>
    [Id(4)]
    public string? Name { get; init; }

    /// <summary>Its number.</summary>
    [Id(5)]
    public string? Number { get; init; }

    /// <summary>The station in the source it was mapped from.</summary>
    [Id(6)]
    public string? SourceStation { get; init; }

    /// <summary>Figures that its model's rules ask for.</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, double> Attributes { get; init; } = new Dictionary<string, double>();

    /// <summary>Live, replayed or simulated.</summary>
    [Id(8)]
    public required OriginKind Origin { get; init; }

    /// <summary>When it was registered.</summary>
    [Id(9)]
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>Whether its token is valid.</summary>
    [Id(10)]
    public required bool TokenActive { get; init; }

    /// <summary>Its latest reading by observed time; null before the first.</summary>
    [Id(11)]
    public ReadingView? Latest { get; init; }

    /// <summary>Its active alarms.</summary>
    [Id(12)]
    public IReadOnlyList<AlarmView> ActiveAlarms { get; init; } = [];

    /// <summary>Readings stored, conflicts included.</summary>
    [Id(13)]
    public long Readings { get; init; }

    /// <summary>Repeated readings that were not stored again.</summary>
    [Id(14)]
    public long Duplicates { get; init; }

    /// <summary>Readings kept beside a first one of the same time.</summary>
    [Id(15)]
    public long Conflicts { get; init; }

    /// <summary>The pack version whose rules watch it now; null before its first reading.</summary>
    [Id(16)]
    public string? PackHash { get; init; }

    /// <summary>The gateway or pole that carries it and may speak for it; null for none.</summary>
    [Id(17)]
    public string? Carrier { get; init; }

    /// <summary>What it told about itself.</summary>
    [Id(18)]
    public IReadOnlyDictionary<string, string> Properties { get; init; } = new Dictionary<string, string>();

    /// <summary>When it was last heard, by arrival; null before the first reading that was no replay.</summary>
    [Id(19)]
    public DateTimeOffset? HeardAt { get; init; }

    /// <summary>What the formulas of its scene make of its latest reading, by the index's id: <c>water-class</c>.</summary>
    [Id(20)]
    public IReadOnlyDictionary<string, DailyFigure> Figures { get; init; } = new Dictionary<string, DailyFigure>();
}

/// <summary>A reading as shown. The raw value is always there; its quality says whether it can be used.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.reading-view")]
public sealed record ReadingView
{
    /// <summary>When it was observed.</summary>
    [Id(0)]
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When it was recorded; null in a device's latest reading right after a restart of its activation.</summary>
    [Id(1)]
    public DateTimeOffset? RecordedAt { get; init; }

    /// <summary>The time that the device claimed, where it was not believed.</summary>
    [Id(2)]
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary><c>good</c>, or <c>late</c>, <c>clock</c>, <c>conflict</c> for the reading as a whole.</summary>
    [Id(3)]
    public required string Quality { get; init; }

    /// <summary>Live, replayed or simulated.</summary>
    [Id(4)]
    public required OriginKind Origin { get; init; }

    /// <summary>The session; null when live.</summary>
    [Id(5)]
    public string? Session { get; init; }

    /// <summary>Point → value and quality.</summary>
    [Id(6)]
    public required IReadOnlyDictionary<string, PointView> Points { get; init; }

    /// <summary>The trace it came in under.</summary>
    [Id(7)]
    public required string Trace { get; init; }
}

/// <summary>One value as shown.</summary>
/// <param name="Value">The raw value; null when missing, never 0 instead.</param>
/// <param name="Quality"><c>good</c>, <c>missing</c>, <c>spike</c>, <c>range</c>, or the whole reading's quality.</param>
[GenerateSerializer, Immutable, Alias("citybrain.point-view")]
public sealed record PointView([property: Id(0)] double? Value, [property: Id(1)] string Quality);

/// <summary>An alarm as shown: an episode from raise to clear.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.alarm-view")]
public sealed record AlarmView
{
    /// <summary>Device, rule and raise time.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The device.</summary>
    [Id(1)]
    public required string Device { get; init; }

    /// <summary>The rule.</summary>
    [Id(2)]
    public required string Rule { get; init; }

    /// <summary>The kind of incident it belongs to.</summary>
    [Id(3)]
    public required string Kind { get; init; }

    /// <summary>Title in Chinese.</summary>
    [Id(4)]
    public required string TitleZh { get; init; }

    /// <summary>Title in English.</summary>
    [Id(5)]
    public required string TitleEn { get; init; }

    /// <summary>1 to 4.</summary>
    [Id(6)]
    public required int Severity { get; init; }

    /// <summary>Observed time of the reading that raised it.</summary>
    [Id(7)]
    public required DateTimeOffset RaisedAt { get; init; }

    /// <summary>Observed time of the reading that cleared it; null while active.</summary>
    [Id(8)]
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Code of the device's place.</summary>
    [Id(9)]
    public required string Place { get; init; }

    /// <summary>Live, replayed or simulated.</summary>
    [Id(10)]
    public required OriginKind Origin { get; init; }

    /// <summary>The session; null when live.</summary>
    [Id(11)]
    public string? Session { get; init; }

    /// <summary>Hash of the pack whose rule raised it.</summary>
    [Id(12)]
    public required string PackHash { get; init; }

    /// <summary>The values that raised it.</summary>
    [Id(13)]
    public IReadOnlyDictionary<string, double> Inputs { get; init; } = new Dictionary<string, double>();

    /// <summary>The trace of the reading that raised it.</summary>
    [Id(14)]
    public required string Trace { get; init; }
}
