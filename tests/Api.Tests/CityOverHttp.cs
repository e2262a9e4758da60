using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CityBrain.Api.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityBrain.Api.Tests;

/// <summary>The whole city in a folder of its own, reached over real HTTP on a port of its own, in development.</summary>
public class CityOverHttp : IAsyncLifetime
{
    public const string Community = "341882001001";
    private static readonly string[] People = ["officer", "operator", "auditor"];
    private readonly Dictionary<string, HttpClient> _clients = new(StringComparer.Ordinal);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "citybrain-api", Path.GetRandomFileName());
    private WebApplication? _app;
    private int _devices;

    /// <summary>Everything that was logged, at every level.</summary>
    internal LogTape Log { get; } = new();

    public Uri Address { get; private set; } = new("http://127.0.0.1");

    public IServiceProvider Services => _app!.Services;

    public string StoreFile => Path.Combine(_folder, "data", "city.db");

    /// <summary>Settings of this city that are not the default.</summary>
    protected virtual string[] Settings => [];

    /// <summary>Parts of this city that are not its own.</summary>
    protected virtual void Adjust(WebApplicationBuilder builder)
    {
    }

    public string EvidenceFolder => Path.Combine(_folder, "data", "evidence");

    public string KeysFolder => Path.Combine(_folder, "data", "keys");

    /// <summary>Composes the process as its Program does.</summary>
    internal static WebApplication Compose(string folder, string environment, Action<WebApplicationBuilder>? adjust = null, params string[] more)
    {
        ServeOptions.TryRead(
            ["--data", Path.Combine(folder, "data"), "--urls", "http://127.0.0.1:0", "--mqtt", "off", $"--environment={environment}", .. more], out var serve, out var words).ShouldBeTrue(words);
        var builder = WebApplication.CreateBuilder(serve!.HostArguments);
        builder.AddEmbeddedCity(serve);
        builder.AddEdge(serve);
        adjust?.Invoke(builder);
        var app = builder.Build();
        app.UseEdge();
        app.MapEdge();
        return app;
    }

    public async Task InitializeAsync()
    {
        _app = Compose(_folder, "Development", builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Trace);
            Adjust(builder);
        }, [.. Settings, "--Mqtt:Port=0"]);
        await _app.StartAsync();
        Address = new Uri(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        foreach (var person in People)
        {
            _clients[person] = await SignedIn(("grant_type", "password"), ("username", person), ("password", $"{person}-demo"));
        }

        _clients["department"] = await SignedIn(("grant_type", "client_credentials"), ("client_id", "department"), ("client_secret", "department-demo"));
        _clients["anonymous"] = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        await Ready();
    }

    public async Task DisposeAsync()
    {
        foreach (var client in _clients.Values)
        {
            client.Dispose();
        }

        await _app!.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The port at which devices speak MQTT.</summary>
    public int MqttPort => Services.GetRequiredService<Mqtt.MqttDoor>().Port!.Value;

    /// <summary>A client of one role, or an anonymous one.</summary>
    public HttpClient As(string role) => _clients[role];

    /// <summary>The access token of a role.</summary>
    public string TokenOf(string role) => _clients[role].DefaultRequestHeaders.Authorization!.Parameter!;

    public async Task<string> Token(params (string Name, string Value)[] form)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        using var reply = await client.PostAsync("/connect/token", new FormUrlEncodedContent(form.Select(field => KeyValuePair.Create(field.Name, field.Value))));
        reply.EnsureSuccessStatusCode();
        return (await reply.Body()).GetProperty("access_token").GetString()!;
    }

    /// <summary>Registers a river gauge far from all others and tells its key and token.</summary>
    public async Task<(string Id, string Token)> Gauge(string place = Community)
    {
        var number = Interlocked.Increment(ref _devices);
        var reply = await As("operator").PostJson("/api/v1/devices", JsonSerializer.Serialize(new
        {
            id = $"gauge-{number}",
            model = "river-gauge",
            place,
            location = new { latitudeDegrees = 30 + (number * 0.05), longitudeDegrees = 119.4 },
        }));
        reply.StatusCode.ShouldBe(System.Net.HttpStatusCode.Created, await reply.Content.ReadAsStringAsync());
        var body = await reply.Body();
        return (body.GetProperty("id").GetString()!, body.GetProperty("token").GetString()!);
    }

    /// <summary>A gauge reports levels, ten minutes apart and up to now; when they rise fast it raises an alarm.</summary>
    public async Task Report(string token, params double[] levels)
    {
        var now = TimeProvider.System.GetUtcNow();
        var readings = levels.Select((level, i) => new { ts = now.AddMinutes(10 * (i + 1 - levels.Length)).ToUnixTimeMilliseconds(), values = new { level } });
        using var reply = await As("anonymous").PostJson($"/api/v1/{token}/telemetry", JsonSerializer.Serialize(readings));
        reply.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, await reply.Content.ReadAsStringAsync());
    }

    /// <summary>The incident that a device's alarm is a source of.</summary>
    public async Task<string> IncidentOf(string device)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            using var list = await As("officer").GetAsync("/api/v1/incidents?limit=50");
            foreach (var summary in (await list.Body()).GetProperty("items").EnumerateArray())
            {
                using var reply = await As("officer").GetAsync($"/api/v1/incidents/{summary.GetProperty("id").GetString()}");
                if (Encoding.UTF8.GetString(await reply.Content.ReadAsByteArrayAsync()).Contains($"\"{device}\"", StringComparison.Ordinal))
                {
                    return summary.GetProperty("id").GetString()!;
                }
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"No incident of {device}.");
    }

    private async Task<HttpClient> SignedIn(params (string Name, string Value)[] form)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = Address };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await Token(form));
        return client;
    }

    private async Task Ready()
    {
        for (var tries = 0; tries < 200; tries++)
        {
            using var reply = await As("anonymous").GetAsync("/health/ready");
            if (reply.IsSuccessStatusCode)
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new TimeoutException("The city did not become ready.");
    }
}

