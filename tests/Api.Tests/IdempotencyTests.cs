using System.Net;

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
    public async Task The_same_device_again_under_another_key_is_a_conflict()
    {
        using var first = await city.As("operator").PostJson("/api/v1/devices", """{"id":"idem-4","model":"river-gauge","place":"341882001001"}""");
        using var other = await city.As("operator").PostJson("/api/v1/devices", """{"id":"idem-4","model":"river-gauge","place":"341882001001"}""");
        first.StatusCode.ShouldBe(HttpStatusCode.Created);
        await other.ShouldBeProblem(409, "device-exists");
    }
}
