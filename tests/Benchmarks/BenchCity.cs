using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Benchmarks;

/// <summary>The whole embedded city in this process, as it is shipped, in a folder of its own.</summary>
internal sealed class BenchCity : IAsyncDisposable
{
    private const string Model = "river-gauge";
    private static readonly TimeSpan StartWithin = TimeSpan.FromSeconds(60);
    private static readonly DateTimeOffset First = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly IHost _host;
    private readonly string _folder;

    private BenchCity(IHost host, string folder) => (_host, _folder) = (host, folder);

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public static async Task<BenchCity> Start(string folder)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.AddCity(new CityOptions { DataFolder = Path.Combine(folder, "data") });
        var host = builder.Build();
        await host.StartAsync();
        await host.Services.GetRequiredService<CityHealth>().WhenStarted.WaitAsync(StartWithin);
        return new BenchCity(host, folder);
    }

    public static DeviceId IdOf(int number) => DeviceId.Parse($"bench-{number:D7}");

    /// <summary>Registers river gauges of one community.</summary>
    public Task Register(int from, int to) => Register(Grains, from, to);

    /// <summary>Registers river gauges of one community.</summary>
    /// <param name="grains">Of the city.</param>
    /// <param name="from">Number of the first.</param>
    /// <param name="to">Number behind the last.</param>
    /// <param name="change">What is different about a device; its token is nobody's unless this gives it one.</param>
    public static Task Register(IGrainFactory grains, int from, int to, Func<int, RegisterDevice, RegisterDevice>? change = null) => Parallel.ForEachAsync(
        Enumerable.Range(from, to - from),
        new ParallelOptions { MaxDegreeOfParallelism = 256 },
        async (number, _) =>
        {
            var command = new RegisterDevice
            {
                Mandate = new Mandate($"bench-{number}", "b", "person:benchmark", "benchmark", "00000000000000000000000000000001"),
                Model = Model,
                Place = PlaceCode.Parse("341882001001"),
                TokenHash = new string('a', 64),
            };
            Expect(await grains.Device(IdOf(number)).Register(change?.Invoke(number, command) ?? command));
        });

    /// <summary>The next readings of a gauge, ten minutes apart, on a calm river.</summary>
    /// <param name="step">Number of its first reading; the caller counts on.</param>
    /// <param name="count">How many.</param>
    public static ReportReadings Levels(long step, int count)
    {
        var readings = new ReportedReading[count];
        for (var i = 0; i < count; i++)
        {
            readings[i] = new ReportedReading(First.AddMinutes(10 * (step + i)), new Dictionary<string, double?>(1) { ["level"] = 2 + ((step + i) % 7 * 0.01) });
        }

        return new ReportReadings { Origin = Origin.Replayed("benchmark"), Actor = "person:benchmark", Trace = "00000000000000000000000000000001", Readings = readings };
    }

    public static T Expect<T>(Answer<T> answer) => answer.Refusal is { } why ? throw new InvalidOperationException($"{why.Code}: {why.Reason}") : answer.Value!;

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
