using System.ComponentModel.DataAnnotations;

namespace CityBrain.Api.Admission;

/// <summary>
/// How much the edge takes: how often each caller may ask (429), and how much of each class is in the city at a time (503). Section
/// <c>Admission</c>. The defaults let every well-behaved caller through on a small machine; what is shed is shed late, because a reading may
/// carry an alarm.
/// </summary>
internal sealed class AdmissionOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Admission";

    /// <summary>Requests a second of one person, department or service.</summary>
    [Range(1, 1_000_000)]
    public int CredentialPerSecond { get; set; } = 500;

    /// <summary>How many of them may come at once.</summary>
    [Range(1, 1_000_000)]
    public int CredentialBurst { get; set; } = 2_000;

    /// <summary>Requests a second of one address where there is no valid credential: pages, signing in, bad tokens.</summary>
    [Range(1, 1_000_000)]
    public int AddressPerSecond { get; set; } = 50;

    /// <summary>How many of them may come at once.</summary>
    [Range(1, 1_000_000)]
    public int AddressBurst { get; set; } = 500;

    /// <summary>Requests a second of one device token that was accepted before; each may carry 1,000 readings.</summary>
    [Range(1, 1_000_000)]
    public int DevicePerSecond { get; set; } = 200;

    /// <summary>How many of them may come at once: a device that was cut off for a day catches up.</summary>
    [Range(1, 1_000_000)]
    public int DeviceBurst { get; set; } = 2_000;

    /// <summary>
    /// Requests a second of one address under device tokens that were not accepted since the start: made-up tokens cost a look-up each, and
    /// after a restart all devices behind one address come back at once.
    /// </summary>
    [Range(1, 1_000_000)]
    public int UnprovenPerSecond { get; set; } = 500;

    /// <summary>How many of them may come at once: as many as a city has devices.</summary>
    [Range(1, 1_000_000)]
    public int UnprovenBurst { get; set; } = 20_000;

    /// <summary>Calls about incidents in the city at a time; nobody else takes their places.</summary>
    [Range(1, 100_000)]
    public int LifeSafetyInFlightMax { get; set; } = 256;

    /// <summary>Reports of devices in the city at a time. Enough of them wait in the journal's queue to fill its batches.</summary>
    [Range(1, 100_000)]
    public int TelemetryInFlightMax { get; set; } = 1_024;

    /// <summary>Everything else in the city at a time.</summary>
    [Range(1, 100_000)]
    public int OrdinaryInFlightMax { get; set; } = 256;

    /// <summary>Questions of the live feed at a time: one of the process, and one of each viewer that catches up.</summary>
    [Range(1, 100_000)]
    public int LiveInFlightMax { get; set; } = 64;

    /// <summary>Calls of each class that may wait for a place. They are shed when there are more, or when their time is over.</summary>
    [Range(0, 1_000_000)]
    public int WaitingMax { get; set; } = 4_096;
}
