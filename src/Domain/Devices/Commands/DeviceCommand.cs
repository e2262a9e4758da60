namespace CityBrain.Domain.Devices.Commands;

/// <summary>Something a device is asked to do, and how far it has come. 设备指令.</summary>
public sealed record DeviceCommand
{
    /// <summary>Its number at the device, from 1; what device and city call it by.</summary>
    public required long Number { get; init; }

    /// <summary>What is to be done, in the device's own terms: <c>open-gate</c>.</summary>
    public required string Method { get; init; }

    /// <summary>JSON that goes with it.</summary>
    public required string Parameters { get; init; }

    /// <summary>Who asked.</summary>
    public required string Author { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when the device may answer.</summary>
    public required DateTimeOffset TimesOutAt { get; init; }

    /// <summary>Where it stands.</summary>
    public CommandStatus Status { get; init; }

    /// <summary>When it reached the device; null before.</summary>
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When it was answered, timed out or withdrawn; null before.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What the device answered, JSON; null when it did not.</summary>
    public string? Answer { get; init; }

    /// <summary>Whether the device may still act on it or answer it.</summary>
    public bool IsOpen => Status is CommandStatus.Waiting or CommandStatus.Delivered;
}

/// <summary>How far a command has come.</summary>
public enum CommandStatus
{
    /// <summary>It waits for the device: until it connects, asks or sends.</summary>
    Waiting,

    /// <summary>The device has it and has not answered.</summary>
    Delivered,

    /// <summary>The device answered.</summary>
    Answered,

    /// <summary>Its time passed without an answer.</summary>
    TimedOut,

    /// <summary>It was taken back before the device had it.</summary>
    Withdrawn,
}
