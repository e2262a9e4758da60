using System.Globalization;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using CityBrain.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Grains.Tests;

/// <summary>A whole embedded city in a folder of its own, as a newcomer starts it; it can be stopped and started again.</summary>
public sealed class CityUnderTest : IAsyncLifetime
{
    public const string District = "341882001";
    public const string Community = "341882001001";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "citybrain-grains", Path.GetRandomFileName());
    private IHost? _host;
    private int _commands;
    private int _gauges;

    public IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>The clock that grains decide by and deadlines fall by; Orleans keeps the real one. It runs on over a restart.</summary>
    public ShiftedClock Clock { get; } = new();

    public LaneWriter Writer => _host!.Services.GetRequiredService<LaneWriter>();

    public async Task InitializeAsync()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole();
        builder.AddCity(new CityOptions { DataFolder = Path.Combine(_folder, "data") });
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<JournalAccess>(provider, Clock));
        builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Sweeper>(provider, Clock));
        _host = builder.Build();
        await _host.StartAsync();
        await _host.Services.GetRequiredService<CityHealth>().WhenStarted.WaitAsync(Patience);
    }

    public async Task DisposeAsync()
    {
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>Stops the city and starts it again on the same folder.</summary>
    public async Task Restart()
    {
        await Stop();
        await InitializeAsync();
    }

    public Mandate By(string actor, string? key = null, string body = "b") =>
        new(key ?? $"{actor}-{Interlocked.Increment(ref _commands)}", body, actor, "test", "0123456789abcdef0123456789abcdef");

    /// <summary>Registers a river gauge in the first community of the first district, far enough from all others not to merge with them.</summary>
    public Task<IDeviceGrain> RiverGauge(string id, string place = Community) => Device(id, "river-gauge", place);

    /// <summary>Registers a device of any model, far enough from all others not to merge with them.</summary>
    public async Task<IDeviceGrain> Device(string id, string model, string place = Community, params (string Name, double Value)[] attributes)
    {
        var location = new Location(30 + (Interlocked.Increment(ref _gauges) * 0.1), 119.4);
        var device = Grains.Device(DeviceId.Parse(id));
        var answer = await device.Register(new RegisterDevice
        {
            Mandate = By("person:operator"),
            Model = model,
            Place = PlaceCode.Parse(place),
            Location = location,
            TokenHash = TokenOf(id),
            Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value),
        });
        answer.Refusal.ShouldBeNull();
        return device;
    }

    public static string TokenOf(string id) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(id)));

    /// <summary>Lets time pass, and what is due by then fall.</summary>
    public async Task Pass(TimeSpan time)
    {
        Clock.Shift(time);
        await _host!.Services.GetRequiredService<Sweeper>().Sweep(CancellationToken.None);
    }

    /// <summary>A report of levels, ten minutes apart, the last of them now.</summary>
    public static ReportReadings Levels(string id, params double?[] meters) => Levels(id, Now - TimeSpan.FromMinutes(10 * (meters.Length - 1)), meters);

    public static ReportReadings Levels(string id, DateTimeOffset from, params double?[] meters) =>
        Report(id, [.. meters.Select((level, i) => new ReportedReading(from + TimeSpan.FromMinutes(10 * i), new Dictionary<string, double?> { ["level"] = level }))]);

    /// <summary>A report of one reading of several points, observed now.</summary>
    public static ReportReadings Points(string id, params (string Point, double? Value)[] points) =>
        Report(id, new ReportedReading(Now, points.ToDictionary(point => point.Point, point => point.Value)));

    private static ReportReadings Report(string id, params ReportedReading[] readings) => new()
    {
        TokenHash = TokenOf(id),
        Origin = Origin.Live,
        Actor = $"device:{id}",
        Trace = "fedcba9876543210fedcba9876543210",
        Readings = readings,
    };

    public static DateTimeOffset Now { get; } = DateTimeOffset.FromUnixTimeSeconds(TimeProvider.System.GetUtcNow().ToUnixTimeSeconds());

    /// <summary>Asks again after every commit until the answer is there.</summary>
    public async Task<T> Eventually<T>(Func<Task<T?>> ask)
        where T : class
    {
        using var signal = new SemaphoreSlim(0);
        void Wake(CommittedBatch batch) => signal.Release();
        Writer.Committed += Wake;
        try
        {
            while (true)
            {
                if (await ask() is { } answer)
                {
                    return answer;
                }

                (await signal.WaitAsync(Patience)).ShouldBeTrue(string.Create(CultureInfo.InvariantCulture, $"nothing was committed for {Patience} and the answer is not there"));
            }
        }
        finally
        {
            Writer.Committed -= Wake;
        }
    }

    /// <summary>The incident that has a source of this device.</summary>
    public Task<IncidentView> IncidentOf(string device) => Eventually(async () =>
    {
        var page = await Grains.IncidentIndex().List(new IncidentQuery { Limit = 1_000 }, CancellationToken.None);
        foreach (var summary in page.Value!.Items)
        {
            var incident = (await Grains.Incident(IncidentId.Parse(summary.Id)).Read()).Value!;
            if (incident.Sources.Any(source => source.Device == device))
            {
                return incident;
            }
        }

        return null;
    });

    private async Task Stop()
    {
        await _host!.StopAsync();
        _host.Dispose();
    }
}
