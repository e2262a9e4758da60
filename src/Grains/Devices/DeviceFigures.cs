using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Scenes.Packs;

namespace CityBrain.Grains.Devices;

/// <summary>
/// The figures of one device: the indices of its scene whose formula needs no more than the latest reading. A formula over a whole day, as
/// that of the air, is a statistic.
/// </summary>
internal static class DeviceFigures
{
    private static readonly Dictionary<string, Func<string, DateOnly, IReadOnlyDictionary<string, double>, DailyFigure>> Formulas = new(StringComparer.Ordinal)
    {
        ["gb3838-class"] = WaterFigures.Of,
    };

    /// <summary>Figures by the index's id; none before the first reading.</summary>
    public static IReadOnlyDictionary<string, DailyFigure> Of(DeviceState state, SceneCatalogue scenes)
    {
        var figures = new SortedDictionary<string, DailyFigure>(StringComparer.Ordinal);
        if (state is not { Device: { } device, Latest: { } latest } || scenes.SceneOf(device.Model) is not { } scene)
        {
            return figures;
        }

        var points = latest.ToView(null).Points;
        foreach (var index in scene.Indices.Where(index => index.Model == device.Model))
        {
            if (Formulas.TryGetValue(index.Formula, out var formula))
            {
                var inputs = index.Inputs.Where(input => Known(input.Value) is not null).ToDictionary(input => input.Key, input => Known(input.Value)!.Value);
                figures[index.Id] = formula(device.Id.Value, CityTime.DayOf(latest.ObservedMs), inputs);
            }
        }

        return figures;

        double? Known(string name) => points.TryGetValue(name, out var point)
            ? point.Quality == "good" ? point.Value : null
            : device.Attributes.TryGetValue(name, out var given) ? given : null;
    }
}
