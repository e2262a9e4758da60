namespace CityBrain.Demo.Fleet;

/// <summary>A device of the demonstration: invented, at a plausible place, and always told to be simulated.</summary>
internal sealed record DemoDevice
{
    /// <summary>Its number in the fleet, from 0; what is drawn for it is drawn by this number.</summary>
    public required int Number { get; init; }

    /// <summary>Its key: <c>demo-river-gauge-01</c>.</summary>
    public required DeviceId Id { get; init; }

    /// <summary>A model of a shipped scene.</summary>
    public required string Model { get; init; }

    /// <summary>The community it stands in.</summary>
    public required PlaceCode Place { get; init; }

    /// <summary>Where it stands, WGS84.</summary>
    public required Location Location { get; init; }

    /// <summary>Its name, in Chinese and English, parted by <c> / </c>.</summary>
    public required string Name { get; init; }

    /// <summary>A camera's 20 digits in the video network by GB/T 28181; null for what is no camera.</summary>
    public string? Plate { get; init; }

    /// <summary>What its model's rules ask for, in the units that the model declares; invented figures.</summary>
    public required IReadOnlyDictionary<string, double> Attributes { get; init; }

    /// <summary>The pole that carries it; null for none.</summary>
    public DeviceId? Carrier { get; init; }

    /// <summary>How often it reports: what its model declares, else what the demonstration chose.</summary>
    public required TimeSpan Interval { get; init; }

    /// <summary>Whether it tells the charge of its battery.</summary>
    public required bool HasBattery { get; init; }

    /// <summary>How much of the story's flood it sees: the share of the rise at the first gauge, and how much later.</summary>
    public (double Share, TimeSpan Lag) Flood { get; init; }
}
