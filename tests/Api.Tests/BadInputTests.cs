using System.Net;
using System.Text;

namespace CityBrain.Api.Tests;

/// <summary>Bad input gets a clear problem, never a 500, and changes nothing.</summary>
[Collection(OneCity.Name)]
public sealed class BadInputTests(CityOverHttp city)
{
    [Theory]
    [InlineData("{", "json-malformed")]
    [InlineData("", "json-malformed")]
    [InlineData("{\"ts\":1,}", "json-malformed")]
    [InlineData("{\"ts\":NaN,\"values\":{\"level\":1}}", "json-malformed")]
    [InlineData("{\"level\":Infinity}", "json-malformed")]
    [InlineData("{\"level\":1} x", "json-malformed")]
    [InlineData("{\"level\":1,\"level\":2}", "json-duplicate-key")]
    [InlineData("{\"ts\":1700000000000,\"ts\":1,\"values\":{\"level\":1}}", "json-duplicate-key")]
    [InlineData("{\"level\":1e400}", "field-invalid")]
    [InlineData("{\"level\":\"1.2\"}", "field-invalid")]
    [InlineData("{\"level\":true}", "field-invalid")]
    [InlineData("{\"level\":{}}", "field-invalid")]
    [InlineData("{}", "field-invalid")]
    [InlineData("[]", "field-invalid")]
    [InlineData("7", "json-mismatch")]
    [InlineData("null", "json-mismatch")]
    [InlineData("[[{\"level\":1}]]", "json-mismatch")]
    [InlineData("{\"ts\":1700000000000}", "field-invalid")]
    [InlineData("{\"ts\":1.5,\"values\":{\"level\":1}}", "field-invalid")]
    [InlineData("{\"ts\":-1,\"values\":{\"level\":1}}", "field-invalid")]
    [InlineData("{\"ts\":99999999999999999999,\"values\":{\"level\":1}}", "field-invalid")]
    [InlineData("{\"ts\":\"2026-01-01\",\"values\":{\"level\":1}}", "field-invalid")]
    [InlineData("{\"ts\":1700000000000,\"values\":{\"level\":1},\"extra\":1}", "field-invalid")]
    [InlineData("{\"nonsense\":1}", "point-unknown")]
    [InlineData("{\"ts\":1700000000,\"values\":{\"level\":1}}", "time-out-of-range")]
    public async Task Telemetry_that_is_not_understood_exactly_is_refused_whole(string body, string code)
    {
        var (id, token) = await city.Gauge();
        using (var reply = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", body))
        {
            await reply.ShouldBeProblem(400, code);
        }

        (await ReadingsOf(id)).ShouldBe(0);
    }

    [Fact]
    public async Task One_bad_value_in_an_array_is_named_and_the_others_are_in()
    {
        var (id, token) = await city.Gauge();
        using var reply = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", """[{"level":1.0},{"level":"x"}]""");
        reply.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        var refused = (await reply.Body()).GetProperty("refused").EnumerateArray().Single();
        (refused.GetProperty("index").GetInt32(), refused.GetProperty("code").GetString()).ShouldBe((1, "field-invalid"));
        (await ReadingsOf(id)).ShouldBe(1);
    }

    [Fact]
    public async Task Forty_levels_of_nesting_are_refused()
    {
        var (_, token) = await city.Gauge();
        var deep = $"{string.Concat(Enumerable.Repeat("{\"a\":", 40))}1{new string('}', 40)}";
        foreach (var path in (string[])[$"/api/v1/{token}/telemetry", "/api/v1/devices", "/api/v1/replays"])
        {
            using var reply = await city.As("operator").PostJson(path, deep);
            await reply.ShouldBeProblem(400, "json-too-deep");
        }

        using var scene = await city.As("operator").PostJson("/api/v1/scenes", deep);
        scene.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("operator", "/api/v1/devices", "application/json")]
    [InlineData("operator", "/api/v1/replays/air-0123456789abcdef/readings", "application/json")]
    [InlineData("operator", "/api/v1/places/import", "text/csv")]
    [InlineData("operator", "/api/v1/scenes", "application/json")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/close", "application/json")]
    [InlineData("anonymous", "/api/v1/telemetry-token/telemetry", "application/json")]
    public async Task Two_mebibytes_are_too_large(string role, string path, string mediaType)
    {
        var body = new byte[2 << 20];
        Array.Fill(body, (byte)' ');
        using var reply = await city.As(role).Post(path, body, mediaType);
        await reply.ShouldBeProblem(413, "body-too-large");
    }

    [Fact]
    public async Task Two_mebibytes_whose_length_is_not_said_are_too_large_too()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/devices") { Content = new StreamContent(new MemoryStream(new byte[2 << 20])) };
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = true;
        using var reply = await city.As("operator").SendAsync(request);
        await reply.ShouldBeProblem(413, "body-too-large");
    }

    [Theory]
    [InlineData("/api/v1/devices", "text/plain")]
    [InlineData("/api/v1/devices", null)]
    [InlineData("/api/v1/devices", "application/json; charset=utf-16")]
    [InlineData("/api/v1/places/import", "application/json")]
    [InlineData("/api/v1/scenes", "text/csv")]
    public async Task Another_media_type_is_refused(string path, string? mediaType)
    {
        using var reply = await city.As("operator").Post(path, "{}"u8.ToArray(), mediaType);
        await reply.ShouldBeProblem(415, "media-type-not-supported");
    }

    [Theory]
    [InlineData("""{"model":"river-gauge","place":"341882001001","token":"mine"}""", 400, "json-mismatch")]
    [InlineData("""{"model":"river-gauge","place":"341882001001","Model":"x"}""", 400, "json-mismatch")]
    [InlineData("""{"place":"341882001001"}""", 400, "json-mismatch")]
    [InlineData("""{"model":null,"place":"341882001001"}""", 400, "json-mismatch")]
    [InlineData("""{"model":"river-gauge","place":341882001001}""", 400, "json-mismatch")]
    [InlineData("""{"model":"river-gauge","place":"341882001001","origin":1}""", 400, "json-mismatch")]
    [InlineData("""{"model":"river-gauge","place":"341882001001","attributes":{"warning_level":1e999}}""", 400, "json-mismatch")]
    [InlineData("""{"model":"river-gauge","place":"341882"}""", 400, "place-unknown")]
    [InlineData("""{"model":"river-gauge","place":"341882999"}""", 400, "place-unknown")]
    [InlineData("""{"model":"river-gauge","place":"anywhere"}""", 400, "field-invalid")]
    [InlineData("""{"model":"no-such-model","place":"341882001001"}""", 400, "model-unknown")]
    [InlineData("""{"id":"../etc/passwd","model":"river-gauge","place":"341882001001"}""", 400, "field-invalid")]
    [InlineData("""{"model":"river-gauge","place":"341882001001","location":{"latitudeDegrees":91,"longitudeDegrees":0}}""", 400, "field-invalid")]
    [InlineData("""{"model":"river-gauge","place":"341882001001","location":{"latitudeDegrees":31,"longitudeDegrees":119,"datum":"mars"}}""", 400, "field-invalid")]
    [InlineData("""{"model":"river-gauge","place":"341882001001","attributes":{"no_such":1}}""", 400, "attribute-unknown")]
    public async Task A_registration_that_is_not_right_is_refused(string body, int status, string code)
    {
        using var reply = await city.As("operator").PostJson("/api/v1/devices", body);
        await reply.ShouldBeProblem(status, code);
    }

    [Theory]
    [InlineData("/api/v1/devices?limit=0", "parameter-malformed")]
    [InlineData("/api/v1/devices?limit=1001", "parameter-malformed")]
    [InlineData("/api/v1/devices?limit=99999999999999999999", "parameter-malformed")]
    [InlineData("/api/v1/devices?Limit=5", "parameter-unknown")]
    [InlineData("/api/v1/devices?limit=5&limit=6", "parameter-repeated")]
    [InlineData("/api/v1/devices?place=12", "parameter-malformed")]
    [InlineData("/api/v1/devices?origin=1", "parameter-malformed")]
    [InlineData("/api/v1/devices?count=yes", "parameter-malformed")]
    [InlineData("/api/v1/devices?after=%0d%0a", "parameter-malformed")]
    [InlineData("/api/v1/devices?drop%20table=1", "parameter-unknown")]
    [InlineData("/api/v1/alarms?from=2026-01-01", "parameter-malformed")]
    [InlineData("/api/v1/alarms?from=2026-01-01T00:00:00", "parameter-malformed")]
    [InlineData("/api/v1/alarms?state=open", "parameter-malformed")]
    [InlineData("/api/v1/incidents?level=5", "parameter-malformed")]
    [InlineData("/api/v1/statistics?point=level", "parameter-missing")]
    [InlineData("/api/v1/statistics?aggregate=count", "parameter-missing")]
    [InlineData("/api/v1/statistics?point=level&aggregate=median", "parameter-malformed")]
    [InlineData("/api/v1/statistics?point=level&aggregate=count&over=NaN", "parameter-malformed")]
    [InlineData("/api/v1/statistics?point=level&aggregate=count&over=1e999", "parameter-malformed")]
    [InlineData("/api/v1/city/overview?x=1", "parameter-unknown")]
    [InlineData("/api/v1/devices?after=nonsense", "cursor-invalid")]
    [InlineData("/api/v1/incidents?after=nonsense", "cursor-invalid")]
    public async Task A_query_that_is_not_understood_exactly_is_refused(string path, string code)
    {
        using var reply = await city.As("officer").GetAsync(path);
        await reply.ShouldBeProblem(400, code);
    }

    [Theory]
    [InlineData("/api/v1/alarms?from=2026-01-01T00:00:00%2B08:00")]
    [InlineData("/api/v1/alarms?from=2026-01-01T00:00:00+08:00&to=2026-01-02T00:00:00.5Z")]
    [InlineData("/api/v1/statistics?point=level&aggregate=count&over=-1.5")]
    [InlineData("/api/v1/incidents?level=II&state=in-hand&count=true")]
    public async Task A_query_that_is_right_is_answered(string path)
    {
        using var reply = await city.As("officer").GetAsync(path);
        reply.StatusCode.ShouldBe(HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/api/v1/devices/nobody", "device-unknown")]
    [InlineData("/api/v1/devices/nobody/readings", "device-unknown")]
    [InlineData("/api/v1/places/341882999", "place-unknown")]
    [InlineData("/api/v1/places/110101", "place-unknown")]
    [InlineData("/api/v1/incidents/INC-341882001-20260101-0001", "incident-unknown")]
    [InlineData("/api/v1/replays/air-0123456789abcdef", "replay-unknown")]
    [InlineData("/api/v1/scenes/nowhere", "scene-unknown")]
    public async Task What_does_not_exist_is_missing(string path, string code)
    {
        using var reply = await city.As("officer").GetAsync(path);
        await reply.ShouldBeProblem(404, code);
    }

    [Theory]
    [InlineData("/api/v1/places/34188")]
    [InlineData("/api/v1/places/abcdef")]
    [InlineData("/api/v1/devices/a%20b")]
    [InlineData("/api/v1/incidents/x")]
    public async Task A_key_of_another_form_is_refused(string path)
    {
        using var reply = await city.As("officer").GetAsync(path);
        await reply.ShouldBeProblem(400, "request-malformed");
    }

    [Fact]
    public async Task A_method_that_does_not_fit_is_refused()
    {
        using var reply = await city.As("operator").DeleteAsync("/api/v1/city/overview");
        await reply.ShouldBeProblem(405, "method-not-allowed");
    }

    [Fact]
    public async Task An_unknown_device_a_wrong_and_a_revoked_token_look_the_same()
    {
        var (id, token) = await city.Gauge();
        var (revoked, old) = await city.Gauge();
        using (var reply = await city.As("operator").DeleteAsync($"/api/v1/devices/{revoked}/token"))
        {
            reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        List<string> answers = [];
        foreach (var bad in (string[])[$"nobody.{new string('0', 64)}", $"{id}.{new string('0', 64)}", old, token.ToUpperInvariant(), token[..^1], "x"])
        {
            using var reply = await city.As("anonymous").PostJson($"/api/v1/{bad}/telemetry", "{\"level\":1.0}");
            var problem = await reply.ShouldBeProblem(401, "device-token-invalid");
            answers.Add($"{problem.GetProperty("detail")} {problem.GetProperty("remedy")} {problem.GetProperty("title")}");
        }

        answers.Distinct().Count().ShouldBe(1);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"scene":"bad","version":"1.0.0","title":{"zh":"坏","en":"Bad"},"models":[{"id":"m","title":{"zh":"m","en":"m"},"points":[{"name":"x","unit":"furlong","title":{"zh":"x","en":"x"}}],"rules":[]}]}""")]
    [InlineData("""{"scene":"bad","version":"1.0.0","title":{"zh":"坏","en":"Bad"},"models":[{"id":"m","title":{"zh":"m","en":"m"},"points":[{"name":"x","unit":"m","title":{"zh":"x","en":"x"}}],"rules":[{"id":"r","kind":"k","title":{"zh":"r","en":"r"},"severity":1,"when":"y > 1 m"}]}]}""")]
    public async Task A_pack_with_faults_is_refused_with_every_fault(string pack)
    {
        using var reply = await city.As("operator").PostJson("/api/v1/scenes", pack);
        var problem = await reply.ShouldBeProblem(400, "pack-invalid");
        problem.GetProperty("faults").GetArrayLength().ShouldBeGreaterThan(0);
        using var scenes = await city.As("operator").GetAsync("/api/v1/scenes/bad");
        await scenes.ShouldBeProblem(404, "scene-unknown");
    }

