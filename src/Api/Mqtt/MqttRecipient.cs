using System.Collections.Concurrent;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// Whom a line brings commands to: its own device, or one that it carries; with the commands that are on their way. Everything here can be
/// lost: the device's grain owns its commands.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="isCarried">Whether the line is that of the gateway which carries it.</param>
internal sealed class MqttRecipient(DeviceId device, bool isCarried)
{
    private int _wakes;

    /// <summary>The device.</summary>
    public DeviceId Device => device;

    /// <summary>Whether the line is that of the gateway which carries it.</summary>
    public bool IsCarried => isCarried;

    /// <summary>When the device's grain is to be told again that its line ends here.</summary>
    public DateTimeOffset AttachAt { get; set; }

    /// <summary>Commands on their way, by number.</summary>
    public ConcurrentDictionary<long, MqttCommand> Commands { get; } = new();

    /// <summary>Ends the hearing of hints; null while there is none.</summary>
    public IDisposable? Ear { get; set; }

    /// <summary>Wakes it; true for who has to see to it, until <see cref="Rest"/> says that nothing came in between.</summary>
    public bool Wake() => Interlocked.Increment(ref _wakes) == 1;

    /// <summary>Whether nobody woke it since; then it rests.</summary>
    public bool Rest(ref int seen)
    {
        var now = Interlocked.CompareExchange(ref _wakes, 0, seen);
        (var done, seen) = (now == seen, now);
        return done;
    }

    /// <summary>Hears no hints any more, and is told anew when it listens again.</summary>
    public void Deafen()
    {
        Ear?.Dispose();
        (Ear, AttachAt) = (null, default);
    }
}

/// <summary>A command on its way over a line.</summary>
/// <param name="Until">Until when it makes sense.</param>
/// <param name="IsSent">Whether it left over the present connection: what the session kept of an earlier one is not sent beside it.</param>
/// <param name="HasIt">Whether the client has acknowledged it.</param>
internal readonly record struct MqttCommand(DateTimeOffset Until, bool IsSent = false, bool HasIt = false);
