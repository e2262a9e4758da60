namespace CityBrain.Domain.Devices.Commands;

/// <summary>The limits of commands, each with its why.</summary>
public static class CommandLimits
{
    /// <summary>Open commands of one device: what a device that sleeps for a day still finds manageable when it wakes.</summary>
    public const int OpenMax = 20;

    /// <summary>Settled commands still known to the device's grain, so that an answer that comes twice is told from one that comes too late.</summary>
    public const int SettledMax = 8;

    /// <summary>Characters of a method's name.</summary>
    public const int MethodLengthMax = 64;

    /// <summary>Bytes of parameters or of an answer, as UTF-8 JSON: what narrow-band radio carries in a few frames.</summary>
    public const int JsonBytesMax = 4_096;

    /// <summary>The shortest time to answer in.</summary>
    public static readonly TimeSpan TimeoutMin = TimeSpan.FromSeconds(1);

    /// <summary>The longest: a week, for devices that wake once a day.</summary>
    public static readonly TimeSpan TimeoutMax = TimeSpan.FromDays(7);
}
