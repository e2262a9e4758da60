using CityBrain.Demo.Episodes;
using CityBrain.Demo.Fleet;
using CityBrain.Demo.Running;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Places;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Scenes.Packs;

namespace CityBrain.Demo.Tests;

/// <summary>The city as its shipped divisions have it, its shipped models, and the demonstration's fleet in it.</summary>
internal static class Guangde
{
    public const long Seed = 20261125;

    /// <summary>A Wednesday afternoon on the city's clock.</summary>
    public static readonly DateTimeOffset Began = new(2026, 11, 25, 14, 0, 0, CityTime.Offset);

    public static IReadOnlyList<PlaceView> Places { get; } =
    [
        .. DivisionsFile.Parse(Repository.Read("src/Silo/Divisions/guangde-341882.csv"), Gcj02.ToWgs84).Rows
            .Select(row => new PlaceView
            {
                Code = row.Code.Digits,
                CurrentCode = row.Code.Digits,
                Name = row.Name,
                Level = row.Code.Level.ToString(),
                Parent = row.Code.Parent?.Digits,
                Location = row.Location,
            }),
    ];

    public static IReadOnlyDictionary<string, DeviceModel> Models { get; } =
        ShippedPacks.Load().SelectMany(scene => scene.Models).ToDictionary(model => model.Id, StringComparer.Ordinal);

    public static IReadOnlyList<Town> Towns { get; } = GuangdeTowns.Of(
        Places.Where(place => place.Code.Length == 9), [.. Places.Where(place => place.Code.Length == 12)]);

    public static IReadOnlyList<DemoDevice> Fleet { get; } = Settlers.Fleet(Seed, Towns);

    public static Script Script { get; } = new(Seed, Fleet, Began);

    public static DemoDevice Device(string id) => Fleet.Single(device => device.Id.Value == id);
}
