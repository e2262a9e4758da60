using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.DependencyInjection;

namespace CityBrain.Api.Tests;

/// <summary>
/// Every endpoint there is, with every role: who may is written here, taken from nothing, and an endpoint that is not written here fails.
/// </summary>
[Collection(OneCity.Name)]
public sealed class AccessMatrixTests(CityOverHttp city)
{
    private static readonly string[] Nobody = [];
    private static readonly string[] Anybody = ["anonymous", "officer", "operator", "department", "auditor"];
    private static readonly string[] AllRoles = ["officer", "operator", "department", "auditor"];
    private static readonly string[] Officers = ["officer"];
    private static readonly string[] Operators = ["operator"];

    private static readonly Dictionary<string, string[]> Matrix = new(StringComparer.Ordinal)
    {
        ["POST /connect/token"] = Anybody,
        ["GET /health/live"] = Anybody,
        ["GET /health/ready"] = Anybody,
        ["GET /"] = Anybody,
        ["GET /ops"] = Anybody,
        ["GET /ops/settings"] = Anybody,
        ["GET /ops/map.geojson"] = Anybody,
        ["GET /citizen"] = Anybody,
        ["GET /citizen/environment"] = Anybody,
        ["GET /citizen/services"] = Anybody,
        ["GET /citizen/citizen.css"] = Anybody,
        ["GET /citizen/idle.js"] = Anybody,
        ["GET /report"] = AllRoles,
        ["GET /report/report.css"] = Anybody,
        ["GET /sign-in"] = Anybody,
        ["GET /sign-in/provider"] = Anybody,
        ["GET /sign-in/done"] = Anybody,
        ["GET /ops/token"] = Anybody,
        ["GET /city.css"] = Anybody,
        ["GET /favicon.ico"] = Anybody,
        ["POST /sign-in"] = Anybody,
        ["POST /sign-out"] = Anybody,
        ["GET /openapi/{documentName}.json"] = Anybody,
        ["GET /metrics"] = Operators,
        ["GET /api/v1/devices"] = AllRoles,
        ["POST /api/v1/devices"] = Operators,
        ["GET /api/v1/devices/{id}"] = AllRoles,
        ["GET /api/v1/devices/{id}/readings"] = AllRoles,
        ["POST /api/v1/devices/{id}/move"] = Operators,
        ["POST /api/v1/devices/{id}/mount"] = Operators,
        ["POST /api/v1/devices/{id}/retire"] = Operators,
        ["GET /api/v1/devices/{id}/commands"] = AllRoles,
        ["POST /api/v1/devices/{id}/commands"] = Operators,
        ["POST /api/v1/devices/{id}/commands/{number:long}/withdraw"] = Operators,
        ["GET /api/v1/devices/{id}/refusals"] = AllRoles,
        ["POST /api/v1/devices/{id}/token"] = Operators,
        ["DELETE /api/v1/devices/{id}/token"] = Operators,
        ["GET /api/v1/alarms"] = AllRoles,
        ["GET /api/v1/statistics"] = AllRoles,
        ["GET /api/v1/replays/{id}"] = AllRoles,
        ["POST /api/v1/replays"] = Operators,
        ["POST /api/v1/replays/{id}/readings"] = Operators,
        ["POST /api/v1/replays/{id}/finish"] = Operators,
        ["GET /api/v1/places/{code}"] = AllRoles,
        ["POST /api/v1/places/import"] = Operators,
        ["GET /api/v1/city/overview"] = AllRoles,
        ["GET /api/v1/incidents"] = AllRoles,
        ["GET /api/v1/incidents/{id}"] = AllRoles,
        ["POST /api/v1/incidents/{id}/acknowledge"] = Officers,
        ["POST /api/v1/incidents/{id}/take-in-hand"] = Officers,
        ["POST /api/v1/incidents/{id}/close"] = Officers,
        ["POST /api/v1/incidents/{id}/reopen"] = Officers,
        ["POST /api/v1/incidents/{id}/decline-reopening"] = Officers,
        ["POST /api/v1/incidents/{id}/evidence"] = Officers,
        ["POST /api/v1/incidents/{id}/photos"] = Officers,
        ["GET /api/v1/incidents/{id}/photos/{hash}"] = AllRoles,
        ["POST /api/v1/incidents/{id}/level"] = Officers,
        ["POST /api/v1/incidents/{id}/undo-merge"] = Officers,
        ["GET /api/v1/scenes"] = AllRoles,
        ["GET /api/v1/scenes/schema"] = AllRoles,
        ["GET /api/v1/scenes/{id}"] = AllRoles,
        ["POST /api/v1/scenes"] = Operators,
        // A viewer signs in by its first message; LiveTests asks it in every role.
        ["GET /api/v1/live"] = Anybody,
        // A device signs in by the token in the path: no role opens it.
        ["POST /api/v1/{token}/telemetry"] = Nobody,
        ["GET /api/v1/{token}/rpc"] = Nobody,
        ["POST /api/v1/{token}/rpc/{number:long}"] = Nobody,
        ["POST /api/v1/{token}/attributes"] = Nobody,
        ["GET /api/v1/{token}/attributes"] = Nobody,
    };

