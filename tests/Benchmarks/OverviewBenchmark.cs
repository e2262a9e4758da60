using System.Diagnostics;
using System.Net.Http.Headers;
using CityBrain.Api.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CityBrain.Benchmarks;

/// <summary>
/// What the whole city's figures cost with many devices registered: <c>GET /api/v1/city/overview</c> at a steady pace, long enough that the
/// figures are read anew from the rows meanwhile, against an endpoint of the same host that answers the same bytes from memory.
/// </summary>
internal static class OverviewBenchmark
{
    private const int PerSecond = 50;
    private static readonly string[] Towns = ["341882001", "341882002", "341882003", "341882100", "341882101", "341882102", "341882103", "341882104", "341882105"];

    public static async Task<int> Run(Arguments arguments)
    {
        var (devices, seconds) = (arguments.Number("--devices", 1_000_000), arguments.Number("--seconds", 120));
        byte[] kept = [];
        await using var city = await BenchEdge.Start(
            arguments.Folder(), app => app.MapGet("/benchmark/overview", () => TypedResults.Bytes(kept, "application/json")).RequireAuthorization(Policies.Read));
        for (var made = 0; made < devices; made += devices / 10)
        {
            await BenchCity.Register(city.Grains, made, Math.Min(devices, made + (devices / 10)), (number, device) => device with { Place = PlaceCode.Parse(Towns[number % Towns.Length]) });
            Console.Error.WriteLine($"overview: {Math.Min(devices, made + (devices / 10)):N0} devices registered");
        }

        using var http = new HttpClient { BaseAddress = new Uri(city.Address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await BenchEdge.Token(city.Address));
        var first = await Ask(http, "api/v1/city/overview");
        kept = await http.GetByteArrayAsync("api/v1/city/overview");
        var ours = await Pace(http, "api/v1/city/overview", seconds);
        var rival = await Pace(http, "benchmark/overview", seconds / 4);
        var line = new Line("overview", "99 of 100 answers within", "ms", 1, kept.Length, "none") { LessIsBetter = true };
        line.Ours(At(ours, 0.99));
        line.Rival(At(rival, 0.99));
        line.With("devices", devices).With("asked", ours.Count).With("median", At(ours, 0.5)).With("worst", ours[^1]).With("firstAfterStart", first.TotalMilliseconds).Print();
        return 0;
    }

    /// <summary>Asks at a steady pace, one question at a time; a question that was held up is timed from when it was due.</summary>
    private static async Task<List<double>> Pace(HttpClient http, string path, int seconds)
    {
        var (took, watch) = (new List<double>(), Stopwatch.StartNew());
        for (var due = TimeSpan.Zero; due < TimeSpan.FromSeconds(seconds); due += TimeSpan.FromSeconds(1.0 / PerSecond))
        {
            if (due - watch.Elapsed is { Ticks: > 0 } early)
            {
                await Task.Delay(early);
            }

            var late = watch.Elapsed - due;
            took.Add(((late > TimeSpan.FromSeconds(1.0 / PerSecond) ? late : TimeSpan.Zero) + await Ask(http, path)).TotalMilliseconds);
        }

        return [.. took.Order()];
    }

    private static async Task<TimeSpan> Ask(HttpClient http, string path)
    {
        var watch = Stopwatch.StartNew();
        using var answer = await http.GetAsync(path);
        await answer.EnsureSuccessStatusCode().Content.CopyToAsync(Stream.Null);
        return watch.Elapsed;
    }

    private static double At(List<double> sorted, double share) => sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
