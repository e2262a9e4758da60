using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CityBrain.Domain.Devices.Commands;

namespace CityBrain.Domain.Devices;

/// <summary>What someone registering a device says about it.</summary>
/// <param name="Model">The id of its model.</param>
/// <param name="Location">WGS84; null when not known.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Number">The number on its plate.</param>
/// <param name="SourceStation">The station in the source it is mapped from.</param>
/// <param name="Attributes">Figures that its model's rules ask for.</param>
/// <param name="TokenHash">SHA-256 of its first token, 64 lower-case hexadecimal digits.</param>
/// <param name="Origin">Live, of a replay, or simulated.</param>
public sealed record DeviceRegistration(
    string Model,
    Location? Location,
    string? Name,
    string? Number,
    string? SourceStation,
    IReadOnlyDictionary<string, double> Attributes,
    string TokenHash,
    OriginKind Origin)
{
    /// <summary>The gateway or pole that carries it; null for none.</summary>
    public DeviceId? Carrier { get; init; }
}

/// <summary>The rules of a device's registration, tokens and place.</summary>
public static class DeviceRules
{
    /// <summary>
    /// Registers a device. The same content again changes nothing, and then the token of the first registration stays the valid one.
    /// Refusals, first that applies: <c>device-exists</c> (a retired device too), <c>model-unknown</c>, <c>place-unknown</c>,
    /// <c>carrier-invalid</c>, <c>location-invalid</c>, <c>name-invalid</c>, <c>attribute-unknown</c> and <c>attribute-not-a-number</c> (attribute by attribute),
    /// <c>token-hash-invalid</c>.
    /// </summary>
    /// <param name="device">The device as it is; null before its first fact.</param>
    /// <param name="id">The key it is to have.</param>
    /// <param name="wanted">What is said about it.</param>
    /// <param name="model">The published model of that id; null when there is none.</param>
    /// <param name="place">The key of the place that was named; null when the city has none such.</param>
    /// <param name="now">When.</param>
    public static Decision<DeviceFact> DecideRegister(
        Device? device, DeviceId id, DeviceRegistration wanted, DeviceModel? model, PlaceCode? place, DateTimeOffset now)
    {
        if (device is not null)
        {
            return IsSame(device, wanted, place) ? Nothing : DeviceRefusals.DeviceExists;
        }

        if (model is null)
        {
            return DeviceRefusals.ModelUnknown;
        }

        if (place is not { Level: not PlaceLevel.City } standing)
        {
            return DeviceRefusals.PlaceUnknown;
        }

        if (wanted.Carrier == id)
        {
            return DeviceRefusals.CarrierInvalid;
        }

        if (Check(wanted, model) is { } refusal)
        {
            return refusal;
        }

        DeviceFact[] facts =
        [
            new DeviceRegistered(
                id,
                wanted.Model,
                standing,
                wanted.Location,
                wanted.Name,
                wanted.Number,
                wanted.SourceStation,
                wanted.Attributes.ToImmutableSortedDictionary(StringComparer.Ordinal),
                wanted.Origin,
                now),
            new DeviceTokenIssued(wanted.TokenHash, now),
        ];
        return wanted.Carrier is { } carrier ? [.. facts, new DeviceMounted(carrier, now)] : facts;
    }

    /// <summary>Issues a token; the one before ends at once. Refusals, first that applies: <c>device-unknown</c>, <c>device-retired</c>, <c>token-hash-invalid</c>.</summary>
    public static Decision<DeviceFact> DecideIssueToken(Device? device, string tokenHash, DateTimeOffset now) =>
        InUse(device) is { } refusal ? refusal
        : !IsHash(tokenHash) ? DeviceRefusals.TokenHashInvalid
        : device!.TokenHash == tokenHash ? Nothing
        : new DeviceFact[] { new DeviceTokenIssued(tokenHash, now) };

    /// <summary>Ends the token; without a valid one nothing changes. Refusal: <c>device-unknown</c>.</summary>
    public static Decision<DeviceFact> DecideRevokeToken(Device? device, string reason, DateTimeOffset now) =>
        device is null ? DeviceRefusals.DeviceUnknown
        : device.TokenHash is null ? Nothing
        : new DeviceFact[] { new DeviceTokenRevoked(reason, now) };

    /// <summary>Moves a device. Refusals, first that applies: <c>device-unknown</c>, <c>device-retired</c>, <c>place-unknown</c>, <c>location-invalid</c>.</summary>
    public static Decision<DeviceFact> DecideMove(Device? device, PlaceCode? place, Location? location, DateTimeOffset now) =>
        InUse(device) is { } refusal ? refusal
        : place is not { Level: not PlaceLevel.City } standing ? DeviceRefusals.PlaceUnknown
        : location is { IsValid: false } ? DeviceRefusals.LocationInvalid
        : device!.Place == standing && device.Location == location ? Nothing
        : new DeviceFact[] { new DeviceMoved(standing, location, now) };

