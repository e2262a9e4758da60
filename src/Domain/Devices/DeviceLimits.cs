namespace CityBrain.Domain.Devices;

/// <summary>The limits of devices and readings, each with its why.</summary>
public static class DeviceLimits
{
    /// <summary>A live reading older than this is late: what it would raise is no news any more.</summary>
    public const long LateAgeMs = 24L * 3_600_000;

    /// <summary>A live reading further ahead than this has a wrong clock; less is drift.</summary>
    public const long ClockAheadMs = 5L * 60_000;

    /// <summary>How long the last good value judges the next: after that a river may have risen.</summary>
    public const long SpikeReachMs = 30L * 60_000;

    /// <summary>So many suspect values in a row that agree are a new level, not spikes.</summary>
    public const int AgreeingCount = 3;

    /// <summary>Identities of recent readings kept in state once they are durable, so that a retried report needs no look-up; 1 kB per device.</summary>
    public const int RecentMax = 64;

    /// <summary>With more identities than this in state, what is in flight must become durable first: about 64 kB.</summary>
    public const int RecentFull = 4_096;

    /// <summary>How far back history is read on activation at least, so that the next retry finds its readings in state.</summary>
    public const long RestoreReachMs = 3_600_000;

    /// <summary>A name that people read on one line.</summary>
    public const int NameLengthMax = 200;

    /// <summary>Properties that a device may tell about itself: a firmware, a radio, a battery, and room for a maker's own.</summary>
    public const int PropertiesMax = 32;

    /// <summary>Characters of the name or the text of a property.</summary>
    public const int PropertyLengthMax = 200;

    /// <summary>Earliest observed time taken, 2000-01-01: before it a clock was never set.</summary>
    public const long ObservedMinMs = 946_684_800_000;

    /// <summary>Latest observed time taken, the end of the year 9998: what every calendar can carry.</summary>
    public const long ObservedMaxMs = 253_370_764_799_999;
}
