using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CityBrain.Cli.Tests.Stub;

/// <summary>What a replay needs of a city, over real HTTP, and a say in what goes wrong.</summary>
internal sealed partial class StubCity : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Lock _gate = new();

    private StubCity(WebApplication app) => _app = app;

    /// <summary>Decides what happens to a chunk, by its number from 1: null takes it, anything else is done instead.</summary>
    public Func<int, HttpContext, Task<bool>>? Trouble { get; set; }

    /// <summary>Chunks, by their number from 1, that are stored and whose answer is then lost.</summary>
    public Func<int, bool>? LosesAnswer { get; set; }

    public Dictionary<string, JsonElement> Devices { get; } = [];

    /// <summary>Observed times by device in the order they were stored.</summary>
    public Dictionary<string, List<long>> Stored { get; } = [];

    public ConcurrentQueue<string> Keys { get; } = new();

    public ConcurrentQueue<string> Requests { get; } = new();

    public ConcurrentQueue<string> Imports { get; } = new();

    public int Chunks { get; private set; }

    public int LargestChunk { get; private set; }

    public int SignIns { get; private set; }

    public string ValidToken { get; set; } = "token-1";

    public string Url { get; private set; } = string.Empty;

    public static async Task<StubCity> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var city = new StubCity(builder.Build());
        city.Map();
        city._app.Urls.Add("http://127.0.0.1:0");
        await city._app.StartAsync();
        city.Url = city._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return city;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Problem(int status, string code, string reason, string remedy) =>
        Results.Json(new { code, detail = reason, remedy, status }, statusCode: status);

    private void Map()
    {
        _app.Use(async (context, next) =>
        {
            Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            if (context.Request.Path != "/connect/token" && !context.Request.Path.Value!.EndsWith("/telemetry", StringComparison.Ordinal) && context.Request.Headers.Authorization != $"Bearer {ValidToken}")
            {
                context.Response.StatusCode = 401;
                return;
            }

            if (context.Request.Headers["Idempotency-Key"] is [{ } key])
            {
                Keys.Enqueue(key);
            }

            await next();
        });
        _app.MapPost("/connect/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            SignIns++;
            return form["username"] == "operator" && form["password"] == "operator-demo" && form["grant_type"] == "password"
                ? Results.Json(new { access_token = ValidToken })
                : Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        });
        _app.MapPost("/api/v1/replays", (JsonElement body) => Results.Json(new { id = $"r-{body.GetProperty("sourceHash").GetString()![..8]}" }));
        _app.MapPost("/api/v1/replays/{id}/finish", () => Results.Json(new { state = "finished" }));
        _app.MapPost("/api/v1/replays/{id}/readings", TakeChunk);
        _app.MapGet("/api/v1/devices/{id}", (string id) => Devices.TryGetValue(id, out var device) ? Results.Json(device) : Problem(404, "device-unknown", "x", "y"));
        _app.MapPost("/api/v1/devices", (JsonElement body) =>
        {
            var id = body.GetProperty("id").GetString()!;
            lock (_gate)
            {
                Devices[id] = body.Clone();
            }

            return Results.Json(new { id, token = $"{id}.{new string('0', 64)}" }, statusCode: 201);
        });
        _app.MapGet("/api/v1/devices/{id}/readings", (string id, string? after) => Results.Json(Page(id, after)));
        MapTelemetry();
        _app.MapGet("/api/v1/statistics", (string device, string? quality) => Results.Json(new { value = quality is null ? Stored.GetValueOrDefault(device)?.Count : null }));
        _app.MapGet("/api/v1/alarms", () => Results.Json(new { items = Array.Empty<int>(), count = 2 }));
        _app.MapPost("/api/v1/places/import", async (HttpRequest request) =>
        {
            Imports.Enqueue($"{request.ContentType}|{await new StreamReader(request.Body).ReadToEndAsync()}");
            if (Imports.Last().Contains("bad", StringComparison.Ordinal))
            {
                return Results.Json(
                    new { code = "divisions-invalid", detail = "The file has errors.", remedy = "Mend it.", faults = new[] { new { line = 2, code = "x", reason = "No such level.", remedy = "Write town." } } },
                    statusCode: 400);
            }

            return Results.Json(new { city = "341882", name = "广德市", districts = 13, communities = 139, added = 152, changed = 0, errors = Array.Empty<int>() });
        });
    }

    private async Task TakeChunk(HttpContext context)
    {
        int number;
        lock (_gate)
        {
            number = ++Chunks;
        }

        using var body = await JsonDocument.ParseAsync(context.Request.Body);
        if (Trouble is { } trouble && await trouble(number, context))
        {
            return;
        }

        var receipt = Store(body);
        if (LosesAnswer?.Invoke(number) == true)
        {
            context.Abort();
            return;
        }

        await context.Response.WriteAsJsonAsync(receipt);
    }

    /// <summary>How many readings are stored, while others may still be arriving.</summary>
    public int StoredNow()
    {
        lock (_gate)
        {
            return Stored.Values.Sum(times => times.Count);
        }
    }

    /// <summary>Stores what is new, as a city does, and answers the receipt.</summary>
    private object Store(JsonDocument body)
    {
        lock (_gate)
        {
            var (stored, duplicates, index) = (0, 0, 0);
            var refused = new List<object>();
            var readings = body.RootElement.GetProperty("readings");
            LargestChunk = Math.Max(LargestChunk, readings.GetArrayLength());
            foreach (var reading in readings.EnumerateArray())
            {
                var times = Stored.TryGetValue(reading.GetProperty("device").GetString()!, out var known) ? known : Stored[reading.GetProperty("device").GetString()!] = [];
                if (reading.GetProperty("values").EnumerateObject().Any(value => value.Value.ValueKind == JsonValueKind.Number && value.Value.GetDouble() > 1e9))
                {
                    refused.Add(new { index, code = "point-out-of-bounds", reason = "Too large.", remedy = "Less." });
                }
                else if (times.Contains(reading.GetProperty("ts").GetInt64()))
                {
                    duplicates++;
                }
                else
                {
                    times.Add(reading.GetProperty("ts").GetInt64());
                    stored++;
                }

                index++;
            }

            return new { stored, duplicates, conflicts = 0, refused };
        }
    }
}
