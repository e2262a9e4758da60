using System.Globalization;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Flood;

/// <summary>
/// Twenty thousand devices report once a minute, then ten times as often, nine of ten over HTTP and two thousand over MQTT connections of
/// their own; then the same devices as fast as the city acknowledges. Meanwhile alarms are raised. What the clients had acknowledged is what
/// the city has, and incidents are there in time.
/// </summary>
internal static class FloodProof
{
    private const int HttpDevices = 18_000;
    private const int MqttDevices = 2_000;
    private const int DefaultMinutes = 10;
    private const int FullSpeedSeconds = 60;
    private static readonly TimeSpan IncidentWithin = TimeSpan.FromSeconds(2);

    public static async Task<bool> Run(Arguments arguments)
    {
        using var place = await Workplace.Open(arguments);
        await using var city = await RunningCity.Start(place, "flood", "--Admission:CredentialPerSecond=100000", "--Admission:CredentialBurst=100000");
        var half = (arguments.Count ?? DefaultMinutes) / 2.0;
        await using var emergencies = await Emergencies.Open(city, 200);
        var table = new Table("part", "readings/s", "acknowledged", "in the city", "lost", "doubled", "p95 ack", "incidents p95", "worst", "CPU of 2 cores", "memory");
        await Part("once a minute", 1.0 / 60, 30);
        await Part("ten times as often", 10.0 / 60, 30);
        await FullSpeed();
        table.Print("A flood over HTTP and MQTT:");
        Console.WriteLine(table.AllHold ? "flood: fine" : "flood: falls short");
        return table.AllHold;

        async Task Part(string name, double perDevice, int alarms)
        {
            string[] timed = ["--minutes", Text(half), "--check"];
            var runs = await Both(place, city, "simulate", "--connections", devices => ["--rate", Text(devices * perDevice), .. timed]);
            var usage = new CityUsage(city.ProcessId);
            var incidents = await emergencies.Raise(alarms, TimeSpan.FromSeconds(half * 60 / alarms));
            await Row(name, usage, runs, alarms, incidents);
        }

        async Task FullSpeed()
        {
            var runs = await Both(place, city, "load", "--in-flight", _ => ["--seconds", Text(FullSpeedSeconds), "--check"]);
            var usage = new CityUsage(city.ProcessId);
            var incidents = await emergencies.Raise(100, TimeSpan.FromSeconds(FullSpeedSeconds / 110.0));
            await Row("as fast as it can", usage, runs, 100, incidents);
        }

        async Task Row(string name, CityUsage usage, IReadOnlyList<FleetRun> runs, int alarms, IReadOnlyList<TimeSpan> incidents)
        {
            var (cpu, memory) = usage.Now();
            var reports = await Task.WhenAll(runs.Select(run => run.Result));
            long Sum(string field) => reports.Sum(report => report.GetProperty("check").GetProperty(field).GetInt64());
            var worst = incidents.Count == alarms ? incidents[^1] : Timeout.InfiniteTimeSpan;
            table.Row(
                Sum("lost") == 0 && Sum("doubled") == 0 && Sum("acknowledged") == Sum("found") && worst > TimeSpan.Zero && worst <= IncidentWithin,
                name,
                Text(reports.Sum(report => report.GetProperty("readingsPerSecond").GetDouble())),
                Sum("acknowledged"),
                Sum("found"),
                Sum("lost"),
                Sum("doubled"),
                string.Join(" / ", reports.Select(report => $"{report.GetProperty("acknowledgedWithinMs").GetProperty("p95").GetDouble():F0} ms")),
                $"{Text(Emergencies.Milliseconds(incidents, 0.95))} ms",
                $"{incidents.Count} of {alarms}, {Text(Emergencies.Milliseconds(incidents, 1))} ms",
                $"{cpu:P0}",
                $"{memory >> 20} MiB");
        }
    }

    private static async Task<IReadOnlyList<FleetRun>> Both(Workplace place, RunningCity city, string command, string atOnce, Func<int, string[]> how)
    {
        FleetRun[] runs =
        [
            FleetRun.Start(place, city, [command, "--devices", Text(HttpDevices), "--seed", "1", atOnce, "200", .. how(HttpDevices)]),
            FleetRun.Start(place, city, [command, "--devices", Text(MqttDevices), "--seed", "2", atOnce, "1000", "--mqtt", $"127.0.0.1:{city.MqttPort}", .. how(MqttDevices)]),
        ];
        await Task.WhenAll(runs.Select(run => run.Registered));
        return runs;
    }

    private static string Text(double number) => Math.Round(number, 3).ToString(CultureInfo.InvariantCulture);
}
