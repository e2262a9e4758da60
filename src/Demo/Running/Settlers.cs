using System.Diagnostics;
using System.Security.Cryptography;
using CityBrain.Demo.Fleet;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Scenes.Packs;

namespace CityBrain.Demo.Running;

/// <summary>The demonstration's calls into the city: the same contracts that any device's registration and readings go by.</summary>
internal sealed class Settlers(IGrainFactory grains)
{
    /// <summary>Whether the city has its divisions yet.</summary>
    public async Task<bool> CityHasBegun() => (await grains.City().Overview()).Value is not null;

    /// <summary>Guangde's districts; null in another city.</summary>
    public async Task<IReadOnlyList<Town>?> Towns()
    {
        if ((await grains.City().Find(GuangdeTowns.City)).Value is not { } city)
        {
            return null;
        }

        var districts = await Children(city);
        List<PlaceView> communities = [];
        foreach (var district in districts)
        {
            communities.AddRange(await Children(district));
        }

        var towns = GuangdeTowns.Of(districts, communities);
        return towns.Count > 0 ? towns : null;
    }

    /// <summary>The fleet for these towns, by the models that ship with the city.</summary>
    public static IReadOnlyList<DemoDevice> Fleet(long seed, IReadOnlyList<Town> towns) => DemoFleet.Of(
        seed, ShippedPacks.Load().SelectMany(scene => scene.Models).ToDictionary(model => model.Id, StringComparer.Ordinal), towns);

    /// <summary>Whether any device is known to the city, of whatever origin.</summary>
    public async Task<bool> CityHasDevices(CancellationToken cancellation) =>
        (await grains.DeviceHistory().Devices(new DeviceQuery { Limit = 1 }, cancellation)).Value is not { Items.Count: 0 };

    /// <summary>What the city knows of the device; null when nothing.</summary>
    /// <exception cref="CityRefusedException">The city could not say.</exception>
    public async Task<DeviceView?> Find(DemoDevice device)
    {
        var answer = await grains.Device(device.Id).Read();
        return answer.Refusal is { Code: not "device-unknown" } why ? throw new CityRefusedException(why) : answer.Value;
    }

    /// <summary>Makes the device known, as a simulated one. Its token is nobody's: what nobody knows cannot be misused.</summary>
    /// <exception cref="CityRefusedException">The city refused.</exception>
    public async Task<DeviceView> Register(DemoDevice device)
    {
        var answer = await grains.Device(device.Id).Register(new RegisterDevice
        {
            Mandate = new Mandate(string.Empty, string.Empty, "city", "demonstration", Trace()),
            Model = device.Model,
            Place = device.Place,
            Location = device.Location,
            Name = device.Name,
            Number = device.Plate,
            Attributes = device.Attributes,
            Origin = new Origin(OriginKind.Simulated, string.Empty),
            Carrier = device.Carrier,
            TokenHash = RandomNumberGenerator.GetHexString(64, lowercase: true),
        });
        return answer.Value ?? throw new CityRefusedException(answer.Refusal!);
    }

    /// <summary>Reports readings; the city marks them as simulated, because their device is.</summary>
    public async Task<Refusal?> Report(DemoDevice device, IReadOnlyList<ReportedReading> readings)
    {
        var answer = await grains.Device(device.Id).Report(new ReportReadings
        {
            Origin = Origin.Live,
            Actor = $"device:{device.Id}",
            Trace = Trace(),
            Readings = readings,
        });
        return answer.Refusal ?? (answer.Value!.Refused.Count > 0 ? answer.Value.Refused[0].Refusal : null);
    }

    private async Task<List<PlaceView>> Children(PlaceView place)
    {
        List<PlaceView> children = [];
        foreach (var child in place.Children)
        {
            if ((await grains.City().Find(PlaceCode.Parse(child.Code))).Value is { } found)
            {
                children.Add(found);
            }
        }

        return children;
    }

    private static string Trace() => ActivityTraceId.CreateRandom().ToHexString();
}
