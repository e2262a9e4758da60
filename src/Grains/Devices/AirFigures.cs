using CityBrain.Domain.Devices.Air;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Grains.Devices;

/// <summary>How a day's air is shown: never without its table and whether that table's rows were checked.</summary>
internal static class AirFigures
{
    public static DailyFigure Of(string device, DateOnly date, AirDay day)
    {
        var note = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (day.Invalid.Count > 0)
        {
            note["invalid"] = string.Join(", ", day.Invalid.Select(pollutant => pollutant.NameOf()));
        }

        if (day.Quality is { } quality)
        {
            note["categoryZh"] = quality.Category.Zh;
            note["categoryEn"] = quality.Category.En;
            note["colour"] = quality.Category.Colour;
            note["primary"] = string.Join(", ", quality.Primary.Select(pollutant => pollutant.NameOf()));
            note["table"] = quality.Table;
            note["verified"] = quality.Verified ? "true" : "false";
        }

        return new DailyFigure(device, date, day.Quality?.Index, note);
    }
}
