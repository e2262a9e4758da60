namespace CityBrain.Grains.Interfaces.Devices;

/// <summary>Says which device carries this one and may speak for it.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.mount-device")]
public sealed record MountDevice([property: Id(0)] Mandate Mandate, [property: Id(1)] DeviceId? Carrier);

/// <summary>Asks a device to do something.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.request-device-command")]
public sealed record RequestDeviceCommand
{
    /// <summary>In whose name and under which key.</summary>
    [Id(0)]
    public required Mandate Mandate { get; init; }

    /// <summary>What is to be done, in the device's own terms.</summary>
    [Id(1)]
    public required string Method { get; init; }

    /// <summary>JSON that goes with it.</summary>
    [Id(2)]
    public required string Parameters { get; init; }

    /// <summary>Why.</summary>
    [Id(3)]
    public required string Reason { get; init; }

    /// <summary>How long the device may take to answer.</summary>
    [Id(4)]
    public required TimeSpan Timeout { get; init; }
}

/// <summary>Takes a command back that the device does not have yet.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.withdraw-device-command")]
public sealed record WithdrawDeviceCommand([property: Id(0)] Mandate Mandate, [property: Id(1)] long Number, [property: Id(2)] string Reason);

/// <summary>The line to a device asks for what waits.</summary>
/// <param name="TokenHash">SHA-256 of the token that the device signed in with; null when a gateway asks.</param>
/// <param name="Hand">Whether what is answered counts as delivered: for a device that asked and acknowledges nothing.</param>
/// <param name="Max">At most so many, oldest first.</param>
/// <param name="Trace">Trace id.</param>
/// <param name="Gateway">The gateway that carries the device, with its own token checked; null when the device speaks itself.</param>
[GenerateSerializer, Immutable, Alias("citybrain.take-device-commands")]
public sealed record TakeDeviceCommands(
    [property: Id(0)] string? TokenHash, [property: Id(1)] bool Hand, [property: Id(2)] int Max, [property: Id(3)] string Trace, [property: Id(4)] DeviceId? Gateway = null);

/// <summary>Commands that wait, oldest first.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.waiting-device-commands")]
public sealed record WaitingDeviceCommands([property: Id(0)] IReadOnlyList<DeviceCommandView> Items);

/// <summary>The device, or the gateway that carries it, has these commands.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.confirm-device-commands")]
public sealed record ConfirmDeviceCommands(
    [property: Id(0)] string? TokenHash, [property: Id(1)] IReadOnlyList<long> Numbers, [property: Id(2)] string Trace, [property: Id(3)] DeviceId? Gateway = null);

/// <summary>The device, or the gateway that carries it, answers a command.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.answer-device-command")]
public sealed record AnswerDeviceCommand(
    [property: Id(0)] string? TokenHash, [property: Id(1)] long Number, [property: Id(2)] string Answer, [property: Id(3)] string Trace, [property: Id(4)] DeviceId? Gateway = null);

/// <summary>The device tells about itself, or the gateway that carries it does; null forgets a property.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.describe-device")]
public sealed record DescribeDevice(
    [property: Id(0)] string? TokenHash, [property: Id(1)] IReadOnlyDictionary<string, string?> Properties, [property: Id(2)] string Trace, [property: Id(3)] DeviceId? Gateway = null);

/// <summary>Whether a token is in force.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.check-device-token")]
public sealed record CheckDeviceToken([property: Id(0)] string TokenHash);

/// <summary>A line to the device is open: it wants to hear at once when a command waits. The last one that said so hears it.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.attach-device-line")]
public sealed record AttachDeviceLine([property: Id(0)] string? TokenHash, [property: Id(1)] IDeviceLine Line, [property: Id(2)] DeviceId? Gateway = null);

/// <summary>Something that a device sent was refused where the device could not be told.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.note-device-refusal")]
public sealed record NoteDeviceRefusal([property: Id(0)] DeviceRefusalView Refusal, [property: Id(1)] string Trace);

/// <summary>An edge that holds the line to devices.</summary>
[Alias("citybrain.device-line")]
public interface IDeviceLine : IGrainObserver
{
    /// <summary>A command waits. A hint: one that is lost costs time until the device next sends.</summary>
    [Alias("command-waits"), Orleans.Concurrency.OneWay]
    Task CommandWaits(DeviceId device);
}
