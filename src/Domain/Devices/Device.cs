using System.Collections.Immutable;
using CityBrain.Domain.Devices.Commands;

namespace CityBrain.Domain.Devices;

/// <summary>A device as its facts tell it: who it is, where it stands, what may speak for it, which alarms are active.</summary>
public sealed record Device
{
    /// <summary>Its key.</summary>
    public required DeviceId Id { get; init; }

    /// <summary>The id of its model.</summary>
    public required string Model { get; init; }

    /// <summary>The key of the district or community it stands in.</summary>
    public required PlaceCode Place { get; init; }

    /// <summary>Where it stands, WGS84; null when not known.</summary>
    public Location? Location { get; init; }

    /// <summary>What people call it.</summary>
    public string? Name { get; init; }

    /// <summary>The number on its plate or in its network.</summary>
    public string? Number { get; init; }

    /// <summary>The station in the source it was mapped from.</summary>
    public string? SourceStation { get; init; }

    /// <summary>Figures that its model's rules ask for, in the units that the model declares.</summary>
    public IReadOnlyDictionary<string, double> Attributes { get; init; } = ImmutableDictionary<string, double>.Empty;

    /// <summary>A live device, one of a replay, or a simulated one.</summary>
    public OriginKind Origin { get; init; }

    /// <summary>When it was registered.</summary>
    public required DateTimeOffset RegisteredAt { get; init; }

    /// <summary>SHA-256 of the valid token, hexadecimal; null when none is valid.</summary>
    public string? TokenHash { get; init; }

    /// <summary>SHA-256 of the token that ended last, so that it can be told from one that never was; null when none ended.</summary>
    public string? EndedTokenHash { get; init; }

    /// <summary>The pack version whose rules watch it; null before its first reading.</summary>
    public PackReference? Rules { get; init; }

    /// <summary>Active alarms by rule: at most one each.</summary>
    public ImmutableDictionary<string, AlarmRaised> ActiveAlarms { get; init; } = ImmutableDictionary<string, AlarmRaised>.Empty;

    /// <summary>The device that carries it and may speak for it: a gateway, a smart pole; null when it speaks for itself alone.</summary>
    public DeviceId? Carrier { get; init; }

    /// <summary>What it told about itself, as its firmware; no rule reads it.</summary>
    public ImmutableSortedDictionary<string, string> Properties { get; init; } = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Its open commands and the last settled ones, by number.</summary>
    public ImmutableSortedDictionary<long, DeviceCommand> Commands { get; init; } = ImmutableSortedDictionary<long, DeviceCommand>.Empty;

    /// <summary>The number of its last command; 0 before the first.</summary>
    public long LastCommand { get; init; }

    /// <summary>When it went out of use; null while it is in use.</summary>
    public DateTimeOffset? RetiredAt { get; init; }
}
