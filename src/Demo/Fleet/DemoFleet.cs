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
        List<(string Town, Spot Spot)> poles = [];
        foreach (var kind in Kinds.All.Where(kind => models.ContainsKey(kind.Model)))
        {
            for (var index = 0; index < kind.Count; index++)
            {
                var site = index < kind.Sites.Count ? kind.Sites[index] : null;
                var wanted = site?.Town ?? kind.Towns[index % kind.Towns.Count];
                var near = kind.OnPoles && site is null ? poles.Where(pole => pole.Town == wanted).ToList() : [];
                var spot = near.Count > 0
                    ? near[Chance.Pick(near.Count, seed, 5, fleet.Count)].Spot
                    : Ground(seed, fleet.Count, site, towns.FirstOrDefault(town => town.Code.Digits == wanted) ?? towns[0]);
                var device = Make(fleet.Count, kind, index, site, spot, models[kind.Model]);
                fleet.Add(device);
                if (kind.Model == "smart-pole")
                {
                    poles.Add((wanted, spot with { Carrier = device.Id }));
                }
            }
        }

        return fleet;
    }

    private static Spot Ground(long seed, int number, Site? site, Town town)
    {
        var quarter = town.Quarters.FirstOrDefault(quarter => quarter.Code.Digits == site?.Place) ?? town.Quarters[Chance.Pick(town.Quarters.Count, seed, 3, number)];
        return new Spot(quarter, Around(quarter.Centre, DeviceMetersMax, seed, 4, number), null);
    }

    private static DemoDevice Make(int number, Kind kind, int index, Site? site, Spot spot, DeviceModel model)
    {
        var serial = (index + 1).ToString("D2", CultureInfo.InvariantCulture);
        var (share, lag) = site is null ? (0, 0) : (site.Share, site.LagMinutes);
        return new DemoDevice
        {
            Number = number,
            Id = DeviceId.Parse($"demo-{kind.Model}-{serial}"),
            Model = kind.Model,
            Place = spot.Quarter.Code,
            Location = spot.Location,
            Name = site is null ? $"{spot.Quarter.Zh}{kind.Zh}{serial} / {kind.En} {serial}, {spot.Quarter.En}" : $"{site.Zh} / {site.En}",
            Plate = kind.Model == "street-camera" ? $"34188200001320{index + 1:D6}" : null,
            Attributes = kind.Attributes(index),
            Carrier = spot.Carrier,
            Interval = model.Interval ?? kind.Interval,
            HasBattery = model.Points.ContainsKey("battery"),
            Flood = (share, TimeSpan.FromMinutes(lag)),
        };
    }

    /// <summary>A point at most so far away, evenly spread over the circle; good for some kilometres.</summary>
    private static Location Around(Location centre, double metersMax, params ReadOnlySpan<long> numbers)
    {
        const double MetersPerDegree = Location.EarthRadiusMeters * Math.PI / 180;
        var (angle, meters) = (2 * Math.PI * Chance.Of([1, .. numbers]), metersMax * Math.Sqrt(Chance.Of([2, .. numbers])));
        return new Location(
            Math.Round(centre.LatitudeDegrees + (meters * Math.Sin(angle) / MetersPerDegree), 6),
            Math.Round(centre.LongitudeDegrees + (meters * Math.Cos(angle) / (MetersPerDegree * Math.Cos(double.DegreesToRadians(centre.LatitudeDegrees)))), 6));
    }

    /// <summary>Where a device stands, and on which pole.</summary>
    private readonly record struct Spot(Quarter Quarter, Location Location, DeviceId? Carrier);
}
