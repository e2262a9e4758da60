using System.Collections;
using System.Collections.Concurrent;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// What the broker remembers of one session of a device: which token it signed in with, what it listens to, and for which devices it speaks.
/// Everything here can be lost.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="session">The session's name, the device's key in front.</param>
internal sealed class MqttLine(DeviceId device, string session)
{
    /// <summary>Its place among what the server keeps for a session.</summary>
    public const string Key = "line";

    /// <summary>The device.</summary>
    public DeviceId Device => device;

    /// <summary>The session's name.</summary>
    public string SessionName => session;

    /// <summary>SHA-256 of the token that it last signed in with.</summary>
    public string TokenHash { get; set; } = string.Empty;

    /// <summary>Whether a client is connected.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether a client was let in that is not connected yet: its session is nobody else's to end.</summary>
    public bool IsComing { get; set; }

    /// <summary>Why the city ends it; null while it does not.</summary>
    public string? Cut { get; set; }

    /// <summary>When somebody last was connected.</summary>
    public DateTimeOffset SeenAt { get; set; }

    /// <summary>What is subscribed to; its values say nothing.</summary>
    public ConcurrentDictionary<string, bool> Subscribed { get; } = new(StringComparer.Ordinal);

    /// <summary>Where messages to the device are put; null before it subscribes.</summary>
    public MqttSessionStatus? Session { get; set; }

    /// <summary>The device itself, as whom commands are brought to.</summary>
    public MqttRecipient Own { get; } = new(device, isCarried: false);

    /// <summary>The devices that this line, a gateway's, brings commands to.</summary>
    public ConcurrentDictionary<DeviceId, MqttRecipient> Carried { get; } = new();

    /// <summary>Those for whom there was no room among the messages that wait to be sent.</summary>
    public ConcurrentQueue<MqttRecipient> Crowded { get; } = new();

    /// <summary>Everybody whom this line may bring commands to.</summary>
    public IEnumerable<MqttRecipient> Recipients => Carried.IsEmpty ? [Own] : Carried.Values.Prepend(Own);

    /// <summary>The line of a session.</summary>
    public static MqttLine Of(IDictionary items) => (MqttLine)items[Key]!;

    /// <summary>Gives a session this line.</summary>
    public void Join(IDictionary items) => items[Key] = this;

    /// <summary>Whether commands can be brought to this device over this line.</summary>
    public bool Listens(MqttRecipient recipient) =>
        IsOpen && Session is not null && Subscribed.ContainsKey(recipient.IsCarried ? MqttTopics.GatewayCommands : $"{MqttTopics.CommandRequest}+");

    /// <summary>Brings nothing to this device any more.</summary>
    public void Leave(DeviceId carried)
    {
        if (Carried.TryRemove(carried, out var gone))
        {
            gone.Deafen();
        }
    }
}
