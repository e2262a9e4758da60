using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace CityBrain.Api.Tests;

/// <summary>The life of one reading, seen from outside.</summary>
[Collection(OneCity.Name)]
public sealed class LifeOverHttpTests(CityOverHttp city)
{
    [Fact]
    public async Task A_rising_river_becomes_an_incident_that_an_officer_works_to_its_end()
    {
        var (id, token) = await city.Gauge();
        var now = TimeProvider.System.GetUtcNow();
        var readings = Enumerable.Range(0, 4).Select(i => new { ts = now.AddMinutes((10 * i) - 30).ToUnixTimeMilliseconds(), values = new { level = 2.0 + (i * 0.5) } });
        using (var reply = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", JsonSerializer.Serialize(readings)))
        {
            reply.StatusCode.ShouldBe(HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
            (await reply.Body()).GetProperty("stored").GetInt32().ShouldBe(4);
        }

        using var alarms = await city.As("officer").GetAsync($"/api/v1/alarms?device={id}&count=true");
        (await alarms.Body()).GetProperty("count").GetInt64().ShouldBe(1);
        var incident = await city.IncidentOf(id);

        foreach (var step in (string[])["acknowledge", "take-in-hand"])
        {
            using var taken = await city.As("officer").Post($"/api/v1/incidents/{incident}/{step}", [], null);
            taken.StatusCode.ShouldBe(HttpStatusCode.OK, await taken.Content.ReadAsStringAsync());
        }

        using (var level = await city.As("officer").PostJson($"/api/v1/incidents/{incident}/level", """{"level":"II","reason":"The dam is near."}"""))
        {
            level.StatusCode.ShouldBe(HttpStatusCode.OK, await level.Content.ReadAsStringAsync());
            (await level.Body()).GetProperty("summary").GetProperty("level").GetString().ShouldBe("II");
        }

        using (var bare = await city.As("officer").PostJson($"/api/v1/incidents/{incident}/close", """{"note":"over","evidence":[]}"""))
        {
            ((int)bare.StatusCode).ShouldBeInRange(400, 409);
        }

        using var closed = await city.As("officer").PostJson(
            $"/api/v1/incidents/{incident}/close", """{"note":"The river is back in its bed.","evidence":[{"kind":"note","text":"Seen at the bridge."}]}""");
        closed.StatusCode.ShouldBe(HttpStatusCode.OK, await closed.Content.ReadAsStringAsync());
        var view = await closed.Body();
        view.GetProperty("summary").GetProperty("state").GetString().ShouldBe("closed");
        view.GetProperty("trace").GetString()!.Length.ShouldBe(32);
    }

    [Fact]
    public async Task A_list_of_devices_tells_the_latest_of_each_where_it_is_asked_for_and_nothing_for_one_that_never_reported()
    {
        var ((heard, token), (silent, _)) = (await city.Gauge(), await city.Gauge());
        var now = TimeProvider.System.GetUtcNow();
        var readings = Enumerable.Range(0, 3).Select(i => new { ts = now.AddMinutes(i - 30).ToUnixTimeMilliseconds(), values = new { level = 1.0 + (i / 10.0) } });
        using (var stored = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", JsonSerializer.Serialize(readings)))
        {
            stored.StatusCode.ShouldBe(HttpStatusCode.OK, await stored.Content.ReadAsStringAsync());
        }

        var told = await Listed("latest=true");
        told[heard].GetProperty("latest").GetProperty("points").GetProperty("level").GetProperty("value").GetDouble().ShouldBe(1.2);
        told[silent].TryGetProperty("latest", out _).ShouldBeFalse();
        (await Listed("latest=false"))[heard].TryGetProperty("latest", out _).ShouldBeFalse();

        async Task<Dictionary<string, JsonElement>> Listed(string question)
        {
            using var reply = await city.As("officer").GetAsync($"/api/v1/devices?model=river-gauge&limit=1000&{question}");
            return (await reply.Body()).GetProperty("items").EnumerateArray().ToDictionary(device => device.GetProperty("id").GetString()!);
        }
    }

    [Fact]
    public async Task What_is_read_is_compressed_for_who_accepts_it_and_what_shows_a_token_is_not()
    {
        using var list = new HttpRequestMessage(HttpMethod.Get, "/api/v1/places/341882001");
        list.Headers.AcceptEncoding.ParseAdd("br");
        using var read = await city.As("officer").SendAsync(list);
        read.StatusCode.ShouldBe(HttpStatusCode.OK);
        read.Content.Headers.ContentEncoding.ShouldBe(["br"]);
        read.Headers.Vary.ShouldContain("Accept-Encoding");

        using var registration = new HttpRequestMessage(HttpMethod.Post, "/api/v1/devices") { Content = new StringContent("""{"model":"river-gauge","place":"341882001"}""", System.Text.Encoding.UTF8, "application/json") };
        registration.Headers.AcceptEncoding.ParseAdd("br");
        using var registered = await city.As("operator").SendAsync(registration);
        (await registered.Body()).GetProperty("token").GetString().ShouldNotBeNull();
        registered.Content.Headers.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_replay_stores_once_and_says_what_it_refused()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("a file"u8));
        using var opened = await city.As("operator").PostJson("/api/v1/replays", JsonSerializer.Serialize(new { source = "levels.csv", sourceHash = hash, @as = "water" }));
        var session = (await opened.Body()).GetProperty("id").GetString();
        session.ShouldBe($"water-{hash[..16]}");
        foreach (var device in (string[])["replayed-1", "replayed-2"])
        {
            using var registered = await city.As("operator").PostJson("/api/v1/devices", $$"""{"id":"{{device}}","model":"river-gauge","place":"341882001001","origin":"replayed"}""");
            registered.StatusCode.ShouldBe(HttpStatusCode.Created, await registered.Content.ReadAsStringAsync());
        }

        const string Readings = """
            {"readings":[
              {"device":"replayed-1","ts":1580000000000,"values":{"level":1.0}},
              {"device":"replayed-2","ts":1580000000000,"values":{"level":null}},
              {"device":"nobody","ts":1580000000000,"values":{"level":1.0}},
              {"device":"replayed-1","ts":1580000600000,"values":{"level":1.1}},
              {"device":"replayed-1","ts":1580001200000,"values":{"width":1.1}}]}
            """;
        var first = await Replay(session!, Readings);
        first.GetProperty("stored").GetInt32().ShouldBe(3);
        first.GetProperty("refused").EnumerateArray().Select(one => (one.GetProperty("index").GetInt32(), one.GetProperty("code").GetString()))
            .ShouldBe([(2, "device-unknown"), (4, "point-unknown")]);
        var again = await Replay(session!, Readings);
        again.GetProperty("stored").GetInt32().ShouldBe(0);
        again.GetProperty("duplicates").GetInt32().ShouldBe(3);

        using var missing = await city.As("officer").GetAsync("/api/v1/devices/replayed-2/readings?origin=replayed&quality=missing&count=true");
        (await missing.Body()).GetProperty("count").GetInt64().ShouldBe(1);
        using var finished = await city.As("operator").PostJson($"/api/v1/replays/{session}/finish", "{}");
        (await finished.Body()).GetProperty("state").GetString().ShouldBe("finished");
        using var late = await city.As("operator").PostJson($"/api/v1/replays/{session}/readings", Readings);
        await late.ShouldBeProblem(409, "replay-finished");
    }

    [Fact]
    public async Task The_city_and_its_places_show_their_state()
    {
        using var overview = await city.As("department").GetAsync("/api/v1/city/overview");
        var body = await overview.Body();
        body.GetProperty("code").GetString().ShouldBe("341882");
        body.GetProperty("districts").GetArrayLength().ShouldBe(13);
        using var place = await city.As("auditor").GetAsync("/api/v1/places/341882001001");
        (await place.Body()).GetProperty("state").GetProperty("code").GetString().ShouldBe("341882001001");
        using var former = await city.As("auditor").GetAsync("/api/v1/places/341822");
        (await former.Body()).GetProperty("code").GetString().ShouldBe("341882", "341822 was the city's code until 2019");
    }

    [Fact]
    public async Task The_shipped_scenes_and_the_schema_of_packs_are_served()
    {
        using var scenes = await city.As("officer").GetAsync("/api/v1/scenes");
        (await scenes.Body()).EnumerateArray().Select(scene => scene.GetProperty("id").GetString())
            .ShouldBe(["air", "crowd", "gas", "lock", "manhole", "meter", "noise", "pole", "rain", "river", "smoke", "street", "water-quality"], ignoreOrder: true);
        using var schema = await city.As("officer").GetAsync("/api/v1/scenes/schema");
        (await schema.Body()).GetProperty("$schema").GetString().ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task No_token_of_a_path_a_header_or_a_body_no_password_and_nothing_that_was_sent_is_found_in_a_log()
    {
        var (_, token) = await city.Gauge();
        using var reply = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", "{\"level\":1.0}");
        using var bad = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", "{\"a-point-of-zhang-san\":");
        using var stranger = await city.As("anonymous").GetAsync($"/api/v1/{token}/nothing");
        using var refused = await city.As("officer").PostJson("/api/v1/incidents/INC-341882001-20260101-0001/acknowledge", """{"note":"Zhang San lives there"}""");
        using var wrong = await city.As("anonymous").PostAsync("/connect/token", new FormUrlEncodedContent([new("grant_type", "password"), new("username", "officer"), new("password", "a-wrong-guess")]));
        await using var screen = await Screen.Open(city);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        city.Log.Lines.ShouldNotBeEmpty();
        foreach (var secret in (string[])[token, city.TokenOf("officer"), "zhang-san", "Zhang San", "a-wrong-guess", "officer-demo"])
        {
            city.Log.Lines.Where(line => line.Contains(secret, StringComparison.Ordinal)).ShouldBeEmpty(secret);
        }
    }

    [Fact]
    public async Task A_device_that_moves_is_found_at_its_new_place_and_one_that_is_retired_reports_no_more()
    {
        var (id, token) = await city.Gauge();
        using (var nowhere = await city.As("operator").PostJson($"/api/v1/devices/{id}/move", """{"place":"341882999"}"""))
        {
            await nowhere.ShouldBeProblem(400, "place-unknown");
        }

        using (var moved = await city.As("operator").PostJson($"/api/v1/devices/{id}/move", """{"place":"341882002001"}"""))
        {
            (await moved.Body()).GetProperty("place").GetString().ShouldBe("341882002001");
        }

        (await Devices("341882002001")).ShouldContain(id);
        (await Devices(CityOverHttp.Community)).ShouldNotContain(id);

        using (var silent = await city.As("operator").PostJson($"/api/v1/devices/{id}/retire", """{"reason":" "}"""))
        {
            await silent.ShouldBeProblem(400, "reason-invalid");
        }

        using (var retired = await city.As("operator").PostJson($"/api/v1/devices/{id}/retire", """{"reason":"The bridge is gone."}"""))
        {
            retired.StatusCode.ShouldBe(HttpStatusCode.OK, await retired.Content.ReadAsStringAsync());
        }

        using var late = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", """{"level":1.0}""");
        await late.ShouldBeProblem(409, "device-retired");
        using var back = await city.As("operator").PostJson($"/api/v1/devices/{id}/move", """{"place":"341882002001"}""");
        await back.ShouldBeProblem(409, "device-retired");
    }

    [Fact]
    public async Task Evidence_can_be_added_at_any_time_and_a_reopening_that_nobody_proposed_cannot_be_declined()
    {
        var (id, token) = await city.Gauge();
        var now = TimeProvider.System.GetUtcNow();
        using (await city.As("anonymous").PostJson(
            $"/api/v1/{token}/telemetry", JsonSerializer.Serialize(new[] { 2.0, 2.8, 3.6 }.Select((level, i) => new { ts = now.AddMinutes((10 * i) - 20).ToUnixTimeMilliseconds(), values = new { level } }))))
        {
        }

        var incident = await city.IncidentOf(id);
        using (var added = await city.As("officer").PostJson($"/api/v1/incidents/{incident}/evidence", """{"kind":"note","text":"The quay is dry."}"""))
        {
            (await added.Body()).GetProperty("timeline").EnumerateArray().Last().GetProperty("code").GetString().ShouldBe("evidence-added");
        }

        using (var unknown = await city.As("officer").PostJson($"/api/v1/incidents/{incident}/evidence", """{"kind":"rumour","text":"Somebody said so."}"""))
        {
            await unknown.ShouldBeProblem(400, "evidence-invalid");
        }

        using var declined = await city.As("officer").PostJson($"/api/v1/incidents/{incident}/decline-reopening", """{"note":"It was a test."}""");
        await declined.ShouldBeProblem(409, "reopening-not-proposed");
    }

    [Fact]
    public async Task Every_answer_carries_the_headers_that_keep_browsers_careful()
    {
        foreach (var path in (string[])["/", "/api/v1/devices", "/health/live", "/nowhere"])
        {
            using var reply = await city.As("anonymous").GetAsync(path);
            reply.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            reply.Headers.GetValues("X-Frame-Options").ShouldBe(["DENY"]);
            reply.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'self'");
            reply.Headers.Contains("Server").ShouldBeFalse();
            if (path.StartsWith("/api", StringComparison.Ordinal))
            {
                (reply.Headers.CacheControl?.NoStore).ShouldBe(true);
            }
        }
    }

    [Fact]
    public async Task Pages_ask_nobody_else_for_anything()
    {
        foreach (var path in (string[])["/", "/ops", "/citizen", "/sign-in", "/docs/", "/city.css"])
        {
            var page = await city.As("anonymous").GetStringAsync(path);
            page.ShouldNotContain("http://");
            page.ShouldNotContain("https://");
        }

        (await city.As("anonymous").GetStringAsync("/docs/")).ShouldContain("scalar.js");
    }

    private async Task<List<string?>> Devices(string place)
    {
        using var reply = await city.As("officer").GetAsync($"/api/v1/devices?place={place}&limit=1000");
        return [.. (await reply.Body()).GetProperty("items").EnumerateArray().Select(device => device.GetProperty("id").GetString())];
    }

    private async Task<JsonElement> Replay(string session, string readings)
    {
        using var reply = await city.As("operator").PostJson($"/api/v1/replays/{session}/readings", readings);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
        return await reply.Body();
    }
}