    /// <summary>Takes a device out of use and ends its active alarms. A retired one stays as it is. Refusals, first that applies: <c>device-unknown</c>, <c>reason-invalid</c>.</summary>
    public static Decision<DeviceFact> DecideRetire(Device? device, string reason, DateTimeOffset now)
    {
        if (device is null)
        {
            return DeviceRefusals.DeviceUnknown;
        }

        if (!IsReason(reason))
        {
            return DeviceRefusals.ReasonInvalid;
        }

        if (device.RetiredAt is not null)
        {
            return Nothing;
        }

        var alarms = device.ActiveAlarms.Values.OrderBy(alarm => alarm.Alarm.Rule, StringComparer.Ordinal);
        return alarms
            .Select(DeviceFact (alarm) => new AlarmCleared(alarm.Alarm, alarm.Place, now, ClearReason.DeviceRetired))
            .Append(new DeviceRetired(reason, now))
            .ToArray();
    }

    /// <summary>
    /// Says which device carries this one and may speak for it. Refusals, first that applies: <c>device-unknown</c>, <c>device-retired</c>,
    /// <c>carrier-invalid</c>.
    /// </summary>
    public static Decision<DeviceFact> DecideMount(Device? device, DeviceId? carrier, DateTimeOffset now) =>
        InUse(device) is { } refusal ? refusal
        : carrier == device!.Id ? DeviceRefusals.CarrierInvalid
        : device.Carrier == carrier ? Nothing
        : new DeviceFact[] { new DeviceMounted(carrier, now) };

    /// <summary>
    /// Takes in what a device tells about itself; a name without text is forgotten, what is not named stays. Refusals, first that applies:
    /// <c>device-unknown</c>, <c>device-retired</c>, <c>property-invalid</c>.
    /// </summary>
    public static Decision<DeviceFact> DecideDescribe(Device? device, IReadOnlyDictionary<string, string?> told, DateTimeOffset now)
    {
        if (InUse(device) is { } refusal)
        {
            return refusal;
        }

        if (told.Any(property => property.Key.Length is 0 or > DeviceLimits.PropertyLengthMax || !IsPlain(property.Key)
            || property.Value is { Length: > DeviceLimits.PropertyLengthMax } || !IsPlain(property.Value ?? string.Empty)))
        {
            return DeviceRefusals.PropertyInvalid;
        }

        var properties = device!.Properties
            .RemoveRange(told.Keys)
            .SetItems(told.Where(property => property.Value is not null).Select(property => KeyValuePair.Create(property.Key, property.Value!)));
        return properties.Count > DeviceLimits.PropertiesMax ? DeviceRefusals.PropertyInvalid
            : properties.SequenceEqual(device.Properties) ? Nothing
            : new DeviceFact[] { new DeviceDescribed(properties, now) };
    }

    /// <summary>Whether the gateway may speak for the device; null when it may. Refusal: <c>not-carried</c>, also for a device that does not exist.</summary>
    public static Refusal? CheckCarrier(Device? device, DeviceId gateway) =>
        device is null || device.Carrier != gateway ? DeviceRefusals.NotCarried : InUse(device);

    /// <summary>
    /// Whether what is said in a device's name is its own word: under its token in force, or from the gateway that carries it, whose own token
    /// was checked where it came in. Null when it is; else as <see cref="CheckToken"/> and <see cref="CheckCarrier"/>.
    /// </summary>
    public static Refusal? CheckSpeaker(Device? device, string? tokenHash, DeviceId? gateway) =>
        gateway is { } carrier ? CheckCarrier(device, carrier) : CheckToken(device, tokenHash ?? string.Empty);

    /// <summary>The origin of what comes in for a device: a simulated device reports nothing that is live.</summary>
    public static Origin OriginOf(Device device, Origin arrival) =>
        arrival.Kind == OriginKind.Live && device.Origin == OriginKind.Simulated ? new Origin(OriginKind.Simulated, string.Empty) : arrival;

    /// <summary>
    /// Whether readings that come with this token may be taken; null when they may. First that applies: <c>token-unknown</c> (also for a
    /// device that does not exist, so that nobody learns which do), <c>token-revoked</c>, <c>device-retired</c>.
    /// </summary>
    public static Refusal? CheckToken(Device? device, string tokenHash) =>
        device is null ? DeviceRefusals.TokenUnknown
        : Matches(device.TokenHash, tokenHash) ? InUse(device)
        : Matches(device.EndedTokenHash, tokenHash) ? DeviceRefusals.TokenRevoked
        : DeviceRefusals.TokenUnknown;

