using CityBrain.Api.Admission;
using CityBrain.Api.Devices;
using CityBrain.Api.Requests;
using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// What a gateway says for the devices that it carries. Its own token is checked here; whether it carries a device is for that device's grain
/// to say. A device that it spoke for is there, until it says that it is gone: its commands come over this line.
/// </summary>
internal sealed class MqttGateway(TelemetryIntake intake, MqttDownlink downlink, IOptions<MqttOptions> options, CityCalls city)
{
    private const int DevicesAtOnce = 256;

    private Refusal CarriesTooMany { get; } = new(
        "gateway-full", $"This line brings commands to {options.Value.CarriedPerLineMax} devices already.", "Say which devices are gone, or use another gateway.", RefusalKind.Conflict);

    /// <summary>Takes one message of a gateway; what was refused of it.</summary>
    public async Task<IReadOnlyList<RefusedLine>> Take(
        MqttLine line, string topic, ReadOnlyMemory<byte> payload, DateTimeOffset arrivedAt, string trace, CancellationToken aborted)
    {
        var own = await city.Ask((grains, _) => grains.Device(line.Device).CheckToken(new CheckDeviceToken(line.TokenHash)), aborted, CallClass.Telemetry);
        return own.Refusal is { } why ? [RefusedLine.Of(0, why.AsToldToDevices())] : topic switch
        {
            MqttTopics.GatewayTelemetry => await Report(line, payload, arrivedAt, trace, aborted),
            MqttTopics.GatewayAttributes => await Describe(line, payload, trace, aborted),
            MqttTopics.GatewayCommands => await Answer(line, payload, trace, aborted),
            MqttTopics.GatewayConnect => await Connect(line, payload, trace, aborted),
            _ => Disconnect(line, payload),
        };
    }

    private async Task<IReadOnlyList<RefusedLine>> Report(
        MqttLine line, ReadOnlyMemory<byte> payload, DateTimeOffset arrivedAt, string trace, CancellationToken aborted)
    {
        var (devices, fault) = TelemetryBody.ReadGateway(payload);
        return fault is not null ? [RefusedLine.Of(0, fault.Why)] : await Each(devices, device => device.Key, async (id, device) =>
        {
            if (device.Value.Fault is { } malformed)
            {
                return [RefusedLine.Of(0, malformed.Why)];
            }

            // With its time of arrival, a reading that is tried again is the same reading.
            var answer = await intake.Take(new TelemetrySender(id, null, line.Device, trace), device.Value.Arrived(arrivedAt), aborted);
            if (answer.Value is { } receipt)
            {
                downlink.Carry(line, id, receipt.CommandsWait);
            }

            return answer.Refusal is { } why ? Refused(why) : answer.Value!.Refused;
        });
    }

    private async Task<IReadOnlyList<RefusedLine>> Describe(MqttLine line, ReadOnlyMemory<byte> payload, string trace, CancellationToken aborted)
    {
        var (devices, malformed) = GatewayTalk.Properties(payload);
        return malformed is not null ? Refused(malformed) : await Each(devices!, device => device.Key, async (id, device) =>
        {
            if (device.Refusal is { } nonsense)
            {
                return Refused(nonsense);
            }

            var told = await city.Command(
                grains => grains.Device(id).Describe(new DescribeDevice(null, device.Told!, trace, line.Device)), aborted, CallClass.Telemetry);
            if (told.Refusal is null)
            {
                downlink.Carry(line, id, commandsWait: false);
            }

            return Told(told);
        });
    }

    private async Task<IReadOnlyList<RefusedLine>> Answer(MqttLine line, ReadOnlyMemory<byte> payload, string trace, CancellationToken aborted)
    {
        var (answer, malformed) = GatewayTalk.Answer(payload);
        return malformed is not null ? Refused(malformed) : await Each([answer!], one => one.Key, async (id, one) => Told(await city.Command(
            grains => grains.Device(id).AnswerCommand(new AnswerDeviceCommand(null, one.Number, one.Json, trace, line.Device)), aborted)));
    }

    private async Task<IReadOnlyList<RefusedLine>> Connect(MqttLine line, ReadOnlyMemory<byte> payload, string trace, CancellationToken aborted)
    {
        var (key, malformed) = GatewayTalk.Named(payload);
        return malformed is not null ? Refused(malformed) : await Each([key!], one => one, async (id, _) =>
        {
            // Asking what waits is asking whether the gateway carries it.
            var waiting = await city.Command(
                grains => grains.Device(id).TakeCommands(new TakeDeviceCommands(null, Hand: false, 1, trace, line.Device)), aborted, CallClass.Telemetry);
            return waiting.Refusal is null && !downlink.Carry(line, id, commandsWait: true) ? Refused(CarriesTooMany) : Told(waiting);
        });
    }

    private static IReadOnlyList<RefusedLine> Disconnect(MqttLine line, ReadOnlyMemory<byte> payload)
    {
        var (key, malformed) = GatewayTalk.Named(payload);
        if (key is not null && DeviceId.TryParse(key, out var device))
        {
            line.Leave(device);
        }

        return malformed is not null ? Refused(malformed) : [];
    }

    /// <summary>Does something for each device, and names the device in what was refused.</summary>
    private static async Task<IReadOnlyList<RefusedLine>> Each<T>(IEnumerable<T> devices, Func<T, string> keyOf, Func<DeviceId, T, Task<IReadOnlyList<RefusedLine>>> what)
    {
        var refused = new List<RefusedLine>();
        foreach (var some in devices.Chunk(DevicesAtOnce))
        {
            var outcomes = await Task.WhenAll(some.Select(async one =>
                (Key: keyOf(one), Refused: DeviceId.TryParse(keyOf(one), out var id) ? await what(id, one) : Refused(DeviceRefusals.NotCarried))));
            refused.AddRange(outcomes.SelectMany(outcome => outcome.Refused.Select(line => line with { Reason = $"{MqttTopics.Shown(outcome.Key)}: {line.Reason}" })));
        }

        return refused;
    }

    private static IReadOnlyList<RefusedLine> Told<T>(Answer<T> answer) => answer.Refusal is { } why ? Refused(why) : [];

    private static IReadOnlyList<RefusedLine> Refused(Refusal why) => [RefusedLine.Of(0, why.AsToldToDevices())];
}
