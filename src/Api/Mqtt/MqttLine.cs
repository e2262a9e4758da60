using System.Collections;
using System.Collections.Concurrent;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// What the broker remembers of one session of a device: which token it signed in with, what it listens to, and which commands are on their
/// way. Everything here can be lost: the device's grain owns its commands.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="session">The session's name, the device's key in front.</param>
internal sealed class MqttLine(DeviceId device, string session)
{
    /// <summary>Its place among what the server keeps for a session.</summary>
    public const string Key = "line";

    private int _wakes;

    /// <summary>The device.</summary>
    public DeviceId Device => device;

    /// <summary>The session's name.</summary>
    public string SessionName => session;

    /// <summary>SHA-256 of the token that it last signed in with.</summary>
    public string TokenHash { get; set; } = string.Empty;

    /// <summary>Whether a client is connected.</summary>
    public bool IsOpen { get; set; }

    /// <summary>When somebody last was connected.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>When the device's grain is to be told again that its line ends here.</summary>
    public DateTimeOffset AttachAt { get; set; }

    /// <summary>What is subscribed to; its values say nothing.</summary>
    public ConcurrentDictionary<string, bool> Subscribed { get; } = new(StringComparer.Ordinal);

    /// <summary>Commands on their way: number → until when they make sense, and whether the client has acknowledged.</summary>
    public ConcurrentDictionary<long, (DateTimeOffset Until, bool HasIt)> Commands { get; } = new();

    /// <summary>Where messages to the device are put; null before it subscribes.</summary>
    public MqttSessionStatus? Session { get; set; }

    /// <summary>Ends the hearing of hints; null while there is none.</summary>
    public IDisposable? Ear { get; set; }

    /// <summary>Whether commands can be brought.</summary>
    public bool Listens => IsOpen && Session is not null && Subscribed.ContainsKey($"{MqttTopics.CommandRequest}+");

    /// <summary>The line of a session.</summary>
    public static MqttLine Of(IDictionary items) => (MqttLine)items[Key]!;

    /// <summary>Gives a session this line.</summary>
    public void Join(IDictionary items) => items[Key] = this;

    /// <summary>Wakes the line; true for who has to see to it, until <see cref="Rest"/> says that nothing came in between.</summary>
    public bool Wake() => Interlocked.Increment(ref _wakes) == 1;

    /// <summary>Whether nobody woke it since; then it rests.</summary>
    public bool Rest(ref int seen)
    {
        var now = Interlocked.CompareExchange(ref _wakes, 0, seen);
        (var done, seen) = (now == seen, now);
        return done;
    }
}
