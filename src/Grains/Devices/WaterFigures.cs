using System.Globalization;
using CityBrain.Domain.Devices.Water;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Grains.Devices;

/// <summary>How a class of surface water is shown: never without its table, what it rests on, and what was not there.</summary>
internal static class WaterFigures
{
    /// <summary>The class from the inputs that have a value; the input <c>lake</c> says by 1 that it is a lake or reservoir.</summary>
    public static DailyFigure Of(string device, DateOnly date, IReadOnlyDictionary<string, double> inputs)
    {
        var values = Enum.GetValues<WaterFactor>()
            .Where(factor => inputs.ContainsKey(factor.InputOf()))
            .ToDictionary(factor => factor, factor => inputs[factor.InputOf()]);
        var body = inputs.TryGetValue("lake", out var lake) && lake == 1 ? WaterBody.Lake : WaterBody.River;
        var note = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["formula"] = WaterQuality.Formula };
        if (WaterQuality.Evaluate(date, body, values) is not { } quality)
        {
            note["missing"] = Joined(Enum.GetValues<WaterFactor>().Except(values.Keys));
            return new DailyFigure(device, date, null, note);
        }

        var word = quality.Class.WordOf();
        note["class"] = quality.Class.NameOf();
        note["categoryZh"] = word.Zh;
        note["categoryEn"] = word.En;
        note["decisive"] = Joined(quality.Decisive);
        note["missing"] = Joined(quality.Missing);
        note["table"] = quality.Standard;
        note["verified"] = quality.Verified ? "true" : "false";
        note["water"] = body == WaterBody.Lake ? "lake" : "river";
        note["timesOverThree"] = string.Join(", ", quality.Factors
            .Where(rating => rating.TimesOverThree is not null)
            .Select(rating => string.Create(CultureInfo.InvariantCulture, $"{rating.Factor.NameOf()} {rating.TimesOverThree:0.00}")));
        return new DailyFigure(device, date, (int)quality.Class, note);
    }

    private static string Joined(IEnumerable<WaterFactor> factors) => string.Join(", ", factors.Select(factor => factor.NameOf()));
}
