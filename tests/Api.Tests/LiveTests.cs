using System.Net;
using System.Security.Cryptography;
using System.Text.Json;

namespace CityBrain.Api.Tests;

/// <summary>What a viewer of the live feed is told.</summary>
[Collection(OneCity.Name)]
public sealed class LiveTests(CityOverHttp city)
{
    [Fact]
    public async Task An_alarm_its_incident_its_reading_and_the_citys_figures_arrive()
    {
        await using var screen = await Screen.Open(city);
        var (id, token) = await city.Gauge();
        await city.Report(token, 2.0, 2.8, 3.6);

        var alarm = await screen.AlarmOf(id);
        alarm.GetProperty("change").GetString().ShouldBe("alarm-raised");
        alarm.GetProperty("cursor").GetString()!.Split('.').Length.ShouldBe(3);
        alarm.GetProperty("alarm").GetProperty("origin").GetString().ShouldBe("live");
        await screen.Next(message => message.Type() == "incident" && message.GetProperty("change").GetString() == "incident-opened"
            && message.GetProperty("incident").GetProperty("place").GetString() == CityOverHttp.Community);
        if (!screen.Seen.Exists(message => message.Type() == "point" && message.GetProperty("device").GetString() == id))
        {
            var point = await screen.LevelOf(id, 3.6);
            (point.GetProperty("model").GetString(), point.GetProperty("place").GetString()).ShouldBe(("river-gauge", CityOverHttp.Community));
        }

        if (!screen.Seen.Exists(message => message.Type() == "kpi"))
        {
            await screen.Next(message => message.Type() == "kpi");
        }
    }

    [Fact]
    public async Task A_clearing_tells_the_whole_alarm()
    {
        await using var screen = await Screen.Open(city, filter: new { messages = new[] { "alarm" } });
        var (id, token) = await city.Gauge();
        await city.Report(token, 2.0, 2.8, 3.6);
        await screen.AlarmOf(id);
        using var retired = await city.As("operator").PostJson($"/api/v1/devices/{id}/retire", """{"reason":"The bridge is gone."}""");
        var cleared = await screen.AlarmOf(id);
        cleared.GetProperty("change").GetString().ShouldBe("alarm-cleared");
        cleared.GetProperty("alarm").GetProperty("clearedAt").GetString().ShouldNotBeNull();
        cleared.GetProperty("alarm").GetProperty("kind").GetString().ShouldNotBeNullOrEmpty();
        screen.Seen.ShouldAllBe(message => message.Type() == "ready" || message.Type() == "alarm");
    }

    [Fact]
    public async Task A_viewer_that_comes_back_with_its_cursor_gets_what_it_missed_once_and_in_order()
    {
        var gauges = new List<(string Id, string Token)>();
        for (var i = 0; i < 4; i++)
        {
            gauges.Add(await city.Gauge("341882003001"));
        }

        var here = new { place = "341882003" };
        string? cursor;
        await using (var screen = await Screen.Open(city, filter: here))
        {
            await city.Report(gauges[0].Token, 2.0, 2.8, 3.6);
            await screen.AlarmOf(gauges[0].Id);
            cursor = screen.Cursor;
        }

        await city.Report(gauges[1].Token, 2.0, 2.8, 3.6);
        await city.Report(gauges[2].Token, 2.0, 2.8, 3.6);
        await using var back = await Screen.Open(city, filter: here, after: cursor);
        await city.Report(gauges[3].Token, 2.0, 2.8, 3.6);
        await back.AlarmOf(gauges[3].Id);

        Alarms(back).ShouldBe([gauges[1].Id, gauges[2].Id, gauges[3].Id]);
        var cursors = back.Seen.Where(message => message.Type() is "alarm" or "incident").Select(message => Place(message.GetProperty("cursor").GetString()!)).ToList();
        cursors.ShouldBe(cursors.Distinct().Order());

        await using var again = await Screen.Open(city, filter: here, after: cursor);
        await again.AlarmOf(gauges[3].Id);
        Alarms(again).ShouldBe([gauges[1].Id, gauges[2].Id, gauges[3].Id]);
    }

    [Fact]
    public async Task A_viewer_that_joins_others_gets_the_latest_of_every_device_at_once()
    {
        var (id, token) = await city.Gauge();
        await city.Report(token, 1.25);
        await using var first = await Screen.Open(city);
        await first.LevelOf(id, 1.25);
        await using var second = await Screen.Open(city, "department");
        await second.LevelOf(id, 1.25);
    }

