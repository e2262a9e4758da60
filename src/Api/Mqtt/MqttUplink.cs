using System.Buffers;
using CityBrain.Api.Admission;
using CityBrain.Api.Devices;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.Extensions.Options;
using MQTTnet;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// Takes in what devices send. The acknowledgement follows when it is durable; while the city cannot write, it is held, and then the
/// connection is closed without one, so that the device sends it again.
/// </summary>
internal sealed partial class MqttUplink(
    IOptions<MqttOptions> options, TelemetryIntake intake, MqttGateway gateway, MqttDownlink downlink, MqttPace pace, MqttMeters meters, CityCalls city, TimeProvider time, ILogger<MqttUplink> logger)
{
    private const string Held = "held";
    private const string Aborted = "aborted";
    private const string TokenEnded = "token-ended";
    private const int TriesMax = 5;
    private const int RefusalsNotedMax = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Takes one message in and says in the answer what became of it.</summary>
    public async Task Take(InterceptingPublishEventArgs args)
    {
        // Nothing goes from device to device, and nothing is retained here: the city's own state is what stays.
        args.ProcessPublish = false;
        var line = MqttLine.Of(args.SessionItems);
        using var activity = MqttTraces.Message(args.ApplicationMessage.Topic);
        var refused = await Taken(line, args.ApplicationMessage, args.CancellationToken);
        var outcome = refused is null && args.CancellationToken.IsCancellationRequested ? Aborted : OutcomeOf(refused);
        meters.Took(outcome);
        activity.Ends(outcome);
        if (outcome is Held or TokenEnded or Aborted)
        {
            (line.Cut, args.CloseConnection) = (outcome == Aborted ? null : outcome, true);
        }
        else if (refused!.Count > 0)
        {
            (args.Response.ReasonCode, args.Response.ReasonString) = (CodeOf(refused[0].Code), ReasonOf(refused));
            await Note(line, args.ApplicationMessage.Topic, refused);
        }
    }

    private static string OutcomeOf(IReadOnlyList<RefusedLine>? refused) => refused switch
    {
        null => Held,
        [] => "acknowledged",
        _ when refused.Any(one => one.Code == EdgeRefusals.DeviceTokenInvalid.Code) => TokenEnded,
        [var one, ..] when one.Code == DeadLetter.Code => DeadLetter.Code,
        _ => "refused",
    };

    /// <summary>What was refused of a message; null when the city could not take it within the time that it is held, or its line ended.</summary>
    private async Task<IReadOnlyList<RefusedLine>?> Taken(MqttLine line, MqttApplicationMessage message, CancellationToken aborted)
    {
        var arrivedAt = time.GetUtcNow();
        try
        {
            await pace.Turn(line.Device, aborted);
        }
        catch (OperationCanceledException)
        {
            return null;
        }

        return await Tried(line, message, arrivedAt, aborted);
    }

    private async Task<IReadOnlyList<RefusedLine>?> Tried(MqttLine line, MqttApplicationMessage message, DateTimeOffset arrivedAt, CancellationToken aborted)
    {
        var began = time.GetTimestamp();
        var failures = 0;
        while (true)
        {
            try
            {
                var refused = await Handle(line, message, arrivedAt, aborted);
                if (!refused.Any(one => one.IsLost))
                {
                    return refused;
                }
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                LogFailed(logger, failure);
                if (++failures == TriesMax)
                {
                    return [RefusedLine.Of(0, DeadLetter)];
                }
            }
            catch (OperationCanceledException)
            {
                return null;
            }

            if (time.GetElapsedTime(began) >= options.Value.HoldDurationMax || aborted.IsCancellationRequested)
            {
                return null;
            }

            await Task.Delay(Pause, time, aborted).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    private static Refusal DeadLetter { get; } = new(
        "dead-letter", $"The city failed {TriesMax} times to take this message and gives it up.", "Give the operator the time and the topic; the log says what failed.");

    private async Task<IReadOnlyList<RefusedLine>> Handle(MqttLine line, MqttApplicationMessage message, DateTimeOffset arrivedAt, CancellationToken aborted)
    {
        var payload = message.Payload.IsSingleSegment ? message.Payload.First : message.Payload.ToArray();
        var trace = Traces.New();
        switch (message.Topic)
        {
            case MqttTopics.Telemetry:
                return await Report(line, TelemetryBody.Read(payload), arrivedAt, trace, aborted);
            case var topic when MqttTopics.IsGateway(topic):
                return await gateway.Take(line, topic, payload, arrivedAt, trace, aborted);
            case MqttTopics.Attributes:
                var (properties, malformed) = DeviceTalk.Properties(payload);
                return malformed is not null ? [RefusedLine.Of(0, malformed)] : Told(
                    await city.Command(grains => grains.Device(line.Device).Describe(new DescribeDevice(line.TokenHash, properties!, trace)), aborted));
            case var topic when MqttTopics.TryNumber(topic, MqttTopics.CommandResponse, out var number):
                var (answer, unreadable) = DeviceTalk.Answer(payload);
                return unreadable is not null ? [RefusedLine.Of(0, unreadable)] : Told(
                    await city.Command(grains => grains.Device(line.Device).AnswerCommand(new AnswerDeviceCommand(line.TokenHash, number, answer!, trace)), aborted));
            case var topic when MqttTopics.TryNumber(topic, MqttTopics.AttributesRequest, out var number):
                return await Ask(line, number, payload, aborted);
            default:
                return [RefusedLine.Of(0, TopicNotOwn)];
        }
    }

    private static Refusal TopicNotOwn { get; } = new(
        "topic-not-own", "The topic is none that a device may send to.", $"Send readings to {MqttTopics.Telemetry}; the documentation names the others.");

    private async Task<IReadOnlyList<RefusedLine>> Report(MqttLine line, TelemetryBody body, DateTimeOffset arrivedAt, string trace, CancellationToken aborted)
    {
        if (body.Fault is { } fault)
        {
            return [RefusedLine.Of(0, fault.Why)];
        }

        // With its time of arrival, a reading that is tried again is the same reading.
        var answer = await intake.Take(new TelemetrySender(line.Device, line.TokenHash, null, trace), body.Arrived(arrivedAt), aborted);
        if (answer.Value is { CommandsWait: true })
        {
            downlink.Wake(line, line.Own);
        }

        return answer.Refusal is { } why ? [RefusedLine.Of(0, why.AsToldToDevices())] : answer.Value!.Refused;
    }

    private async Task<IReadOnlyList<RefusedLine>> Ask(MqttLine line, long number, ReadOnlyMemory<byte> payload, CancellationToken aborted)
    {
        var (keys, malformed) = DeviceTalk.Keys(payload);
        if (malformed is not null)
        {
            return [RefusedLine.Of(0, malformed)];
        }

        var device = await city.Ask((grains, _) => grains.Device(line.Device).CheckToken(new CheckDeviceToken(line.TokenHash)), aborted, CallClass.Telemetry);
        if (device.Value is { } view)
        {
            MqttDownlink.Answer(line, number, DeviceTalk.Attributes(view, keys!));
        }

        return Told(device);
    }

    private static IReadOnlyList<RefusedLine> Told<T>(Answer<T> answer) => answer.Refusal is { } why ? [RefusedLine.Of(0, why.AsToldToDevices())] : [];

    private async Task Note(MqttLine line, string topic, IReadOnlyList<RefusedLine> refused)
    {
        var now = time.GetUtcNow();
        foreach (var one in refused.Take(RefusalsNotedMax))
        {
            var noted = new DeviceRefusalView(now, MqttTopics.Shown(topic), one.Code, one.Reason, one.Remedy, one.Index);
            await city.Command(grains => grains.Device(line.Device).NoteRefusal(new NoteDeviceRefusal(noted, Traces.New())), CancellationToken.None, CallClass.Telemetry);
        }
    }

    private static string ReasonOf(IReadOnlyList<RefusedLine> refused) =>
        $"{refused[0].Code} at {refused[0].Index}: {refused[0].Reason}" + (refused.Count > 1 ? $" And {refused.Count - 1} more." : string.Empty);

    // MQTT 5.0, 3.4.2.1.
    private static MqttPubAckReasonCode CodeOf(string code) => code switch
    {
        "topic-not-own" => MqttPubAckReasonCode.TopicNameInvalid,
        "not-carried" => MqttPubAckReasonCode.NotAuthorized,
        "gateway-full" => MqttPubAckReasonCode.QuotaExceeded,
        "dead-letter" => MqttPubAckReasonCode.UnspecifiedError,
        "field-invalid" => MqttPubAckReasonCode.PayloadFormatInvalid,
        _ when code.StartsWith("json-", StringComparison.Ordinal) => MqttPubAckReasonCode.PayloadFormatInvalid,
        _ => MqttPubAckReasonCode.ImplementationSpecificError,
    };

    [LoggerMessage(EventId = 33, Level = LogLevel.Error, Message = "A message of a device could not be taken")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
