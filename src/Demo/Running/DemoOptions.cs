namespace CityBrain.Demo.Running;

/// <summary>How the demonstration runs.</summary>
internal sealed record DemoOptions
{
    /// <summary>Chooses everything that is left to chance. Another seed is another city life; it is the same in every city so that pictures and figures can be compared.</summary>
    public long Seed { get; init; } = 20261125;

    /// <summary>How often it is looked who has something to report: a reading reaches the city at most this much after it was made.</summary>
    public TimeSpan Beat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to wait before what could not be registered is tried again.</summary>
    public TimeSpan RetryPause { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Calls under way at once: few, so that the demonstration never stands before the city's own work.</summary>
    public int CallsMax { get; init; } = 6;

    /// <summary>What the process did not see for longer than this, as in a machine's sleep, was not measured either, and is not made up.</summary>
    public TimeSpan GapMax { get; init; } = TimeSpan.FromMinutes(1);
}