    [Fact]
    public async Task A_filter_shows_what_it_names_and_nothing_else()
    {
        var (near, nearToken) = await city.Gauge("341882101001");
        var (far, farToken) = await city.Gauge("341882100009");
        await using var place = await Screen.Open(city, filter: new { place = "341882101" });
        await using var grave = await Screen.Open(city, filter: new { levelAtLeast = 1, messages = new[] { "alarm" } });
        await using var kind = await Screen.Open(city, filter: new { kinds = new[] { "nothing-of-ours" }, place = "341882101" });
        await using var everything = await Screen.Open(city);
        await city.Report(farToken, 2.0, 2.8, 3.6);
        await city.Report(nearToken, 2.0, 2.8, 3.6);
        await everything.AlarmOf(near);
        await place.AlarmOf(near);
        await place.LevelOf(near, 3.6);
        await kind.LevelOf(near, 3.6);
        Alarms(everything).ShouldContain(far);
        Alarms(place).ShouldBe([near]);
        place.Seen.Where(message => message.Type() == "point").ShouldAllBe(point => point.GetProperty("place").GetString()!.StartsWith("341882101", StringComparison.Ordinal));
        Alarms(kind).ShouldBeEmpty();
        Alarms(grave).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_replayed_says_so()
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData("another file"u8));
        using var opened = await city.As("operator").PostJson("/api/v1/replays", JsonSerializer.Serialize(new { source = "flood.csv", sourceHash = hash, @as = "water" }));
        var session = (await opened.Body()).GetProperty("id").GetString();
        using var registered = await city.As("operator").PostJson("/api/v1/devices", """{"id":"replayed-live","model":"river-gauge","place":"341882002001","origin":"replayed"}""");
        await using var screen = await Screen.Open(city);
        var readings = new[] { 2.0, 2.8, 3.6 }.Select((level, i) => new { device = "replayed-live", ts = 1580000000000 + (600_000 * i), values = new { level } });
        using var replayed = await city.As("operator").PostJson($"/api/v1/replays/{session}/readings", JsonSerializer.Serialize(new { readings }));
        var alarm = await screen.AlarmOf("replayed-live");
        (alarm.GetProperty("alarm").GetProperty("origin").GetString(), alarm.GetProperty("alarm").GetProperty("session").GetString()).ShouldBe(("replayed", session));
        var point = screen.Seen.Find(message => message.Type() == "point" && message.GetProperty("device").GetString() == "replayed-live") is { ValueKind: JsonValueKind.Object } seen
            ? seen
            : await screen.LevelOf("replayed-live", 3.6);
        point.GetProperty("reading").GetProperty("origin").GetString().ShouldBe("replayed");
        var incident = await screen.Next(message => message.Type() == "incident" && message.GetProperty("incident").GetProperty("session").GetString() == session);
        incident.GetProperty("incident").GetProperty("origin").GetString().ShouldBe("replayed");
    }

    [Theory]
    [InlineData("officer")]
    [InlineData("operator")]
    [InlineData("department")]
    [InlineData("auditor")]
    public async Task Every_role_may_look(string role)
    {
        await using var screen = await Screen.Open(city, role);
        screen.Cursor.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("""{"token":"garbage"}""", 4401, "not-authenticated")]
    [InlineData("""{"token":""}""", 4401, "not-authenticated")]
    [InlineData("""{"token":"a b\r\nc"}""", 4401, "not-authenticated")]
    [InlineData("""{}""", 4400, "json-mismatch")]
    [InlineData("hello", 4400, "json-malformed")]
    [InlineData("""{"token":"x","surprise":1}""", 4400, "json-mismatch")]
    [InlineData("""{"token":"x","filter":{"levelAtLeast":9}}""", 4400, "field-invalid")]
    [InlineData("""{"token":"x","filter":{"messages":["weather"]}}""", 4400, "field-invalid")]
    [InlineData("""{"token":"x","alarmsAfter":"yesterday"}""", 4410, "cursor-invalid")]
    public async Task A_first_message_that_is_none_closes_the_feed_with_a_reason(string hello, int code, string reason)
    {
        await using var screen = await Screen.Connect(city);
        await screen.Say(hello);
        (await screen.End()).ShouldBe((code, reason));
        screen.Seen.Single().GetProperty("code").GetString().ShouldBe(reason);
        screen.Seen.Single().GetProperty("remedy").GetString().ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("9.1.0")]
    [InlineData("1.99999999999.0")]
    public async Task A_cursor_that_the_city_never_gave_is_refused(string cursor)
    {
        await using var screen = await Screen.Connect(city);
        await screen.Say(new { token = city.TokenOf("officer"), alarmsAfter = cursor });
        (await screen.End()).ShouldBe((4410, "cursor-invalid"));
    }

    [Fact]
    public async Task A_first_message_that_is_too_large_and_a_second_one_close_the_feed()
    {
        await using var large = await Screen.Connect(city);
        await large.Say(new string('x', 20_000));
        (await large.End()).Code.ShouldBe(1009);

        await using var talker = await Screen.Open(city);
        await talker.Say("{}");
        (await talker.End()).ShouldBe((4400, "message-unexpected"));
    }

    [Fact]
    public async Task Without_WebSocket_there_is_nothing_and_a_token_in_the_query_is_refused()
    {
        using var plain = await city.As("officer").GetAsync("/api/v1/live");
        await plain.ShouldBeProblem(426, "websocket-required");
        using var query = await city.As("anonymous").GetAsync($"/api/v1/live?token={city.TokenOf("officer")}");
        await query.ShouldBeProblem(400, "parameter-unknown");
        plain.StatusCode.ShouldNotBe(HttpStatusCode.OK);
    }

    private static List<string?> Alarms(Screen screen) =>
        [.. screen.Seen.Where(message => message.Type() == "alarm").Select(message => message.GetProperty("alarm").GetProperty("device").GetString())];

    private static (long Batch, int Ordinal) Place(string cursor) =>
        cursor.Split('.') is [_, var batch, var ordinal] ? (long.Parse(batch, null), int.Parse(ordinal, null)) : throw new FormatException(cursor);
}
