using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using CityBrain.Proofs.Flood;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Storms;

/// <summary>
/// Thousands of devices are connected over MQTT when the city is killed with -9. It starts again, and all of them come back at one moment,
/// each with one reading. Nobody is turned away for good, what was acknowledged is in the city once, a command that was asked for meanwhile
/// is brought, and emergencies over HTTP are not held up.
/// </summary>
internal static class StormProof
{
    private const int DefaultDevices = 5_000;
    private const int AtOnce = 50;
    private const int CommandEvery = 50;
    private const int Alarms = 30;
    private static readonly TimeSpan IncidentWithin = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AllBackWithin = TimeSpan.FromMinutes(5);

    public static async Task<bool> Run(Arguments arguments)
    {
        using var place = await Workplace.Open(arguments);
        var count = arguments.Count ?? DefaultDevices;
        await using var city = await RunningCity.Start(
            place, "storm", "--Admission:CredentialPerSecond=100000", "--Admission:CredentialBurst=100000", $"--Mqtt:ConnectionsMax={Text(Math.Max(10_000, 2 * count))}");
        await city.Questions.Get("api/v1/devices?limit=1");
        var devices = new StormDevice[count];
        await Each(Enumerable.Range(0, count), async i => devices[i] = await Register(city, i));
        await Each(devices, device => device.Settle());
        Console.WriteLine($"{count} devices are connected; kill -9");
        await city.Kill();
        await city.Start();
        Console.WriteLine($"ready again after {Text(city.ReadyAfter.TotalSeconds)} s");
        var commanded = devices.Where((_, i) => i % CommandEvery == 0).ToList();
        await Each(commanded, device => Ask(city, device));
        await using var emergencies = await Emergencies.Open(city, Alarms);

        var usage = new CityUsage(city.ProcessId);
        using var giveUp = new CancellationTokenSource(AllBackWithin);
        var began = Stopwatch.GetTimestamp();
        var coming = devices.Select(device => Task.Run(() => device.ComeBack(began, giveUp.Token))).ToList();
        var incidents = await emergencies.Raise(Alarms, TimeSpan.FromMilliseconds(100));
        await Task.WhenAll(coming);
        var (cores, memory) = usage.Now();
        var table = await Judge(city, devices, commanded, incidents);
        table.Row(true, "CPU of all cores, and memory of the city's process", $"{cores:P0}", $"{memory >> 20} MiB");
        table.Print($"{count} devices come back over MQTT at one moment:");
        foreach (var device in devices)
        {
            device.Dispose();
        }

        Console.WriteLine(table.AllHold ? "storm: fine" : "storm: falls short");
        return table.AllHold;
    }

    private static async Task<Table> Judge(RunningCity city, StormDevice[] devices, List<StormDevice> commanded, IReadOnlyList<TimeSpan> incidents)
    {
        var table = new Table("what", "figure", "beside it");
        var signedIn = devices.Select(device => device.SignedInAfter).OfType<TimeSpan>().Order().ToList();
        var acknowledged = devices.Where(device => device.AcknowledgedAfter is not null).ToList();
        long found = 0, lost = 0, doubled = 0;
        await Each(devices, async device =>
        {
            var times = await city.Questions.Times(device.Id, "live");
            Interlocked.Add(ref found, times.Count);
            Interlocked.Add(ref doubled, times.Count - times.Distinct().Count());
            Interlocked.Add(ref lost, device.AcknowledgedAfter is not null && !times.Contains(device.ReadingMs) ? 1 : 0);
        });
        for (var tries = 0; tries < 100 && commanded.Any(device => device.Commands == 0); tries++)
        {
            await Task.Delay(100);
        }

        var seconds = signedIn.Count == 0 ? double.NaN : signedIn[^1].TotalSeconds;
        var away = devices.Where(device => device.TurnedAway > 0).ToList();
        table.Row(signedIn.Count == devices.Length, "devices signed in, all after", signedIn.Count, $"{Text(seconds)} s");
        table.Row(true, "sign-ins a second", Text(signedIn.Count / seconds), string.Empty);
        table.Row(true, "from the beginning to CONNACK, half and 95 %", $"{Text(Emergencies.Milliseconds(signedIn, 0.5))} ms", $"{Text(Emergencies.Milliseconds(signedIn, 0.95))} ms");
        table.Row(true, "turned away at a try, and came again", away.Count, away.Count > 0 ? away[0].Why : string.Empty);
        table.Row(acknowledged.Count == devices.Length, "readings acknowledged, all after", acknowledged.Count, $"{Text(acknowledged.Select(device => device.AcknowledgedAfter!.Value.TotalSeconds).DefaultIfEmpty(double.NaN).Max())} s");
        table.Row(found == acknowledged.Count, "readings in the city", found, string.Empty);
        table.Row(lost == 0, "acknowledged and not there", lost, string.Empty);
        table.Row(doubled == 0, "there twice", doubled, string.Empty);
        table.Row(commanded.All(device => device.Commands == 1), "commands brought once, of those asked for meanwhile", commanded.Count(device => device.Commands == 1), commanded.Count);
        var worst = incidents.Count == Alarms ? incidents[^1] : TimeSpan.MaxValue;
        table.Row(
            worst <= IncidentWithin,
            "emergencies over HTTP to their incident, 95 % and worst",
            $"{Text(Emergencies.Milliseconds(incidents, 0.95))} ms",
            $"{incidents.Count} of {Alarms}, {Text(Emergencies.Milliseconds(incidents, 1))} ms");
        return table;
    }

    private static async Task<StormDevice> Register(RunningCity city, int number)
    {
        var body = new
        {
            id = string.Create(CultureInfo.InvariantCulture, $"storm-{number + 1:D5}"),
            model = "river-gauge",
            place = "341882001",
            location = new { latitudeDegrees = 10 + (number / 100 * 0.1), longitudeDegrees = 100 + (number % 100 * 0.1) },
        };
        var (status, device) = await city.Questions.Post("api/v1/devices", JsonContent.Create(body));
        return status == 201
            ? new StormDevice(body.id, device.GetProperty("token").GetString()!, city.MqttPort)
            : throw new InvalidOperationException($"A device was not registered: {status} {device}");
    }

    private static async Task Ask(RunningCity city, StormDevice device)
    {
        var (status, problem) = await city.Questions.Post(
            $"api/v1/devices/{device.Id}/commands", JsonContent.Create(new { method = "report", reason = "after the storm", timeoutSeconds = 3_600 }));
        if (status != 200)
        {
            throw new InvalidOperationException($"A command was not taken: {status} {problem}");
        }
    }

    private static Task Each<T>(IEnumerable<T> all, Func<T, Task> what) =>
        Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, async (one, _) => await what(one));

    private static string Text(double number) => Math.Round(number, 2).ToString(CultureInfo.InvariantCulture);
}
