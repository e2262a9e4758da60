using System.Text.Json.Serialization;
using CityBrain.Domain.Devices;

namespace CityBrain.Domain.Incidents;

/// <summary>What kind of report a source is.</summary>
public enum SourceKind
{
    /// <summary>An alarm that a device's readings raised.</summary>
    Alarm,
}

/// <summary>One report of something happening: what an incident consists of. Today always an alarm.</summary>
public sealed record Source
{
    /// <summary>What kind of report it is.</summary>
    public SourceKind Reported { get; init; } = SourceKind.Alarm;

    /// <summary>The alarm: device, rule and observed moment. It identifies the source.</summary>
    public required AlarmId Alarm { get; init; }

    /// <summary>The kind of incident it belongs to, from its rule: only the same kind merges.</summary>
    public required string Kind { get; init; }

    /// <summary>What its rule is called.</summary>
    public required LocalText Title { get; init; }

    /// <summary>1 to 4; proposes level IV to I.</summary>
    public required int Severity { get; init; }

    /// <summary>When it was observed.</summary>
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>The key of the place of its device, a community where that is known.</summary>
    public required PlaceCode Place { get; init; }

    /// <summary>Where its device stands; null when not known.</summary>
    public Location? Location { get; init; }

    /// <summary>Live, replayed or simulated, and the session: part of what merges.</summary>
    public required Origin Origin { get; init; }

    /// <summary>SHA-256 of the pack whose rule raised it, hexadecimal; empty for a source without a pack.</summary>
    public string PackHash { get; init; } = string.Empty;

    /// <summary>The trace id that leads from its reading to the incident's closing.</summary>
    public required string Trace { get; init; }

    /// <summary>Its key as text, as callers name it.</summary>
    [JsonIgnore]
    public string Key => Alarm.ToString();

    /// <summary>The community of its place; null where only the district is known.</summary>
    [JsonIgnore]
    public PlaceCode? Community => Place.Level == PlaceLevel.Community ? Place : null;

    /// <summary>Its location if that is a real one.</summary>
    [JsonIgnore]
    public Location? Spot => Location is { IsValid: true } location ? location : null;

    /// <summary>Who reports it, as the timeline names it.</summary>
    [JsonIgnore]
    public string Reporter => $"device:{Alarm.Device}";
}