    [Fact]
    public async Task A_file_of_divisions_with_errors_names_their_lines()
    {
        using var reply = await city.As("operator").Post("/api/v1/places/import", Encoding.UTF8.GetBytes("level,code,name,parent\nDistrict,34188x,坏,341882\n"), "text/csv");
        ((int)reply.StatusCode).ShouldBe(400, await reply.Content.ReadAsStringAsync());
        (await reply.Body()).GetProperty("faults")[0].GetProperty("line").GetInt32().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Text_that_is_not_utf8_is_refused()
    {
        using var reply = await city.As("operator").Post("/api/v1/places/import", [0xC3, 0x28], "text/csv");
        await reply.ShouldBeProblem(400, "text-not-utf8");
    }

    [Fact]
    public async Task A_key_that_is_none_is_refused()
    {
        using var spaced = await city.As("operator").PostJson("/api/v1/devices", """{"model":"river-gauge","place":"341882001001"}""", "with space");
        await spaced.ShouldBeProblem(400, "idempotency-key-malformed");
        using var longest = await city.As("operator").PostJson("/api/v1/devices", """{"model":"river-gauge","place":"341882001001"}""", new string('k', 201));
        await longest.ShouldBeProblem(400, "idempotency-key-malformed");
    }

    private async Task<long> ReadingsOf(string device)
    {
        using var reply = await city.As("officer").GetAsync($"/api/v1/devices/{device}");
        return (await reply.Body()).GetProperty("readings").GetInt64();
    }
}
