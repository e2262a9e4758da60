using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;

namespace CityBrain.Grains.Interfaces.Live;

/// <summary>Something happened to an alarm or an incident: one of the two is there.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.live-news")]
public sealed record LiveNews
{
    /// <summary>Where the fact stands.</summary>
    [Id(0)]
    public required LivePosition At { get; init; }

    /// <summary>The fact's name: <c>alarm-raised</c>, <c>incident-opened</c>, …</summary>
    [Id(1)]
    public required string Change { get; init; }

    /// <summary>When it was recorded.</summary>
    [Id(2)]
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The incident's level, or the one that the alarm's severity proposes.</summary>
    [Id(3)]
    public required Level Level { get; init; }

    /// <summary>The alarm as the fact says it.</summary>
    [Id(4)]
    public AlarmView? Alarm { get; init; }

    /// <summary>The incident, never older than the fact; when it was read late, newer.</summary>
    [Id(5)]
    public IncidentSummary? Incident { get; init; }
}

/// <summary>The latest reading of a device.</summary>
/// <param name="Device">The device.</param>
/// <param name="Model">Its model.</param>
/// <param name="Place">Code of its place.</param>
/// <param name="Reading">The reading.</param>
[GenerateSerializer, Immutable, Alias("citybrain.live-point")]
public sealed record LivePoint(
    [property: Id(0)] string Device, [property: Id(1)] string Model, [property: Id(2)] string Place, [property: Id(3)] ReadingView Reading);
