using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Scenes;

/// <summary>
/// Publishes a scene that the city does not ship, soil moisture on a slope, to the running city; registers a probe, feeds it a missing point and
/// a spike, which raise nothing, then what the rules are for. The first incident comes from the same process and a clean work tree.
/// </summary>
internal static class NewSceneProof
{
    private const string Probe = "slope-1";
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(5);

    public static async Task<bool> Run(Arguments arguments)
    {
        using var place = await Workplace.Open(arguments);
        await using var city = await RunningCity.Start(place, "slope");
        var (process, tree) = (city.ProcessId, await Tree(place));
        var table = new Table("step", "city", "expected");

        table.Row(!await Knows(city), "scene slope is unknown before", "unknown", string.Empty);
        var pack = await File.ReadAllTextAsync(Path.Combine(place.Root, "docs", "examples", "slope.json"));
        var published = await city.Questions.Post("api/v1/scenes", new StringContent(pack, Encoding.UTF8, "application/json"), "publish-slope");
        table.Same("publishing docs/examples/slope.json", published.Status, 200);
        var token = await Register(city, table);

        // A calm slope at 25 %, a probe that says nothing once, and one reading that jumps to 90 % and back.
        var now = TimeProvider.System.GetUtcNow();
        var at = DateTimeOffset.FromUnixTimeSeconds((now - TimeSpan.FromHours(8)).ToUnixTimeSeconds());
        double?[] calm = [25, 25.2, 25.1, null, 25.3, 90, 25.2, 25.4, null, 25.1, 25.2, 25.3];
        at = await Feed(city, table, "a missing point and a spike", token, calm, at);
        await Expect(city, table, "after a missing point and a spike", alarms: 0, incidents: 0);
        table.Same("readings flagged spike", await city.Questions.CountOf($"api/v1/devices/{Probe}/readings?quality=spike&count=true&limit=1"), 1);
        table.Same("readings flagged missing", await city.Questions.CountOf($"api/v1/devices/{Probe}/readings?quality=missing&count=true&limit=1"), 2);

        // Rain: up by 1 % every five minutes. The rise passes 10 % within three hours, then 40 % holds for ten minutes: two alarms that are
        // 35 minutes apart, and so two incidents.
        double?[] rain = [.. Enumerable.Range(1, 24).Select(step => (double?)(25 + step))];
        await Feed(city, table, "rain for two hours", token, rain, at);
        await Expect(city, table, "after the rain", alarms: 2, incidents: 2);
        var raised = (await city.Questions.All($"api/v1/alarms?device={Probe}")).ToDictionary(
            alarm => alarm.GetProperty("rule").GetString()!, alarm => (alarm.GetProperty("raisedAt").GetDateTimeOffset() - at) / Step);
        table.Same("slope-soaking raised at step (25.1 → over 35.1)", raised.GetValueOrDefault("slope-soaking"), 10.0);
        table.Same("slope-saturated raised at step (over 40 for 10 min)", raised.GetValueOrDefault("slope-saturated"), 17.0);
        await CompareHashes(city, table, published.Body);

        table.Same("process", city.ProcessId, process);
        table.Row(!city.HasExited, "the process never ended", city.HasExited ? "ended" : "runs", string.Empty);
        table.Row(tree == await Tree(place), "work tree before and after", tree.Length == 0 ? "clean" : tree, string.Empty);
        table.Print("A new scene in a running city:");
        Console.WriteLine(table.AllHold ? "new-scene: fine" : "new-scene: falls short");
        return table.AllHold;
    }

    private static async Task<bool> Knows(RunningCity city) =>
        (await city.Questions.Get("api/v1/scenes")).EnumerateArray().Any(scene => scene.GetProperty("id").GetString() == "slope");

    private static async Task<string> Register(RunningCity city, Table table)
    {
        var (status, body) = await city.Questions.Post(
            "api/v1/devices", JsonContent.Create(new { id = Probe, model = "slope-probe", place = "341882202", name = "Slope above the road" }), "register-slope-1");
        table.Same("registering a probe", status, 201);
        return body.GetProperty("token").GetString()!;
    }

    /// <summary>Sends one value every five minutes of observed time, each in a request of its own as a probe would; answers the time of the next.</summary>
    private static async Task<DateTimeOffset> Feed(RunningCity city, Table table, string what, string token, double?[] values, DateTimeOffset from)
    {
        using var http = new HttpClient { BaseAddress = new Uri(city.Url) };
        var taken = 0;
        foreach (var value in values)
        {
            var reading = new { ts = from.ToUnixTimeMilliseconds(), values = new Dictionary<string, double?> { ["moisture"] = value } };
            using var answer = await http.PostAsJsonAsync($"api/v1/{token}/telemetry", reading);
            taken += answer.IsSuccessStatusCode ? 1 : 0;
            from += Step;
        }

        table.Same($"readings taken: {what}", taken, values.Length);
        return from;
    }

    /// <summary>Waits for what is expected, as deliveries follow the journal, and then long enough to see what must not come.</summary>
    private static async Task Expect(RunningCity city, Table table, string when, int alarms, int incidents)
    {
        var watch = Stopwatch.StartNew();
        long incidentsNow;
        do
        {
            await Task.Delay(100);
            incidentsNow = await city.Questions.CountOf("api/v1/incidents?count=true&limit=1");
        }
        while (watch.Elapsed < TimeSpan.FromSeconds(incidents == 0 ? 2 : 20) && (incidents == 0 || incidentsNow < incidents));
        table.Same($"alarms {when}", await city.Questions.CountOf($"api/v1/alarms?device={Probe}&count=true&limit=1"), alarms);
        table.Same($"incidents {when}", incidentsNow, incidents);
    }

    private static async Task CompareHashes(RunningCity city, Table table, JsonElement published)
    {
        var hash = published.GetProperty("hash").GetString();
        var alarms = await city.Questions.All($"api/v1/alarms?device={Probe}");
        table.Row(
            alarms.All(alarm => alarm.GetProperty("packHash").GetString() == hash),
            "the pack's hash stands on every alarm",
            string.Create(CultureInfo.InvariantCulture, $"{hash?[..12]}…"),
            string.Empty);
    }

    private static async Task<string> Tree(Workplace place) => (await Workplace.Run("git", place.Root, "status", "--porcelain")).Trim();
}
