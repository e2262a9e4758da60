namespace CityBrain.Domain.Devices;

/// <summary>Every reason why something asked of a device, or sent by one, is not done.</summary>
public static class DeviceRefusals
{
    /// <summary>No device has the key.</summary>
    public static Refusal DeviceUnknown { get; } = new(
        "device-unknown", "No device has this key.", "Check the key, or register the device first.", RefusalKind.Missing);

    /// <summary>A device of that key is registered and differs.</summary>
    public static Refusal DeviceExists { get; } = new(
        "device-exists", "A device with this key is registered with other content.", "Choose another key, or change the registered device.", RefusalKind.Conflict);

    /// <summary>A reason that says nothing, or more than can be shown.</summary>
    public static Refusal ReasonInvalid { get; } = new(
        "reason-invalid", $"The reason is empty, longer than {DeviceLimits.NameLengthMax} characters, or has control characters.", "Say in a sentence why.");

    /// <summary>The device is out of use.</summary>
    public static Refusal DeviceRetiredAlready { get; } = new(
        "device-retired", "The device is retired.", "Register its replacement under a key of its own.", RefusalKind.Conflict);

    /// <summary>No published scene has the model.</summary>
    public static Refusal ModelUnknown { get; } = new(
        "model-unknown", "No published scene has this device model.", "Publish a pack that has it, or name one of the models listed under scenes.");

    /// <summary>The city has no such place, or it is the city itself.</summary>
    public static Refusal PlaceUnknown { get; } = new(
        "place-unknown", "The place code is that of no district or community of this city.", "Give the 9 or 12 digit code of a place that exists.");

    /// <summary>The coordinates are none.</summary>
    public static Refusal LocationInvalid { get; } = new(
        "location-invalid", "The location is not a latitude from -90 to 90 and a longitude from -180 to 180.", "Give WGS84 degrees, latitude first, or no location.");

    /// <summary>A name, number or station is too long or empty.</summary>
    public static Refusal NameInvalid { get; } = new(
        "name-invalid", "A name, number or source station is empty or longer than 200 characters.", "Shorten it, or leave it out.");

    /// <summary>The hash of the token is none.</summary>
    public static Refusal TokenHashInvalid { get; } = new(
        "token-hash-invalid", "The token's hash is not 64 lower-case hexadecimal digits.", "Send the SHA-256 of the token.");

    /// <summary>The token was never valid for this device.</summary>
    public static Refusal TokenUnknown { get; } = new(
        "token-unknown", "The token is not that of a registered device.", "Use the token that was given when the device was registered, or have a new one issued.",
        RefusalKind.Unauthenticated);

    /// <summary>The token was valid once.</summary>
    public static Refusal TokenRevoked { get; } = new(
        "token-revoked", "The token is no longer valid.", "Have a new token issued for the device.", RefusalKind.Unauthenticated);

    /// <summary>A device that would carry itself.</summary>
    public static Refusal CarrierInvalid { get; } = new(
        "carrier-invalid", "A device cannot carry itself.", "Name the gateway or pole that carries it, or none.");

    /// <summary>The sender may not speak for this device.</summary>
    public static Refusal NotCarried { get; } = new(
        "not-carried", "The sender does not carry a device of this key.", "Have the operator say that the gateway carries the device.", RefusalKind.Forbidden);

    /// <summary>What a device tells about itself cannot be kept.</summary>
    public static Refusal PropertyInvalid { get; } = new(
        "property-invalid",
        $"A property's name is empty, or a name or text is longer than {DeviceLimits.PropertyLengthMax} characters or not plain text, or there are more than {DeviceLimits.PropertiesMax}.",
        "Send few short texts.");

    /// <summary>A reading without points.</summary>
    public static Refusal ReadingEmpty { get; } = new(
        "reading-empty", "The reading has no points.", "Send at least one point; send null for a point that has no value.");

    /// <summary>A replayed reading without a time.</summary>
    public static Refusal TimeMissing { get; } = new(
        "time-missing", "A replayed reading has no observed time.", "Give each reading of a replay its observed time.");

    /// <summary>A time that no device of the city can have observed.</summary>
    public static Refusal TimeOutOfRange { get; } = new(
        "time-out-of-range", "The observed time lies before the year 2000 or after 9998.", "Send epoch milliseconds UTC, not seconds.");

    /// <summary>A reading of a time of which the device's readings were dropped.</summary>
    public static Refusal ReadingNoLongerKept { get; } = new(
        "reading-no-longer-kept",
        "The device's readings up to this time are no longer kept, so that it cannot be told whether this one was taken before.",
        "Do not send it again; readings that were observed later are taken.");

    /// <summary>The model has no such attribute.</summary>
    public static Refusal AttributeUnknown(string name, DeviceModel model) => new(
        "attribute-unknown", $"The model {model.Id} has no attribute {Shown(name)}.", $"Give only these: {Listed(model.Attributes.Keys)}.");

    /// <summary>An attribute that is not finite.</summary>
    public static Refusal AttributeNotANumber(string name) => new(
        "attribute-not-a-number", $"The attribute {Shown(name)} is not a finite number.", "Give a finite number, or leave the attribute out.");

    /// <summary>The model has no such point.</summary>
    public static Refusal PointUnknown(string name, DeviceModel model) => new(
        "point-unknown", $"The model {model.Id} has no point {Shown(name)}.", $"Send only these: {Listed(model.Points.Keys)}.");

    /// <summary>A point given twice in one reading.</summary>
    public static Refusal PointTwice(string name) => new(
        "point-twice", $"The reading gives the point {Shown(name)} twice.", "Send each point once per reading.");

    /// <summary>A value that is not finite.</summary>
    public static Refusal ValueNotANumber(string name) => new(
        "value-not-a-number", $"The value of {Shown(name)} is not a finite number.", "Send a finite number, or null when there is no value.");

    // A stranger's text goes back short, and without what breaks a line.
    private static string Shown(string name) =>
        string.Concat("'", new string([.. name.Where(unit => !char.IsControl(unit) && !char.IsSurrogate(unit)).Take(64)]), "'");

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Take(32)) is { Length: > 0 } list ? list : "none";
}