[CollectionDefinition(Name)]
public sealed class OneCity : ICollectionFixture<CityOverHttp>
{
    public const string Name = "one city";
}

/// <summary>How tests speak HTTP.</summary>
internal static class Speech
{
    public static Task<HttpResponseMessage> PostJson(this HttpClient client, string path, string json, string? key = null) =>
        client.Post(path, Encoding.UTF8.GetBytes(json), "application/json", key);

    public static async Task<HttpResponseMessage> Post(this HttpClient client, string path, byte[] body, string? mediaType, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = mediaType is null ? null : MediaTypeHeaderValue.Parse(mediaType);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return await client.SendAsync(request);
    }

    public static async Task<JsonElement> Body(this HttpResponseMessage reply) => JsonSerializer.Deserialize<JsonElement>(await reply.Content.ReadAsByteArrayAsync());

    /// <summary>The reply is a problem of this status and code, complete, and tells nothing of the inside.</summary>
    public static async Task<JsonElement> ShouldBeProblem(this HttpResponseMessage reply, int status, string code)
    {
        var text = await reply.Content.ReadAsStringAsync();
        ((int)reply.StatusCode).ShouldBe(status, text);
        reply.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        var problem = JsonSerializer.Deserialize<JsonElement>(text);
        problem.GetProperty("code").GetString().ShouldBe(code, text);
        problem.GetProperty("type").GetString().ShouldBe($"urn:citybrain:problem:{code}");
        problem.GetProperty("status").GetInt32().ShouldBe(status);
        problem.GetProperty("traceId").GetString()!.Length.ShouldBe(32);
        problem.GetProperty("remedy").GetString().ShouldNotBeNullOrWhiteSpace();
        text.ShouldNotContain("   at ");
        text.ShouldNotContain("CityBrain.");
        return problem;
    }
}
