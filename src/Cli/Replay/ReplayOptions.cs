namespace CityBrain.Cli.Replay;

/// <summary>How a file is replayed.</summary>
public sealed record ReplayOptions
{
    /// <summary>Place under which missing devices are registered. 341882001 is 桐汭街道.</summary>
    public PlaceCode Place { get; init; } = PlaceCode.Parse("341882001");

    /// <summary>How many times faster than observed; null for as fast as the city takes it.</summary>
    public double? Speed { get; init; }

    /// <summary>Requests under way at once; each device has one of them to itself, so that its readings keep their order.</summary>
    public int Connections { get; init; } = 4;

    /// <summary>File that gets a line for every acknowledged reading; null for none.</summary>
    public string? AckLog { get; init; }

    /// <summary>Unique to this run: what its idempotency keys begin with.</summary>
    public required string RunKey { get; init; }
}
