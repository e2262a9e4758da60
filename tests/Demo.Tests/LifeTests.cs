using CityBrain.Demo.Running;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Demo.Tests;

public sealed class LifeTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(30);
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "citybrain-demo", Path.GetRandomFileName());
    private IHost? _host;

    private IGrainFactory Grains => _host!.Services.GetRequiredService<IGrainFactory>();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Stop();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task The_demonstration_moves_in_once_and_goes_on_after_a_restart_without_a_made_up_past()
    {
        await Start(clock: new SlowClock());
        (await Minutes(Late, from: TimeSpan.FromHours(1))).ShouldNotBeEmpty();
        var first = await Devices();
        first.Count.ShouldBe(Guangde.Fleet.Count);
        first.ShouldAllBe(device => device.Origin == OriginKind.Simulated && device.Location != null && device.Place.Length == 12);

        var air = (await Grains.Device(DeviceId.Parse("demo-air-station-01")).Read()).Value!;
        air.Readings.ShouldBeInRange(20, 24);
        var readings = (await Grains.DeviceHistory().Readings(new ReadingsQuery { Device = DeviceId.Parse(air.Id) }, CancellationToken.None)).Value!.Items;
        readings.Count.ShouldBeGreaterThan(19);
        readings.ShouldAllBe(reading => reading.Quality == "good" && reading.Origin == OriginKind.Simulated);

        await Stop();
        await Start();
        (await Minutes(Late, from: TimeSpan.Zero)).ShouldBeEmpty();
        (await Devices()).Select(device => device.Id).ShouldBe(first.Select(device => device.Id));
        var again = (await Grains.Device(DeviceId.Parse("demo-air-station-01")).Read()).Value!;
        (again.RegisteredAt, again.Readings).ShouldBe((air.RegisteredAt, air.Readings));
        (again.Duplicates, again.Conflicts).ShouldBe((0, 0));
    }

    [Fact]
    public async Task A_city_with_a_device_of_its_own_is_left_alone()
    {
        await Start(demonstrates: false);
        (await Grains.Device(DeviceId.Parse("own")).Register(new RegisterDevice
        {
            Mandate = new Mandate("k", "b", "person:operator", "test", "0123456789abcdef0123456789abcdef"),
            Model = "river-gauge",
            Place = PlaceCode.Parse("341882001"),
            TokenHash = new string('a', 64),
        })).Refusal.ShouldBeNull();
        await Stop();

        await Should.ThrowAsync<OperationCanceledException>(() => Start());
        (await Devices()).ShouldHaveSingleItem().Id.ShouldBe("own");
    }

    // What was observed in the half hour that the first run did not see, up to a minute ago.
    private async Task<IReadOnlyList<ReadingView>> Minutes(TimeSpan ago, TimeSpan from)
    {
        var now = TimeProvider.System.GetUtcNow();
        var query = new ReadingsQuery { Device = DeviceId.Parse("demo-crowd-counter-02"), From = now - ago - from + TimeSpan.FromMinutes(3), To = now - TimeSpan.FromMinutes(1), Limit = 1_000 };
        return (await Grains.DeviceHistory().Readings(query, CancellationToken.None)).Value!.Items;
    }

    private async Task Start(bool demonstrates = true, TimeProvider? clock = null)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole();
        builder.AddCity(new CityOptions { DataFolder = Path.Combine(_folder, "data") });
        if (demonstrates)
        {
            builder.AddDemonstration();
            builder.Services.AddSingleton(provider => ActivatorUtilities.CreateInstance<Demonstration>(provider, clock ?? TimeProvider.System));
        }

        _host = builder.Build();
        await _host.StartAsync();
        await _host.Services.GetRequiredService<CityHealth>().WhenStarted.WaitAsync(Patience);
        if (demonstrates)
        {
            await _host.Services.GetRequiredService<Demonstration>().WhenSettled.WaitAsync(Patience);
        }
    }

    private async Task Stop()
    {
        await _host!.StopAsync();
        _host.Dispose();
    }

    private async Task<IReadOnlyList<DeviceSummary>> Devices() =>
        (await Grains.DeviceHistory().Devices(new DeviceQuery { Limit = 1_000 }, CancellationToken.None)).Value!.Items;

    /// <summary>A clock that is half an hour behind: what a demonstration that was stopped half an hour ago last saw.</summary>
    private sealed class SlowClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() - Late;
    }
}
