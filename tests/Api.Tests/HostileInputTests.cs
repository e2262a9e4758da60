using System.Text;

namespace CityBrain.Api.Tests;

/// <summary>What an attacker sends that looks almost right: it gets the same clear problems as a mistake does.</summary>
[Collection(OneCity.Name)]
public sealed class HostileInputTests(CityOverHttp city)
{
    [Theory]
    [InlineData("operator", "/api/v1/devices", """{"id":"\ud800","model":"river-gauge","place":"341882001001"}""", "json-mismatch")]
    [InlineData("operator", "/api/v1/devices", """{"model":"river-gauge","place":"341882001001","name":"\udfff"}""", "json-mismatch")]
    [InlineData("operator", "/api/v1/replays/air-0123456789abcdef/readings", """{"readings":[null]}""", "json-mismatch")]
    [InlineData("operator", "/api/v1/scenes", """{"scene":"\ud800"}""", "pack-invalid")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/close", """{"note":"over","evidence":[null]}""", "json-mismatch")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/close", """{"note":"over","evidence":null}""", "json-mismatch")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/close", """{"note":"\ud800","evidence":[]}""", "json-mismatch")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/undo-merge", """{"reason":"no","sources":[null]}""", "json-mismatch")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/level", """{"level":"ii","reason":"no"}""", "json-mismatch")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/level", """{"level":2,"reason":"no"}""", "json-mismatch")]
    [InlineData("officer", "/api/v1/incidents/INC-341882001-20260101-0001/level", """{"level":"I,II","reason":"no"}""", "json-mismatch")]
    public async Task Text_that_is_no_Unicode_nulls_in_lists_and_loose_names_are_refused_in_words(string role, string path, string body, string code)
    {
        using var reply = await city.As(role).PostJson(path, body);
        await reply.ShouldBeProblem(400, code);
    }

    [Fact]
    public async Task A_point_whose_name_is_no_Unicode_is_refused()
    {
        var (_, token) = await city.Gauge();
        using var reply = await city.As("anonymous").PostJson($"/api/v1/{token}/telemetry", """{"level":1,"\ud800":2}""");
        await reply.ShouldBeProblem(400, "json-malformed");
    }

    [Theory]
    [InlineData("/connect/token")]
    [InlineData("/sign-in")]
    public async Task A_form_that_is_none_is_refused(string path)
    {
        foreach (var (body, mediaType) in ((string, string)[])[
            (string.Join('&', Enumerable.Range(0, 5_000).Select(i => $"f{i}=1")), "application/x-www-form-urlencoded"),
            ("--x\r\nbroken", "multipart/form-data; boundary=x"),
            ("x", "multipart/form-data")])
        {
            using var reply = await city.As("anonymous").Post(path, Encoding.UTF8.GetBytes(body), mediaType);
            ((int)reply.StatusCode).ShouldBeInRange(400, 415, await reply.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task A_pack_of_ten_thousand_repeated_names_is_refused_soon()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var body = new StringContent($"{{{string.Join(',', Enumerable.Repeat("\"scene\":1", 10_000))}}}", Encoding.UTF8, "application/json");
        using var reply = await city.As("operator").PostAsync("/api/v1/scenes", body, patience.Token);
        await reply.ShouldBeProblem(400, "pack-invalid");
    }
}
