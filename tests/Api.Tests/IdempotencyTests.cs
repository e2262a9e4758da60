using System.Net;
using System.Text.Json;

namespace CityBrain.Api.Tests;

/// <summary>The same key gives the first answer again; with another body it is refused.</summary>
[Collection(OneCity.Name)]
public sealed class IdempotencyTests(CityOverHttp city)
{
    [Fact]
    public async Task The_same_key_shows_the_same_device_and_token_again()
    {
        const string Body = """{"id":"idem-1","model":"river-gauge","place":"341882001001"}""";
        using var first = await city.As("operator").PostJson("/api/v1/devices", Body, "idem-key-1");
        using var again = await city.As("operator").PostJson("/api/v1/devices", Body, "idem-key-1");
        first.StatusCode.ShouldBe(HttpStatusCode.Created, await first.Content.ReadAsStringAsync());
        (await again.Content.ReadAsStringAsync()).ShouldBe(await first.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_made_up_device_is_the_same_for_the_same_key()
    {
        const string Body = """{"model":"river-gauge","place":"341882001001"}""";
        using var first = await city.As("operator").PostJson("/api/v1/devices", Body, "idem-key-2");
        using var again = await city.As("operator").PostJson("/api/v1/devices", Body, "idem-key-2");
        using var other = await city.As("operator").PostJson("/api/v1/devices", Body);
        var id = (await first.Body()).GetProperty("id").GetString();
        (await again.Body()).GetProperty("id").GetString().ShouldBe(id);
        (await other.Body()).GetProperty("id").GetString().ShouldNotBe(id);
    }

    [Fact]
    public async Task The_same_key_with_another_body_is_refused()
    {
        using var first = await city.As("operator").PostJson("/api/v1/devices", """{"id":"idem-3","model":"river-gauge","place":"341882001001"}""", "idem-key-3");
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        using var other = await city.As("operator").PostJson("/api/v1/devices", """{"id":"idem-3","model":"river-gauge","place":"341882001002"}""", "idem-key-3");
        await other.ShouldBeProblem(409, "key-reused");
    }

    [Fact]
    public async Task The_same_device_again_under_another_key_keeps_its_token_and_shows_none()
    {
        const string Body = """{"id":"idem-4","model":"river-gauge","place":"341882001001"}""";
        using var first = await city.As("operator").PostJson("/api/v1/devices", Body);
        using var again = await city.As("operator").PostJson("/api/v1/devices", Body);
        using var other = await city.As("operator").PostJson("/api/v1/devices", """{"id":"idem-4","model":"river-gauge","place":"341882001002"}""");
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await again.Body()).GetProperty("token").ValueKind.ShouldBe(JsonValueKind.Null);
        await other.ShouldBeProblem(409, "device-exists");
        using var reading = await city.As("anonymous").PostJson($"/api/v1/{(await first.Body()).GetProperty("token").GetString()}/telemetry", "{\"level\":1.0}");
        reading.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_new_token_ends_the_old_one_at_once()
    {
        var (id, old) = await city.Gauge();
        using var issued = await city.As("operator").Post($"/api/v1/devices/{id}/token", [], null, "idem-key-5");
        using var again = await city.As("operator").Post($"/api/v1/devices/{id}/token", [], null, "idem-key-5");
        var token = (await issued.Body()).GetProperty("token").GetString();
        (await again.Body()).GetProperty("token").GetString().ShouldBe(token);
        using var ended = await city.As("anonymous").PostJson($"/api/v1/{old}/telemetry", "{\"level\":1.0}");
        await ended.ShouldBeProblem(401, "device-token-invalid");
        using var taken = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", "{\"level\":1.0}");
        taken.StatusCode.ShouldBe(HttpStatusCode.OK);
    }
}
