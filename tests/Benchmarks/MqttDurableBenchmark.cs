using System.Text.Json;
using CityBrain.Api.Devices;
using CityBrain.Benchmarks.Rivals;

namespace CityBrain.Benchmarks;

/// <summary>
/// Readings over MQTT with QoS 1: published to the city until they are durable, against published to mosquitto until a subscriber has them,
/// which keeps nothing. 200 connections of devices with one message of one reading under way each, and one connection of a gateway with
/// arrays of 100. The same client in this process for both sides.
/// </summary>
internal static class MqttDurableBenchmark
{
    private const int Devices = 200;
    private const int WarmUpRuns = 3;
    private const int Gateway = Devices;
    private const int GatewayReadings = 100;
    private const string Sync = "city: sqlite WAL, synchronous=FULL; mosquitto: none";

    public static async Task<int> Run(Arguments arguments)
    {
        var (seconds, runs) = (arguments.Number("--seconds", 4), arguments.Number("--runs", 5));
        await using var city = await BenchEdge.Start(arguments.Folder());
        await using var rival = await Mosquitto.Start(arguments.Text("--mosquitto", "/usr/sbin/mosquitto"));
        await BenchCity.Register(city.Grains, 0, Gateway + 1, (number, command) => command with
        {
            TokenHash = DeviceTokens.HashOf(TokenOf(number)),
            Carrier = number == Gateway ? null : BenchCity.IdOf(Gateway),
        });
        var speaks = await Loopback.Listens(city.MqttPort);
        Say(!speaks, "The city does not listen for MQTT; its side is left out.");
        Say(rival is null, Mosquitto.NotInstalled);
        await Compare(
            new Line("mqtt-durable", "readings, QoS 1, one a message", "1/s", Devices, OfDevice(1).Length, Sync),
            seconds,
            runs,
            speaks ? () => Connect(Devices, caller => MqttCaller.Connect(city.MqttPort, TokenOf(caller), "v1/devices/me/telemetry")) : null,
            rival is null ? null : () => Connect(Devices, caller => MqttCaller.Connect(rival.Port, TokenOf(caller), $"bench/{caller}", subscribes: true)),
            ms => (OfDevice(ms), 1));
        await Compare(
            new Line("mqtt-durable, gateway", "readings, QoS 1, arrays of 100", "1/s", 1, OfGateway(1).Length, Sync),
            seconds,
            runs,
            speaks ? () => Connect(1, _ => MqttCaller.Connect(city.MqttPort, TokenOf(Gateway), "v1/gateway/telemetry")) : null,
            rival is null ? null : () => Connect(1, _ => MqttCaller.Connect(rival.Port, TokenOf(Gateway), "bench/gateway", subscribes: true)),
            ms => (OfGateway(ms), GatewayReadings));
        return 0;
    }

    private static async Task Compare(
        Line line, int seconds, int runs, Func<Task<MqttCaller[]>>? ours, Func<Task<MqttCaller[]>>? rival, Func<long, (byte[] Payload, int Readings)> message)
    {
        // The first runs are not counted, until the hot paths are compiled for good.
        for (var run = -WarmUpRuns; run < runs; run++)
        {
            var (durable, passed) = (ours is null ? default : await Measure(await ours(), seconds, message), rival is null ? default : await Measure(await rival(), seconds, message));
            if (run >= 0)
            {
                Note(ours, durable, line.Ours);
                Note(rival, passed, line.Rival);
                line.Progress(run, runs);
            }
        }

        line.Print();
    }

    private static void Note(object? side, Section section, Action<double> figure)
    {
        if (side is not null)
        {
            figure(section.PerSecond);
        }
    }

    private static async Task<Section> Measure(MqttCaller[] callers, int seconds, Func<long, (byte[] Payload, int Readings)> message)
    {
        var last = new long[callers.Length];
        var section = await Section.Run(callers.Length, TimeSpan.FromSeconds(seconds), async caller =>
        {
            // A reading's identity is its device and time: no two of a connection in one millisecond.
            last[caller] = Math.Max(TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds(), last[caller] + 1);
            var (payload, readings) = message(last[caller]);
            await callers[caller].Publish(payload);
            return readings;
        });
        foreach (var caller in callers)
        {
            await caller.DisposeAsync();
        }

        return section;
    }

    private static Task<MqttCaller[]> Connect(int count, Func<int, Task<MqttCaller>> connect) => Task.WhenAll(Enumerable.Range(0, count).Select(connect));

    private static byte[] OfDevice(long ms) => JsonSerializer.SerializeToUtf8Bytes(Reading(ms));

    private static byte[] OfGateway(long ms) => JsonSerializer.SerializeToUtf8Bytes(Enumerable.Range(0, GatewayReadings).ToDictionary(
        number => BenchCity.IdOf(number).Value, _ => new[] { Reading(ms) }));

    private static object Reading(long ms) => new { ts = ms, values = new { level = 2 + (ms % 7 * 0.01) } };

    private static string TokenOf(int number) => $"{BenchCity.IdOf(number)}.{new string('0', 64)}";

    private static void Say(bool it, string words)
    {
        if (it)
        {
            Console.Error.WriteLine(words);
        }
    }
}
