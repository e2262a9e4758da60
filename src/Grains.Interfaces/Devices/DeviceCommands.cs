namespace CityBrain.Grains.Interfaces.Devices;

/// <summary>Registers a device.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.register-device")]
public sealed record RegisterDevice
{
    /// <summary>In whose name and under which key.</summary>
    [Id(0)]
    public required Mandate Mandate { get; init; }

    /// <summary>Model from a published scene.</summary>
    [Id(1)]
    public required string Model { get; init; }

    /// <summary>Code of the district or community it stands in; any code the place ever had.</summary>
    [Id(2)]
    public required PlaceCode Place { get; init; }

    /// <summary>Where it stands, WGS84; null when not known.</summary>
    [Id(3)]
    public Location? Location { get; init; }

    /// <summary>What people call it, at most 200 characters.</summary>
    [Id(4)]
    public string? Name { get; init; }

    /// <summary>The number on its plate or in its network; may change, is no key.</summary>
    [Id(5)]
    public string? Number { get; init; }

    /// <summary>The station in the source it was mapped from, where its readings are foreign.</summary>
    [Id(6)]
    public string? SourceStation { get; init; }

    /// <summary>Figures that its model's rules ask for, as the warning level of a gauge.</summary>
    [Id(7)]
    public IReadOnlyDictionary<string, double> Attributes { get; init; } = new Dictionary<string, double>();

    /// <summary>SHA-256 of its token, hexadecimal; the token itself never reaches a grain.</summary>
    [Id(8)]
    public required string TokenHash { get; init; }

    /// <summary>Live devices, devices of a replay, or simulated ones.</summary>
    [Id(9)]
    public Origin Origin { get; init; } = Origin.Live;

    /// <summary>The gateway or pole that carries it and may speak for it; null for none.</summary>
    [Id(10)]
    public DeviceId? Carrier { get; init; }
}

/// <summary>Replaces a device's token.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.issue-device-token")]
public sealed record IssueDeviceToken([property: Id(0)] Mandate Mandate, [property: Id(1)] string TokenHash);

/// <summary>Ends a device's token.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.revoke-device-token")]
public sealed record RevokeDeviceToken([property: Id(0)] Mandate Mandate, [property: Id(1)] string Reason);

/// <summary>Says where a device stands from now on.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.move-device")]
public sealed record MoveDevice
{
    /// <summary>In whose name and under which key.</summary>
    [Id(0)]
    public required Mandate Mandate { get; init; }

    /// <summary>Code of the district or community; any code the place ever had.</summary>
    [Id(1)]
    public required PlaceCode Place { get; init; }

    /// <summary>Where it stands, WGS84; null when not known.</summary>
    [Id(2)]
    public Location? Location { get; init; }
}

/// <summary>Takes a device out of use for ever.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.retire-device")]
public sealed record RetireDevice([property: Id(0)] Mandate Mandate, [property: Id(1)] string Reason);

/// <summary>Readings of one device, in the order they were sent.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.report-readings")]
public sealed record ReportReadings
{
    /// <summary>SHA-256 of the token they came with, hexadecimal; null when they come from inside the city, as an operator's replay does.</summary>
    [Id(0)]
    public string? TokenHash { get; init; }

    /// <summary>Live, or a replay's session; what comes live for a simulated device is simulated.</summary>
    [Id(1)]
    public required Origin Origin { get; init; }

    /// <summary>Who brings them: <c>device:…</c>, or the replaying operator.</summary>
    [Id(2)]
    public required string Actor { get; init; }

    /// <summary>Trace id.</summary>
    [Id(3)]
    public required string Trace { get; init; }

    /// <summary>At most 1,000.</summary>
    [Id(4)]
    public required IReadOnlyList<ReportedReading> Readings { get; init; }

    /// <summary>The gateway that brings them for a device that it carries, with its own token checked; null when the device speaks itself.</summary>
    [Id(5)]
    public DeviceId? Gateway { get; init; }
}

/// <summary>One reading as it was sent.</summary>
/// <param name="Time">Observed time; null when the sender did not say, then the arrival time is used.</param>
/// <param name="Points">Point → value; null is a missing value, which is a fact too.</param>
[GenerateSerializer, Immutable, Alias("citybrain.reported-reading")]
public sealed record ReportedReading([property: Id(0)] DateTimeOffset? Time, [property: Id(1)] IReadOnlyDictionary<string, double?> Points);

/// <summary>What became of the readings of one report; all that were taken are durable.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.report-receipt")]
public sealed record ReportReceipt
{
    /// <summary>Stored now.</summary>
    [Id(0)]
    public int Stored { get; init; }

    /// <summary>Were there already with the same values.</summary>
    [Id(1)]
    public int Duplicates { get; init; }

    /// <summary>Stand beside a first reading of the same time with other values.</summary>
    [Id(2)]
    public int Conflicts { get; init; }

    /// <summary>Readings that were refused, each named by its place in the report; the others are in.</summary>
    [Id(3)]
    public IReadOnlyList<RefusedReading> Refused { get; init; } = [];

    /// <summary>Whether commands wait for the device, so that one that sleeps between reports gets them now.</summary>
    [Id(4)]
    public bool CommandsWait { get; init; }
}

/// <summary>A reading that was refused.</summary>
/// <param name="Index">Its place in the report, from 0.</param>
/// <param name="Refusal">Why.</param>
[GenerateSerializer, Immutable, Alias("citybrain.refused-reading")]
public sealed record RefusedReading([property: Id(0)] int Index, [property: Id(1)] Refusal Refusal);
