using System.Diagnostics.Metrics;

namespace CityBrain.Api.Mqtt;

/// <summary>What the MQTT side of the edge counts. No figure is kept per device or address.</summary>
internal sealed class MqttMeters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CityBrain.Mqtt";

    private readonly UpDownCounter<long> _lines;
    private readonly UpDownCounter<long> _strangers;
    private readonly Counter<long> _signIns;
    private readonly Counter<long> _messages;
    private readonly Counter<long> _slowed;
    private readonly Counter<long> _ended;

    /// <summary>Makes the instruments.</summary>
    public MqttMeters(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _lines = meter.CreateUpDownCounter<long>("citybrain.mqtt.lines", "{line}", "Lines of devices that are signed in.");
        _strangers = meter.CreateUpDownCounter<long>("citybrain.mqtt.strangers", "{connection}", "Connections that were let in and have not signed in yet.");
        _signIns = meter.CreateCounter<long>("citybrain.mqtt.sign_ins", "{sign-in}", "Sign-ins by outcome (accepted, token-refused, will-refused, name-missing, too-many-sessions, unavailable).");
        _messages = meter.CreateCounter<long>("citybrain.mqtt.messages", "{message}", "Messages of devices by outcome (acknowledged, refused, dead-letter, held, token-ended, aborted); of the last three none was acknowledged.");
        _slowed = meter.CreateCounter<long>("citybrain.mqtt.messages.slowed", "{message}", "Messages of devices that were faster than they may be, and waited.");
        _ended = meter.CreateCounter<long>("citybrain.mqtt.lines.ended", "{line}", "Lines that ended, by reason (left, lost, taken-over, held, token-ended).");
    }

    /// <summary>A line was opened or ended.</summary>
    public void Lines(int change) => _lines.Add(change);

    /// <summary>A connection was let in, or is no stranger any more.</summary>
    public void Strangers(int change) => _strangers.Add(change);

    /// <summary>Somebody signed in, or was not let in.</summary>
    public void SignedIn(string outcome) => _signIns.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A message was dealt with.</summary>
    public void Took(string outcome) => _messages.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A message had to wait because its device is too fast.</summary>
    public void Slowed() => _slowed.Add(1);

    /// <summary>A line ended.</summary>
    public void Ended(string reason) => _ended.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
