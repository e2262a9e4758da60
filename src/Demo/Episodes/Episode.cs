using CityBrain.Demo.Fleet;
using CityBrain.Demo.Rhythms;

namespace CityBrain.Demo.Episodes;

/// <summary>Something that happens to one device for a while, and what its readings tell of it.</summary>
/// <param name="Name">What it is: <c>gas-smell</c>.</param>
/// <param name="Device">The device.</param>
/// <param name="FromMs">When it begins, milliseconds since 1970 UTC.</param>
/// <param name="ThroughMs">When it is over; from this moment on readings are as usual.</param>
internal sealed record Episode(string Name, DemoDevice Device, long FromMs, long ThroughMs)
{
    /// <summary>What becomes of the usual values, by the share of the episode that is over, 0 to below 1; null when they stay.</summary>
    public Action<Values, double>? Change { get; init; }

    /// <summary>Whether the device says nothing at all.</summary>
    public bool IsSilent { get; init; }

    /// <summary>When the device reports beside its interval, because what it sees changes; at most nine moments closer than a device without a declared interval may bear.</summary>
    public IReadOnlyList<long> ExtraMs { get; init; } = [];

    /// <summary>Whether it happens at a moment.</summary>
    public bool Covers(long ms) => FromMs <= ms && ms < ThroughMs;

    /// <summary>The share of it that is over at a moment.</summary>
    public double Share(long ms) => (ms - FromMs) / (double)(ThroughMs - FromMs);
}
