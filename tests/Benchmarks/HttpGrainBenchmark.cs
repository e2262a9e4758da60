using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CityBrain.Api.Access;
using CityBrain.Grains.Interfaces;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace CityBrain.Benchmarks;

/// <summary>
/// What the grain costs behind HTTP: a device with its latest reading by id, against an endpoint of the same host that answers the same JSON
/// object from memory; the same edge before both, with the same token checked. The clients are another process; only the host's processor
/// time is counted.
/// </summary>
internal static class HttpGrainBenchmark
{
    private const int Devices = 1_000;

    public static async Task<int> Run(Arguments arguments)
    {
        var (callers, seconds, runs) = (arguments.Number("--callers", 32), arguments.Number("--seconds", 4), arguments.Number("--runs", 5));
        var answer = new Answered();
        await using var city = await BenchEdge.Start(
            arguments.Folder(), app => app.MapGet("/benchmark/latest/{id}", (string id) => TypedResults.Ok(answer.Value)).RequireAuthorization(Policies.Read));
        await BenchCity.Register(city.Grains, 0, Devices);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Devices), async (number, _) => BenchCity.Expect(await city.Grains.Device(BenchCity.IdOf(number)).Report(BenchCity.Levels(0, 10))));
        answer.Value = BenchCity.Expect(await city.Grains.Device(BenchCity.IdOf(0)).Read());
        var address = city.Address;
        var token = await Token(address);
        var bytes = await Length(address, token, "api/v1/devices/") is var length && length == await Length(address, token, "benchmark/latest/")
            ? length
            : throw new InvalidOperationException("The two endpoints do not answer the same.");
        var (rates, cpu) = (
            new Line("http-grain", "requests, a device's latest by id, token checked", "1/s", callers, bytes, "none"),
            new Line("http-grain, processor time", "processor time of the host per request", "us", callers, bytes, "none") { LessIsBetter = true });

        // Unmeasured, until the hot paths are compiled for good.
        await Measure(address, token, "api/v1/devices/", callers, seconds);
        await Measure(address, token, "benchmark/latest/", callers, seconds);
        for (var run = 0; run < runs; run++)
        {
            var ours = await Measure(address, token, "api/v1/devices/", callers, seconds);
            var rival = await Measure(address, token, "benchmark/latest/", callers, seconds);
            rates.Ours(ours.PerSecond);
            rates.Rival(rival.PerSecond);
            cpu.Ours(ours.CpuMicroseconds);
            cpu.Rival(rival.CpuMicroseconds);
            rates.Progress(run, runs);
        }

        rates.Print();
        cpu.Print();
        return 0;
    }

    /// <summary>The clients' process: asks for some time and prints how many answers it got.</summary>
    public static async Task<int> Ask(Arguments arguments)
    {
        var token = Environment.GetEnvironmentVariable("BENCHMARK_TOKEN");
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(arguments.Text("--address", string.Empty)) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var path = arguments.Text("--path", string.Empty);
        var turns = new int[arguments.Number("--callers", 1)];
        var section = await Section.Run(turns.Length, TimeSpan.FromSeconds(arguments.Number("--seconds", 1)), async caller =>
        {
            using var answer = await http.GetAsync(path + BenchCity.IdOf(((caller * 31) + turns[caller]++) % Devices));
            answer.EnsureSuccessStatusCode();
            await answer.Content.CopyToAsync(Stream.Null);
            return 1;
        });
        Console.WriteLine(section.PerSecond.ToString(CultureInfo.InvariantCulture));
        return 0;
    }

    private static async Task<Section> Measure(string address, string token, string path, int callers, int seconds)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["http-client", "--address", address, "--path", path, "--callers", $"{callers}", "--seconds", $"{seconds}"])
        {
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Insert(0, typeof(HttpGrainBenchmark).Assembly.Location);
        }

        start.Environment["BENCHMARK_TOKEN"] = token;
        var (cpu, watch) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        using var client = Process.Start(start)!;
        var rate = double.Parse(await client.StandardOutput.ReadToEndAsync(), CultureInfo.InvariantCulture);
        await client.WaitForExitAsync();
        var asked = (long)(rate * seconds * 6 / 5);
        return new Section(asked, TimeSpan.FromSeconds(asked / rate), Environment.CpuUsage.TotalTime - cpu);
    }

    private static async Task<string> Token(string address)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        using var answer = await http.PostAsync(
            "connect/token", new FormUrlEncodedContent([new("grant_type", "password"), new("username", "operator"), new("password", "operator-demo")]));
        return (await answer.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString()!;
    }

    private static async Task<int> Length(string address, string token, string path)
    {
        using var http = new HttpClient { BaseAddress = new Uri(address) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return (await http.GetByteArrayAsync(path + BenchCity.IdOf(0))).Length;
    }

    private sealed class Answered
    {
        public object? Value { get; set; }
    }
}
