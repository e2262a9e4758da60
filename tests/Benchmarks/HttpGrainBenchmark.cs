using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
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
    private const int WarmUpRuns = 4;

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
        var token = await BenchEdge.Token(address);
        var bytes = await Length(address, token, "api/v1/devices/") is var length && length == await Length(address, token, "benchmark/latest/")
            ? length
            : throw new InvalidOperationException("The two endpoints do not answer the same.");
        var (rates, cpu) = (
            new Line("http-grain", "requests, a device's latest by id, token checked", "1/s", callers, bytes, "none"),
            new Line("http-grain, processor time", "processor time of the host per request", "us", callers, bytes, "none") { LessIsBetter = true });

        // The same clients for both sides and all runs, so that they too are compiled for good by the time that counts.
        using var clients = OtherProcess.Start(token, "http-client", "--address", address, "--callers", $"{callers}");
        for (var run = -WarmUpRuns; run < runs; run++)
        {
            var ours = await Measure(clients, "api/v1/devices/", seconds);
            var rival = await Measure(clients, "benchmark/latest/", seconds);
            if (run >= 0)
            {
                rates.Ours(ours.PerSecond);
                rates.Rival(rival.PerSecond);
                cpu.Ours(ours.CpuMicroseconds);
                cpu.Rival(rival.CpuMicroseconds);
                rates.Progress(run, runs);
            }
        }

        clients.StandardInput.Close();
        await clients.WaitForExitAsync();
        rates.Print();
        cpu.Print();
        return 0;
    }

    /// <summary>The clients' process: for each line with a path and a time asks for so long and prints how many answers a second it got.</summary>
    public static async Task<int> Ask(Arguments arguments)
    {
        var token = Environment.GetEnvironmentVariable("BENCHMARK_TOKEN");
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = new Uri(arguments.Text("--address", string.Empty)) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var turns = new int[arguments.Number("--callers", 1)];
        while (await Console.In.ReadLineAsync() is { } asked && asked.Split(' ') is [var path, var seconds])
        {
            var section = await Section.Run(turns.Length, TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture)), async caller =>
            {
                using var answer = await http.GetAsync(path + BenchCity.IdOf(((caller * 31) + turns[caller]++) % Devices));
                answer.EnsureSuccessStatusCode();
                await answer.Content.CopyToAsync(Stream.Null);
                return 1;
            });
            Console.WriteLine(section.PerSecond.ToString(CultureInfo.InvariantCulture));
        }

        return 0;
    }

    private static async Task<Section> Measure(Process clients, string path, int seconds)
    {
        var cpu = Environment.CpuUsage.TotalTime;
        await clients.StandardInput.WriteLineAsync($"{path} {seconds}");
        var rate = double.Parse(await clients.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The clients are gone."), CultureInfo.InvariantCulture);
        var asked = (long)(rate * seconds * 6 / 5);
        return new Section(asked, TimeSpan.FromSeconds(asked / rate), Environment.CpuUsage.TotalTime - cpu);
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