    /// <summary>Whether the device exists and is in use; null when it is. First that applies: <c>device-unknown</c>, <c>device-retired</c>.</summary>
    public static Refusal? InUse(Device? device) =>
        device is null ? DeviceRefusals.DeviceUnknown
        : device.RetiredAt is not null ? DeviceRefusals.DeviceRetiredAlready
        : null;

    /// <summary>The device after a fact. Total: a fact that does not fit changes nothing.</summary>
    public static Device? Apply(Device? device, DeviceFact fact) => (device, fact) switch
    {
        (null, DeviceRegistered registered) => Registered(registered),
        (null, _) => null,
        (_, DeviceTokenIssued issued) => device with { TokenHash = issued.TokenHash, EndedTokenHash = device.TokenHash ?? device.EndedTokenHash },
        (_, DeviceTokenRevoked) => device with { TokenHash = null, EndedTokenHash = device.TokenHash ?? device.EndedTokenHash },
        (_, DeviceMoved moved) => device with { Place = moved.Place, Location = moved.Location },
        (_, DeviceRetired retired) => device with { RetiredAt = retired.At },
        (_, DeviceMounted mounted) => device with { Carrier = mounted.Carrier },
        (_, DeviceDescribed described) => device with { Properties = described.Properties.ToImmutableSortedDictionary(StringComparer.Ordinal) },
        (_, CommandFact command) => CommandRules.Apply(device, command),
        (_, RulesAdopted adopted) => device with { Rules = adopted.Pack },
        (_, AlarmRaised raised) => device with { ActiveAlarms = device.ActiveAlarms.SetItem(raised.Alarm.Rule, raised) },
        (_, AlarmCleared cleared) when IsActive(device, cleared.Alarm) => device with { ActiveAlarms = device.ActiveAlarms.Remove(cleared.Alarm.Rule) },
        _ => device,
    };

    /// <summary>Whether a reason says something that can be shown.</summary>
    internal static bool IsReason(string reason) =>
        !string.IsNullOrWhiteSpace(reason) && reason.Length <= DeviceLimits.NameLengthMax && WrittenText.IsReadable(reason);

    private static Decision<DeviceFact> Nothing => Array.Empty<DeviceFact>();

    private static Device Registered(DeviceRegistered fact) => new()
    {
        Id = fact.Device,
        Model = fact.Model,
        Place = fact.Place,
        Location = fact.Location,
        Name = fact.Name,
        Number = fact.Number,
        SourceStation = fact.SourceStation,
        Attributes = fact.Attributes,
        Origin = fact.Origin,
        RegisteredAt = fact.At,
    };

    private static Refusal? Check(DeviceRegistration wanted, DeviceModel model)
    {
        if (wanted.Location is { IsValid: false })
        {
            return DeviceRefusals.LocationInvalid;
        }

        if (new[] { wanted.Name, wanted.Number, wanted.SourceStation }.Any(text => text is { Length: 0 or > DeviceLimits.NameLengthMax } || text?.Any(char.IsControl) == true))
        {
            return DeviceRefusals.NameInvalid;
        }

        foreach (var (name, value) in wanted.Attributes.OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            if (!model.Attributes.ContainsKey(name))
            {
                return DeviceRefusals.AttributeUnknown(name, model);
            }

            if (!double.IsFinite(value))
            {
                return DeviceRefusals.AttributeNotANumber(name);
            }
        }

        return IsHash(wanted.TokenHash) ? null : DeviceRefusals.TokenHashInvalid;
    }

    // The token is no content: who registers the same device again does not thereby replace its token.
    private static bool IsSame(Device device, DeviceRegistration wanted, PlaceCode? place) =>
        device.RetiredAt is null
        && device.Model == wanted.Model
        && device.Place == place
        && device.Location == wanted.Location
        && device.Name == wanted.Name
        && device.Number == wanted.Number
        && device.SourceStation == wanted.SourceStation
        && device.Origin == wanted.Origin
        && device.Carrier == wanted.Carrier
        && device.Attributes.Count == wanted.Attributes.Count
        && device.Attributes.All(attribute => wanted.Attributes.TryGetValue(attribute.Key, out var value) && value.Equals(attribute.Value));

    private static bool IsPlain(string text) => !text.Any(unit => char.IsControl(unit) || char.IsSurrogate(unit));

    private static bool IsActive(Device device, AlarmId alarm) =>
        device.ActiveAlarms.TryGetValue(alarm.Rule, out var active) && active.Alarm == alarm;

    private static bool IsHash(string text) => text.Length == 64 && text.All(char.IsAsciiHexDigitLower);

    private static bool Matches(string? hash, string tokenHash) =>
        hash is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(hash), Encoding.ASCII.GetBytes(tokenHash));
}
