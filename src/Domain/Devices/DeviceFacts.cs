namespace CityBrain.Domain.Devices;

/// <summary>What happened to a device. Stream <c>device/{id}</c>.</summary>
public abstract record DeviceFact;

/// <summary>A device was registered.</summary>
/// <param name="Device">Its key.</param>
/// <param name="Model">The id of its model in a published scene.</param>
/// <param name="Place">The key of the district or community it stands in.</param>
/// <param name="Location">Where it stands, WGS84; null when not known.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Number">The number on its plate or in its network; may change, is no key.</param>
/// <param name="SourceStation">The station in the source it was mapped from, where its readings are foreign.</param>
/// <param name="Attributes">Figures that its model's rules ask for.</param>
/// <param name="Origin">A live device, one of a replay, or a simulated one.</param>
/// <param name="At">When.</param>
public sealed record DeviceRegistered(
    DeviceId Device,
    string Model,
    PlaceCode Place,
    Location? Location,
    string? Name,
    string? Number,
    string? SourceStation,
    IReadOnlyDictionary<string, double> Attributes,
    OriginKind Origin,
    DateTimeOffset At) : DeviceFact;

/// <summary>A device got a token; the one before, if any, ended.</summary>
/// <param name="TokenHash">SHA-256 of the token, 64 lower-case hexadecimal digits.</param>
/// <param name="At">When.</param>
public sealed record DeviceTokenIssued(string TokenHash, DateTimeOffset At) : DeviceFact;

/// <summary>A device's token ended and none took its place.</summary>
/// <param name="Reason">Why, in the words of who revoked it.</param>
/// <param name="At">When.</param>
public sealed record DeviceTokenRevoked(string Reason, DateTimeOffset At) : DeviceFact;

/// <summary>A device stands elsewhere. Alarms raised before keep their place.</summary>
/// <param name="Place">The key of the district or community.</param>
/// <param name="Location">WGS84; null when not known.</param>
/// <param name="At">When.</param>
public sealed record DeviceMoved(PlaceCode Place, Location? Location, DateTimeOffset At) : DeviceFact;

/// <summary>A device is out of use: it takes no readings any more. Its history stays.</summary>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record DeviceRetired(string Reason, DateTimeOffset At) : DeviceFact;

/// <summary>From now on a device is carried by another, which may speak for it, or by none.</summary>
/// <param name="Carrier">The gateway or pole; null for none.</param>
/// <param name="At">When.</param>
public sealed record DeviceMounted(DeviceId? Carrier, DateTimeOffset At) : DeviceFact;

/// <summary>A device told about itself: all its properties as they now are.</summary>
/// <param name="Properties">Name → text.</param>
/// <param name="At">When.</param>
public sealed record DeviceDescribed(IReadOnlyDictionary<string, string> Properties, DateTimeOffset At) : DeviceFact;

/// <summary>From this reading on, a device is watched by the rules of this pack version.</summary>
/// <param name="Pack">The pack version.</param>
/// <param name="At">Observed time of the reading.</param>
public sealed record RulesAdopted(PackReference Pack, DateTimeOffset At) : DeviceFact;

/// <summary>An alarm began. It is committed together with the reading that raised it.</summary>
/// <param name="Alarm">Device, rule and observed time of the reading that raised it.</param>
/// <param name="Kind">The kind of incident it belongs to.</param>
/// <param name="Title">What its rule is called.</param>
/// <param name="Severity">1 to 4.</param>
/// <param name="PackHash">Hash of the pack whose rule raised it.</param>
/// <param name="Place">The key of the device's place.</param>
/// <param name="Location">Where the device stands, WGS84; null when not known.</param>
/// <param name="Origin">Origin and session of the reading.</param>
/// <param name="Inputs">
/// The values the rule looked at, by point or attribute: of a window, its newest and what it came to, as <c>sum(rain, 1h)</c>; and the pack's
/// definitions by name. All of them good.
/// </param>
public sealed record AlarmRaised(
    AlarmId Alarm,
    string Kind,
    LocalText Title,
    int Severity,
    string PackHash,
    PlaceCode Place,
    Location? Location,
    Origin Origin,
    IReadOnlyDictionary<string, double> Inputs) : DeviceFact;

/// <summary>An alarm ended.</summary>
/// <param name="Alarm">The alarm.</param>
/// <param name="Place">The place that it was raised in.</param>
/// <param name="At">Observed time of the reading that ended it, or when the device was retired.</param>
/// <param name="Reason">Why it ended.</param>
public sealed record AlarmCleared(AlarmId Alarm, PlaceCode Place, DateTimeOffset At, ClearReason Reason) : DeviceFact;

/// <summary>Why an alarm ended.</summary>
public enum ClearReason
{
    /// <summary>The rule's clearing condition held.</summary>
    Condition,

    /// <summary>The rule is not in the pack version that the device adopted.</summary>
    RuleWithdrawn,

    /// <summary>The device was retired.</summary>
    DeviceRetired,
}
