using System.Net;
using System.Text.Json;

namespace CityBrain.Api.Tests;

/// <summary>A city in which there is something to see before anybody looks: stations of several origins, one that is silent, and one at home.</summary>
public sealed class CitizenCity : CityOverHttp, IAsyncLifetime
{
    /// <summary>A name that would be a program if it were not shown as text.</summary>
    public const string Hostile = "<script>alert(1)</script>";

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var now = TimeProvider.System.GetUtcNow();
        await Station("air-live", "air-station", "Hill-air", "live", null, (now.AddMinutes(-5), new { pm25 = 20.0, pm10 = 40.0 }));
        await Station("air-simulated", "air-station", "Plant-air", "simulated", null, (now.AddMinutes(-5), new { pm25 = 130.0, pm10 = 140.0 }));
        await Station("rain-silent", "rain-gauge", "Silent-gauge", "live", null);
        await Station("noise-old", "noise-meter", Hostile, "live", new { day_limit = 60, night_limit = 50 }, (now.AddHours(-6), new { leq = 77.7 }));
        await Station(
            "river-simulated", "river-gauge", "Story-bridge", "simulated", new { warning_level = 3.0 },
            [.. Enumerable.Range(0, 4).Select(i => (now.AddMinutes((10 * i) - 31), (object)new { level = 2.0 + (i * 0.5) }))]);
        await Station("home-of-zhang-san", "smoke-detector", "Zhang San at home", "live", null);
        await Incident();
    }

    /// <summary>A page as text, and as whoever may see it.</summary>
    public async Task<string> Page(string path, string role = "anonymous", HttpStatusCode status = HttpStatusCode.OK)
    {
        using var reply = await As(role).GetAsync(path);
        var text = await reply.Content.ReadAsStringAsync();
        reply.StatusCode.ShouldBe(status, text);
        reply.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        return text;
    }

    // The alarm of the river becomes an incident soon after.
    private async Task Incident()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            using var incidents = await As("officer").GetAsync("/api/v1/incidents?origin=simulated&count=true");
            if ((await incidents.Body()).GetProperty("count").GetInt64() > 0)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The river's alarm became no incident.");
    }

    private async Task Station(string id, string model, string name, string origin, object? attributes, params (DateTimeOffset At, object Values)[] readings)
    {
        using var registered = await As("operator").PostJson("/api/v1/devices", JsonSerializer.Serialize(
            attributes is null ? new { id, model, place = Community, name, origin } : (object)new { id, model, place = Community, name, origin, attributes }));
        registered.StatusCode.ShouldBe(HttpStatusCode.Created, await registered.Content.ReadAsStringAsync());
        var token = (await registered.Body()).GetProperty("token").GetString();
        if (readings.Length > 0)
        {
            using var reply = await As("anonymous").PostJson(
                $"/api/v1/{token}/telemetry", JsonSerializer.Serialize(readings.Select(reading => new { ts = reading.At.ToUnixTimeMilliseconds(), values = reading.Values })));
            reply.StatusCode.ShouldBe(HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
        }
    }
}

[CollectionDefinition(Name)]
public sealed class CitizensCity : ICollectionFixture<CitizenCity>
{
    public const string Name = "citizens' city";
}
