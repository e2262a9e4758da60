using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CityBrain.Cli.Tests.Stub;

/// <summary>What simulated devices need of a city.</summary>
internal sealed partial class StubCity
{
    /// <summary>Readings, by their number from 1, that are acknowledged and not stored.</summary>
    public Func<int, bool>? Loses { get; set; }

    /// <summary>Readings, by their number from 1, that are listed twice.</summary>
    public Func<int, bool>? Doubles { get; set; }

    public int Telemetry { get; private set; }

    public Dictionary<string, string> Carriers { get; } = [];

    private void MapTelemetry()
    {
        _app.MapGet("/api/v1/city/overview", () => Results.Json(new { districts = new[] { new { code = "341882001" }, new { code = "341882002" } } }));
        _app.MapPost("/api/v1/devices/{id}/mount", (string id, JsonElement body) =>
        {
            lock (_gate)
            {
                Carriers[id] = body.GetProperty("carrier").GetString()!;
            }

            return Results.Json(new { id });
        });
        _app.MapPost("/api/v1/{token}/telemetry", async (string token, HttpRequest request) =>
        {
            using var body = await JsonDocument.ParseAsync(request.Body);
            return Results.Json(Take(token[..token.LastIndexOf('.')], body.RootElement));
        });
    }

    private object Take(string device, JsonElement readings)
    {
        lock (_gate)
        {
            var times = Stored.TryGetValue(device, out var known) ? known : Stored[device] = [];
            foreach (var reading in readings.EnumerateArray())
            {
                var (ts, number) = (reading.GetProperty("ts").GetInt64(), ++Telemetry);
                reading.GetProperty("values").EnumerateObject().ShouldNotBeEmpty();
                times.AddRange(Loses?.Invoke(number) == true ? [] : Doubles?.Invoke(number) == true ? [ts, ts] : [ts]);
            }

            return new { stored = readings.GetArrayLength(), duplicates = 0, conflicts = 0, refused = Array.Empty<int>() };
        }
    }

    /// <summary>A page of three readings, so that there are several.</summary>
    private object Page(string device, string? after)
    {
        lock (_gate)
        {
            var from = after is null ? 0 : int.Parse(after, CultureInfo.InvariantCulture);
            var times = Stored.GetValueOrDefault(device) ?? [];
            return new
            {
                items = times.Skip(from).Take(3).Select(ts => new { observedAt = DateTimeOffset.FromUnixTimeMilliseconds(ts) }).ToList(),
                count = times.Count,
                next = from + 3 < times.Count ? (from + 3).ToString(CultureInfo.InvariantCulture) : null,
            };
        }
    }
}
