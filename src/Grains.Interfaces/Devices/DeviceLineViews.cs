namespace CityBrain.Grains.Interfaces.Devices;

/// <summary>A command of a device as it is shown.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.device-command-view")]
public sealed record DeviceCommandView
{
    /// <summary>The device.</summary>
    [Id(0)]
    public required string Device { get; init; }

    /// <summary>Its number at the device.</summary>
    [Id(1)]
    public required long Number { get; init; }

    /// <summary>What is to be done.</summary>
    [Id(2)]
    public required string Method { get; init; }

    /// <summary>JSON that goes with it.</summary>
    [Id(3)]
    public required string Parameters { get; init; }

    /// <summary>Who asked.</summary>
    [Id(4)]
    public required string Author { get; init; }

    /// <summary>Why.</summary>
    [Id(5)]
    public required string Reason { get; init; }

    /// <summary><c>waiting</c>, <c>delivered</c>, <c>answered</c>, <c>timed-out</c> or <c>withdrawn</c>.</summary>
    [Id(6)]
    public required string Status { get; init; }

    /// <summary>When it was asked for.</summary>
    [Id(7)]
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>Until when the device may answer.</summary>
    [Id(8)]
    public required DateTimeOffset TimesOutAt { get; init; }

    /// <summary>When it reached the device; null before.</summary>
    [Id(9)]
    public DateTimeOffset? DeliveredAt { get; init; }

    /// <summary>When it was answered, timed out or withdrawn; null before.</summary>
    [Id(10)]
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>What the device answered, JSON; null when it did not.</summary>
    [Id(11)]
    public string? Answer { get; init; }
}

/// <summary>What a device sent and the city did not take.</summary>
/// <param name="At">When.</param>
/// <param name="Topic">Where it was sent to.</param>
/// <param name="Code">Stable code of the refusal.</param>
/// <param name="Reason">Why.</param>
/// <param name="Remedy">What can be done.</param>
/// <param name="Index">Which reading of an array, from 0; null when it is about the whole.</param>
[GenerateSerializer, Immutable, Alias("citybrain.device-refusal-view")]
public sealed record DeviceRefusalView(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] string Topic,
    [property: Id(2)] string Code,
    [property: Id(3)] string Reason,
    [property: Id(4)] string Remedy,
    [property: Id(5)] int? Index);

/// <summary>The last refusals of a device, newest first.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.device-refusals")]
public sealed record DeviceRefusalList([property: Id(0)] IReadOnlyList<DeviceRefusalView> Items);

/// <summary>Which commands of a device.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.device-command-query")]
public sealed record DeviceCommandQuery
{
    /// <summary>The device.</summary>
    [Id(0)]
    public required DeviceId Device { get; init; }

    /// <summary>Only this status.</summary>
    [Id(1)]
    public string? Status { get; init; }

    /// <summary>Cursor.</summary>
    [Id(2)]
    public string? After { get; init; }

    /// <summary>1 to 1,000.</summary>
    [Id(3)]
    public int Limit { get; init; } = 100;
}
