using System.Buffers;
using System.Globalization;
using System.Text.Json.Nodes;
using CityBrain.Api.Devices;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using MQTTnet;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// Brings commands to devices. The grain owns them: this asks it what waits, puts that into the one session that listens, and tells it what
/// the device has acknowledged. Whatever is lost here is asked for again.
/// </summary>
internal sealed partial class MqttDownlink(CityCalls city, DeviceLines lines, TimeProvider time, ILogger<MqttDownlink> logger)
{
    private const int CommandsMax = 20;
    private static readonly TimeSpan AttachPeriod = TimeSpan.FromSeconds(60);

    /// <summary>A client is connected: what its session still holds is looked at before any of it is sent again.</summary>
    public async Task Opened(MqttLine line)
    {
        if (line.Listens)
        {
            await Attach(line, CancellationToken.None);
            await Bring(line);
        }
    }

    /// <summary>A client listens to commands from now on.</summary>
    public void Subscribed(MqttLine line) => _ = Attached(line);

    /// <summary>Commands may wait for this device.</summary>
    public void Wake(MqttLine line)
    {
        if (line.Listens && line.Wake())
        {
            _ = Work(line);
        }
    }

    /// <summary>Tells grains again where the lines of their devices end: a grain that was away has forgotten it.</summary>
    public async Task Remind(IEnumerable<MqttLine> all)
    {
        var now = time.GetUtcNow();
        foreach (var some in all.Where(line => line.Listens && line.AttachAt <= now).Chunk(32))
        {
            await Task.WhenAll(some.Select(Attached));
        }
    }

    /// <summary>The client has acknowledged what was sent on this topic.</summary>
    public void Acknowledged(MqttLine line, string topic)
    {
        if (MqttTopics.TryNumber(topic, MqttTopics.CommandRequest, out var number) && line.Commands.TryGetValue(number, out var command))
        {
            line.Commands[number] = command with { HasIt = true };
            Wake(line);
        }
    }

    /// <summary>Whether a packet may still go out: a command that was withdrawn or timed out while the device slept may not.</summary>
    public bool MaySend(MqttLine line, MqttPacket packet) =>
        packet is not MqttPublishPacket publish || !MqttTopics.TryNumber(publish.Topic, MqttTopics.CommandRequest, out var number)
        || (line.Commands.TryGetValue(number, out var command) && !command.HasIt && command.Until > time.GetUtcNow());

    /// <summary>Answers a device that asked for its attributes.</summary>
    public static void Answer(MqttLine line, long number, JsonObject attributes)
    {
        if (line.Subscribed.ContainsKey($"{MqttTopics.AttributesResponse}+"))
        {
            line.Session?.TryEnqueueApplicationMessage(Message(MqttTopics.AttributesResponse, number, attributes, null), out _);
        }
    }

    private async Task Attached(MqttLine line)
    {
        await Attach(line, CancellationToken.None);
        Wake(line);
    }

    private async Task Attach(MqttLine line, CancellationToken aborted)
    {
        line.AttachAt = time.GetUtcNow() + AttachPeriod;
        line.Ear ??= lines.Listen(line.Device, () => Wake(line));
        await lines.Attach(line.Device, line.TokenHash, aborted);
    }

    private async Task Work(MqttLine line)
    {
        var seen = 1;
        do
        {
            try
            {
                await Bring(line);
            }
            catch (Exception failure)
            {
                LogFailed(logger, failure);
            }
        }
        while (!line.Rest(ref seen));
    }

    private async Task Bring(MqttLine line)
    {
        var trace = Traces.New();
        var has = line.Commands.Where(one => one.Value.HasIt).Select(one => one.Key).ToList();
        var waiting = has.Count > 0
            ? await city.Command(grains => grains.Device(line.Device).ConfirmCommands(new ConfirmDeviceCommands(line.TokenHash, has, trace)), CancellationToken.None)
            : await city.Command(grains => grains.Device(line.Device).TakeCommands(new TakeDeviceCommands(line.TokenHash, Hand: false, CommandsMax, trace)), CancellationToken.None);
        if (waiting.Value?.Items is not { } commands)
        {
            return;
        }

        var numbers = commands.Select(command => command.Number).ToHashSet();
        foreach (var over in line.Commands.Keys.Where(number => !numbers.Contains(number)))
        {
            line.Commands.TryRemove(over, out _);
        }

        foreach (var command in commands.Where(command => line.Listens && line.Commands.TryAdd(command.Number, (command.TimesOutAt, false))))
        {
            if (!line.Session!.TryEnqueueApplicationMessage(
                Message(MqttTopics.CommandRequest, command.Number, DeviceTalk.Command(command), command.TimesOutAt - time.GetUtcNow()), out _))
            {
                line.Commands.TryRemove(command.Number, out _);
            }
        }
    }

    private static MqttApplicationMessage Message(string stem, long number, JsonObject payload, TimeSpan? expires) => new()
    {
        Topic = stem + number.ToString(CultureInfo.InvariantCulture),
        Payload = new ReadOnlySequence<byte>(System.Text.Encoding.UTF8.GetBytes(payload.ToJsonString())),
        QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce,
        MessageExpiryInterval = expires is { } left ? (uint)Math.Max(1, left.TotalSeconds) : 0,
    };

    [LoggerMessage(EventId = 32, Level = LogLevel.Error, Message = "Commands could not be brought to a device")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
