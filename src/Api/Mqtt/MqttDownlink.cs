using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using CityBrain.Api.Admission;
using CityBrain.Api.Devices;
using CityBrain.Api.Requests;
using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.Extensions.Options;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// Brings commands to devices. The grain owns them: this asks it what waits, puts that into the session that listens, and tells it what was
/// acknowledged. A device that a gateway carries gets its commands over the gateway's line, unless it listens on one of its own. Whatever is
/// lost here is asked for again.
/// </summary>
internal sealed partial class MqttDownlink(CityCalls city, DeviceLines lines, IOptions<MqttOptions> options, TimeProvider time, ILogger<MqttDownlink> logger)
{
    private const int CommandsMax = 20;
    private const int AtOnceMax = 32;
    private static readonly TimeSpan AttachPeriod = TimeSpan.FromSeconds(60);

    /// <summary>
    /// A client is connected: what it has not acknowledged is brought again, and what its session still holds is looked at before any of it
    /// is sent.
    /// </summary>
    public async Task Opened(MqttLine line)
    {
        foreach (var some in line.Recipients.Where(one => line.Listens(one) && (!one.IsCarried || !one.Commands.IsEmpty)).Chunk(AtOnceMax))
        {
            await Task.WhenAll(some.Select(async recipient =>
            {
                foreach (var unheard in recipient.Commands.Where(one => !one.Value.HasIt))
                {
                    recipient.Commands.TryRemove(unheard);
                }

                await Attach(line, recipient);
                await Bring(line, recipient);
            }));
        }

        WakeCrowded(line);
    }

    /// <summary>A client listens to commands from now on.</summary>
    public void Subscribed(MqttLine line)
    {
        line.Own.AttachAt = default;
        _ = Remind([line]);
    }

    /// <summary>Brings a carried device's commands over this line from now on; false when it brings those of too many already.</summary>
    public bool Carry(MqttLine line, DeviceId device, bool commandsWait)
    {
        if (!line.Carried.TryGetValue(device, out var recipient))
        {
            if (line.Carried.Count >= options.Value.CarriedPerLineMax)
            {
                return false;
            }

            recipient = line.Carried.GetOrAdd(device, static carried => new MqttRecipient(carried, isCarried: true));
            _ = Remind(line, recipient);
        }
        else if (commandsWait)
        {
            Wake(line, recipient);
        }

        return true;
    }

    /// <summary>Commands may wait for this device.</summary>
    public void Wake(MqttLine line, MqttRecipient recipient)
    {
        if (line.Listens(recipient) && recipient.Wake())
        {
            _ = Work(line, recipient);
        }
    }

    /// <summary>Tells grains again where the lines of their devices end: a grain that was away has forgotten it.</summary>
    public async Task Remind(IEnumerable<MqttLine> all)
    {
        foreach (var some in all.SelectMany(line => line.Recipients.Select(one => (Line: line, Recipient: one))).Chunk(AtOnceMax))
        {
            await Task.WhenAll(some.Select(one => Remind(one.Line, one.Recipient)));
        }
    }

    /// <summary>The client has acknowledged what was sent.</summary>
    public void Acknowledged(MqttLine line, MqttPublishPacket packet)
    {
        if (CommandOf(line, packet) is (true, { } recipient, var number) && recipient.Commands.TryGetValue(number, out var command))
        {
            recipient.Commands[number] = command with { HasIt = true };
            Wake(line, recipient);
        }

        WakeCrowded(line);
    }

    /// <summary>
    /// Whether a packet may still go out: a command that was withdrawn or timed out while the device slept may not, and none through a gateway
    /// whose device listens itself.
    /// </summary>
    public bool MaySend(MqttLine line, MqttPacket packet)
    {
        if (packet is not MqttPublishPacket publish || CommandOf(line, publish) is not (true, var recipient, var number))
        {
            return true;
        }

        // Whether it goes out or not, it has left the queue.
        WakeCrowded(line);
        if (recipient is null || !recipient.Commands.TryGetValue(number, out var command) || command.IsSent || command.HasIt || command.Until <= time.GetUtcNow())
        {
            return false;
        }

        if (recipient.IsCarried && lines.HearsItself(recipient.Device))
        {
            recipient.Commands.TryRemove(number, out _);
            return false;
        }

        recipient.Commands[number] = command with { IsSent = true };
        return true;
    }

    /// <summary>Answers a device that asked for its attributes.</summary>
    public static void Answer(MqttLine line, long number, JsonObject attributes)
    {
        if (line.Subscribed.ContainsKey($"{MqttTopics.AttributesResponse}+"))
        {
            line.Session?.TryEnqueueApplicationMessage(Message(MqttTopics.AttributesResponse + Text(number), attributes, null), out _);
        }
    }

    /// <summary>Which command a packet is, and to whom; nobody when the line does not bring it any more.</summary>
    private static (bool IsCommand, MqttRecipient? Recipient, long Number) CommandOf(MqttLine line, MqttPublishPacket packet)
    {
        if (packet.Topic == MqttTopics.GatewayCommands)
        {
            var (device, carried) = GatewayTalk.NumberOf(packet.Payload);
            return (true, line.Carried.GetValueOrDefault(device), carried);
        }

        return MqttTopics.TryNumber(packet.Topic, MqttTopics.CommandRequest, out var number) ? (true, line.Own, number) : default;
    }

