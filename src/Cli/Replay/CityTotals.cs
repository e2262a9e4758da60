using System.Text.Json;
using CityBrain.Cli.City;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Replay;

/// <summary>What the city has of a file's stations, asked of the city and not counted here.</summary>
/// <param name="Devices">Stations that have readings.</param>
/// <param name="Readings">Readings stored for them.</param>
/// <param name="Values">Values of the main point that are not missing.</param>
/// <param name="Missing">Missing values of the main point.</param>
/// <param name="Spikes">Values of the main point flagged as spikes.</param>
/// <param name="Alarms">Alarms that these stations raised.</param>
/// <param name="Alarming">Stations that raised any.</param>
public sealed record CityFigures(long Devices, long Readings, long Values, long Missing, long Spikes, long Alarms, long Alarming);

/// <summary>Asks a city for figures over what was replayed.</summary>
/// <param name="city">The city.</param>
public sealed class CityTotals(CityClient city)
{
    /// <summary>Asks for every station of a file.</summary>
    public async Task<CityFigures> Ask(SourceFile file, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(file);
        var point = file.Mapping.MainPoint;
        var figures = new CityFigures(0, 0, 0, 0, 0, 0, 0);
        foreach (var device in file.Stations.Keys)
        {
            var readings = await Count($"api/v1/devices/{device}/readings?origin=replayed&count=true&limit=1", cancellation);
            var alarms = await Count($"api/v1/alarms?device={device}&origin=replayed&count=true&limit=1", cancellation);
            figures = figures with
            {
                Devices = figures.Devices + (readings > 0 ? 1 : 0),
                Readings = figures.Readings + readings,
                Values = figures.Values + await Statistic(device, point, string.Empty, cancellation),
                Missing = figures.Missing + await Statistic(device, point, "&quality=missing", cancellation),
                Spikes = figures.Spikes + await Statistic(device, point, "&quality=spike", cancellation),
                Alarms = figures.Alarms + alarms,
                Alarming = figures.Alarming + (alarms > 0 ? 1 : 0),
            };
        }

        return figures;
    }

    private async Task<long> Count(string path, CancellationToken cancellation) =>
        (await city.Get(path, cancellation)).Expect("a count").GetProperty("count").GetInt64();

    private async Task<long> Statistic(string device, string point, string filter, CancellationToken cancellation)
    {
        var path = $"api/v1/statistics?device={device}&point={point}&aggregate=count&origin=replayed{filter}";
        var value = (await city.Get(path, cancellation)).Expect("a figure").GetProperty("value");
        return value.ValueKind == JsonValueKind.Null ? 0 : (long)value.GetDouble();
    }
}