    [Fact]
    public async Task Every_endpoint_opens_to_exactly_the_roles_that_the_matrix_names()
    {
        foreach (var (key, method, path) in Endpoints())
        {
            var expected = Expected(key).ShouldNotBeNull($"{key} is not in the matrix");
            foreach (var role in Anybody)
            {
                var status = await Ask(role, method, path);
                var open = status is not (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden);
                open.ShouldBe(expected.Contains(role), $"{key} as {role} answered {status}");
                if (!open)
                {
                    status.ShouldBe(role == "anonymous" || key.Contains("{token}", StringComparison.Ordinal) ? HttpStatusCode.Unauthorized : HttpStatusCode.Forbidden, $"{key} as {role}");
                }
            }
        }
    }

    [Fact]
    public async Task The_files_of_the_screen_are_open_to_anybody_and_are_nothing_but_its_files()
    {
        var files = city.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is not null)
            .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/')).Distinct().ToList();

        files.ShouldContain("/js/main.js");
        files.Where(file => !Regex.IsMatch(file, @"^/((js|vendor|map)/[^/]+|ops\.[^/]+)$")).ShouldBeEmpty();
        foreach (var file in files)
        {
            (await Ask("anonymous", "GET", file)).ShouldBe(HttpStatusCode.OK, file);
        }
    }

    [Fact]
    public void The_matrix_names_no_endpoint_that_there_is_not()
    {
        var keys = Endpoints().Select(endpoint => endpoint.Key).ToHashSet(StringComparer.Ordinal);
        Matrix.Keys.Where(key => !keys.Contains(key)).ShouldBeEmpty();
    }

    [Fact]
    public void An_endpoint_that_the_matrix_does_not_know_is_found() => Expected("GET /api/v1/planted").ShouldBeNull();

    [Fact]
    public async Task An_address_that_nobody_mapped_needs_a_token_too()
    {
        (await Ask("anonymous", "GET", "/api/v1/planted")).ShouldBe(HttpStatusCode.Unauthorized);
        using var reply = await city.As("officer").GetAsync("/api/v1/planted");
        await reply.ShouldBeProblem(404, "route-unknown");
    }

    [Fact]
    public async Task Whoever_looks_with_a_browser_where_no_page_is_is_told_so_and_not_asked_to_sign_in()
    {
        foreach (var who in new[] { "anonymous", "officer" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/nothing-here");
            request.Headers.Accept.ParseAdd("text/html");
            using var reply = await city.As(who).SendAsync(request);

            reply.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            reply.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
            reply.Headers.WwwAuthenticate.ShouldBeEmpty();
            (await reply.Content.ReadAsStringAsync()).ShouldContain("Page not found");
        }

        (await Ask("anonymous", "GET", "/nothing-here")).ShouldBe(HttpStatusCode.Unauthorized, "a program is told as it is everywhere");
    }

    [Fact]
    public async Task The_sign_in_page_names_the_accounts_that_work_here() =>
        (await city.As("anonymous").GetStringAsync("/sign-in")).ShouldContain("<code>officer</code> / <code>officer-demo</code>");

    [Fact]
    public async Task The_runtime_dashboard_is_closed_to_strangers_and_to_all_but_operators()
    {
        (await Ask("anonymous", "GET", "/orleans/")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Ask("officer", "GET", "/orleans/")).ShouldBe(HttpStatusCode.Forbidden);
        (await Ask("operator", "GET", "/orleans/")).ShouldBe(HttpStatusCode.OK);
        (await Ask("anonymous", "GET", "/orleans/DashboardCounters")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Signed_in_with_a_browser_one_can_look_and_not_command()
    {
        using var form = new FormUrlEncodedContent([new("username", "operator"), new("password", "operator-demo")]);
        using var signed = await city.As("anonymous").PostAsync("/sign-in", form);
        signed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var cookie = signed.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");
        (await WithCookie(HttpMethod.Get, "/orleans/", cookie)).ShouldBe(HttpStatusCode.OK);
        (await WithCookie(HttpMethod.Post, "/api/v1/devices", cookie)).ShouldBe(HttpStatusCode.Unauthorized);

        using var foreign = new HttpRequestMessage(HttpMethod.Post, "/sign-in") { Content = new FormUrlEncodedContent([new("username", "operator"), new("password", "operator-demo")]) };
        foreign.Headers.Add("Origin", "http://evil.example");
        using var refused = await city.As("anonymous").SendAsync(foreign);
        await refused.ShouldBeProblem(400, "request-malformed");
    }

    private async Task<HttpStatusCode> WithCookie(HttpMethod method, string path, string cookie)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var reply = await city.As("anonymous").SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return reply.StatusCode;
    }

    private static string[]? Expected(string key) =>
        Matrix.TryGetValue(key, out var roles) ? roles
        : key.StartsWith("GET /orleans", StringComparison.Ordinal) ? Operators
        : key.StartsWith("GET /docs", StringComparison.Ordinal) ? Anybody
        : null;

    // The screen's files are open to anybody; one test asks them all.
    private IEnumerable<(string Key, string Method, string Path)> Endpoints() =>
        from endpoint in city.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where endpoint.Metadata.GetMetadata<StaticAssetDescriptor>() is null
        let methods = endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        from method in methods
        where method != "HEAD"
        let pattern = "/" + endpoint.RoutePattern.RawText!.Trim('/')
        select ($"{method} {pattern}", method, Concrete(pattern));

    private static string Concrete(string pattern) => Regex.Replace(Known(pattern), @"\{[^}]*\}", rest => rest.Value.Contains(":int", StringComparison.Ordinal) || rest.Value.Contains(":long", StringComparison.Ordinal) ? "1" : "x");

    private static string Known(string pattern) => pattern
        .Replace("{documentName}", "v1", StringComparison.Ordinal)
        .Replace("{documentName?}", "v1", StringComparison.Ordinal)
        .Replace("{id}", pattern.Contains("incidents", StringComparison.Ordinal) ? "INC-341882001-20260101-0001" : pattern.Contains("replays", StringComparison.Ordinal) ? "air-0123456789abcdef" : "matrix", StringComparison.Ordinal)
        .Replace("{code}", "341882001", StringComparison.Ordinal)
        .Replace("{token}", $"matrix.{new string('a', 64)}", StringComparison.Ordinal);

    private static string MediaTypeOf(string path) => path.Split('/')[^1] switch
    {
        "import" => "text/csv",
        "photos" => "image/jpeg",
        _ => "application/json",
    };

    private async Task<HttpStatusCode> Ask(string role, string method, string path)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (method == "POST" && !path.StartsWith("/sign", StringComparison.Ordinal))
        {
            request.Content = path.StartsWith("/connect", StringComparison.Ordinal)
                ? new FormUrlEncodedContent([new("grant_type", "password"), new("username", "auditor"), new("password", "auditor-demo")])
                : new StringContent("{\"level\":1}", Encoding.UTF8, MediaTypeOf(path));
        }

        using var reply = await city.As(role).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        ((int)reply.StatusCode).ShouldBeLessThan(500, $"{method} {path} as {role}");
        return reply.StatusCode;
    }
}