    private async Task Remind(MqttLine line, MqttRecipient recipient)
    {
        if (recipient.AttachAt > time.GetUtcNow() || !line.Listens(recipient))
        {
            return;
        }

        try
        {
            await Attach(line, recipient);
            Wake(line, recipient);
        }
        catch (Exception failure)
        {
            LogFailed(logger, failure);
        }
    }

    private async Task Attach(MqttLine line, MqttRecipient recipient)
    {
        recipient.AttachAt = time.GetUtcNow() + AttachPeriod;
        recipient.Ear ??= lines.Listen(recipient.Device, () => Wake(line, recipient), recipient.IsCarried);
        var (tokenHash, gateway) = SpeakerOf(line, recipient);
        var attached = await lines.Attach(recipient.Device, tokenHash, gateway, CancellationToken.None);
        Leave(line, recipient, attached.Refusal);
    }

    private async Task Work(MqttLine line, MqttRecipient recipient)
    {
        var seen = 1;
        do
        {
            try
            {
                await Bring(line, recipient);
            }
            catch (Exception failure)
            {
                LogFailed(logger, failure);
            }
        }
        while (!recipient.Rest(ref seen));
        WakeCrowded(line);
    }

    private async Task Bring(MqttLine line, MqttRecipient recipient)
    {
        if (recipient.IsCarried && !await MaySpeakFor(line, recipient))
        {
            return;
        }

        var trace = Traces.New();
        var (tokenHash, gateway) = SpeakerOf(line, recipient);
        var has = recipient.Commands.Where(one => one.Value.HasIt).Select(one => one.Key).ToList();
        var waiting = has.Count > 0
            ? await city.Command(grains => grains.Device(recipient.Device).ConfirmCommands(new ConfirmDeviceCommands(tokenHash, has, trace, gateway)), CancellationToken.None)
            : await city.Command(grains => grains.Device(recipient.Device).TakeCommands(new TakeDeviceCommands(tokenHash, Hand: false, CommandsMax, trace, gateway)), CancellationToken.None);
        if (waiting.Value?.Items is not { } commands)
        {
            Leave(line, recipient, waiting.Refusal);
            return;
        }

        var numbers = commands.Select(command => command.Number).ToHashSet();
        foreach (var over in recipient.Commands.Keys.Where(number => !numbers.Contains(number)))
        {
            recipient.Commands.TryRemove(over, out _);
        }

        if (recipient.IsCarried && lines.HearsItself(recipient.Device))
        {
            return;
        }

        foreach (var command in commands.Where(command => line.Listens(recipient) && recipient.Commands.TryAdd(command.Number, new MqttCommand(command.TimesOutAt))))
        {
            if (!line.Session!.TryEnqueueApplicationMessage(MessageOf(recipient, command), out _))
            {
                recipient.Commands.TryRemove(command.Number, out _);
                line.Crowded.Enqueue(recipient);
                return;
            }
        }
    }

    /// <summary>Wakes the next that found no room, where there is some.</summary>
    private void WakeCrowded(MqttLine line)
    {
        if (line.Session?.PendingApplicationMessagesCount < options.Value.PendingMessagesMax && line.Crowded.TryDequeue(out var next))
        {
            Wake(line, next);
        }
    }

    /// <summary>Whether the gateway's own token is in force: the carried device's grain takes its word for it.</summary>
    private async Task<bool> MaySpeakFor(MqttLine line, MqttRecipient recipient)
    {
        var own = await city.Ask((grains, _) => grains.Device(line.Device).CheckToken(new CheckDeviceToken(line.TokenHash)), CancellationToken.None, CallClass.Telemetry);
        return own.Refusal is null && line.Carried.ContainsKey(recipient.Device);
    }

    private static (string? TokenHash, DeviceId? Gateway) SpeakerOf(MqttLine line, MqttRecipient recipient) =>
        recipient.IsCarried ? (null, line.Device) : (line.TokenHash, null);

    // Mounted elsewhere, or retired: this line brings it nothing more.
    private static void Leave(MqttLine line, MqttRecipient recipient, Refusal? why)
    {
        if (recipient.IsCarried && (why?.Code == DeviceRefusals.NotCarried.Code || why?.Code == DeviceRefusals.DeviceRetiredAlready.Code))
        {
            line.Leave(recipient.Device);
        }
    }

    private MqttApplicationMessage MessageOf(MqttRecipient recipient, DeviceCommandView command)
    {
        var left = command.TimesOutAt - time.GetUtcNow();
        return recipient.IsCarried
            ? Message(MqttTopics.GatewayCommands, GatewayTalk.Command(command), left)
            : Message(MqttTopics.CommandRequest + Text(command.Number), DeviceTalk.Command(command), left);
    }

    private static MqttApplicationMessage Message(string topic, JsonObject payload, TimeSpan? expires) => new()
    {
        Topic = topic,
        Payload = new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString())),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        MessageExpiryInterval = expires is { } left ? (uint)Math.Max(1, left.TotalSeconds) : 0,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    [LoggerMessage(EventId = 32, Level = LogLevel.Error, Message = "Commands could not be brought to a device")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
