using System.Globalization;
using CityBrain.Domain.Devices;

namespace CityBrain.Demo.Fleet;

/// <summary>Puts the demonstration's devices into the city. The same seed, models and towns give the same fleet.</summary>
internal static class DemoFleet
{
    /// <summary>How far a device stands from its community's point.</summary>
    private const double DeviceMetersMax = 350;

    /// <summary>Makes the fleet.</summary>
    /// <param name="seed">Chooses who stands where.</param>
    /// <param name="models">The models in force; a kind without a model is left out.</param>
    /// <param name="towns">The districts; a device of a district that is not there stands in the first one.</param>
    public static IReadOnlyList<DemoDevice> Of(long seed, IReadOnlyDictionary<string, DeviceModel> models, IReadOnlyList<Town> towns)
    {
        List<DemoDevice> fleet = [];
        List<(DemoDevice Pole, string Town)> poles = [];
        foreach (var kind in Kinds.All.Where(kind => models.ContainsKey(kind.Model)))
        {
            for (var index = 0; index < kind.Count; index++)
            {
                var site = index < kind.Sites.Count ? kind.Sites[index] : null;
                var wanted = site?.Town ?? kind.Towns[index % kind.Towns.Count];
                var town = towns.FirstOrDefault(one => one.Code.Digits == wanted) ?? towns[0];
                var device = Make(seed, fleet.Count, kind, index, site, town, models[kind.Model]);
                if (kind.OnPoles && site is null && poles.Where(pole => pole.Town == wanted).Select(pole => pole.Pole).ToList() is { Count: > 0 } near)
                {
                    device = Mounted(device, near[Chance.Pick(near.Count, seed, 5, device.Number)]);
                }

                fleet.Add(device);
                if (kind.Model == "smart-pole")
                {
                    poles.Add((device, wanted));
                }
            }
        }

        return fleet;
    }

    private static DemoDevice Make(long seed, int number, Kind kind, int index, Site? site, Town town, DeviceModel model)
    {
        var quarter = town.Quarters[Chance.Pick(town.Quarters.Count, seed, 3, number)];
        var serial = (index + 1).ToString("D2", CultureInfo.InvariantCulture);
        var (share, lag) = site is null ? (0, 0) : (site.Share, site.LagMinutes);
        return new DemoDevice
        {
            Number = number,
            Id = DeviceId.Parse($"demo-{kind.Model}-{serial}"),
            Model = kind.Model,
            Place = quarter.Code,
            Location = quarter.Centre.Around(DeviceMetersMax, seed, 4, number),
            Name = site is null ? $"{quarter.Zh}{kind.Zh}{serial} {kind.En} {serial}, {town.En}" : $"{site.Zh} {site.En}",
            Plate = kind.Model == "street-camera" ? $"34188200001320{index + 1:D6}" : null,
            Attributes = kind.Attributes(index),
            Interval = model.Interval ?? kind.Interval,
            HasBattery = model.Points.ContainsKey("battery"),
            Flood = (share, TimeSpan.FromMinutes(lag)),
        };
    }

    private static DemoDevice Mounted(DemoDevice device, DemoDevice pole) => device with { Carrier = pole.Id, Place = pole.Place, Location = pole.Location };
}
