using System.Diagnostics.CodeAnalysis;

namespace CityBrain.Scenes.Expressions;

/// <summary>A unit of measure. Units with the same quantity convert into each other by scale alone.</summary>
/// <param name="Symbol">How it is written: <c>ug/m3</c>. The empty symbol is a plain number.</param>
/// <param name="Quantity">What it measures: <c>mass concentration</c>.</param>
/// <param name="Scale">How many of the quantity's smallest unit one of it is; a whole number, so that conversions round once.</param>
public sealed record Unit(string Symbol, string Quantity, double Scale)
{
    /// <summary>A plain number: a count, a ratio, an index.</summary>
    public static Unit One { get; } = new(string.Empty, "plain number", 1);

    /// <summary>Every unit of the language, in the order of the page that documents them.</summary>
    public static IReadOnlyList<Unit> All { get; } =
    [
        new("mm", "length", 1), new("cm", "length", 10), new("m", "length", 1_000), new("km", "length", 1_000_000),
        new("mm/h", "speed", 1), new("m/h", "speed", 1_000), new("km/h", "speed", 1_000_000), new("m/s", "speed", 3_600_000),
        new("m2", "area", 1), new("km2", "area", 1_000_000),
        new("L", "volume", 1), new("m3", "volume", 1_000),
        new("L/h", "flow", 1), new("m3/h", "flow", 1_000), new("L/s", "flow", 3_600), new("m3/s", "flow", 3_600_000),
        new("ug/m3", "mass concentration", 1), new("ug/L", "mass concentration", 1_000), new("mg/m3", "mass concentration", 1_000),
        new("g/m3", "mass concentration", 1_000_000), new("mg/L", "mass concentration", 1_000_000),
        new("ppb", "mixing ratio", 1), new("ppm", "mixing ratio", 1_000),
        new("%", "percentage", 1), new("%LEL", "share of the lower explosive limit", 1),
        new("Cel", "temperature", 1), new("dB", "sound level", 1), new("dBm", "signal level", 1), new("deg", "angle", 1),
        new("Pa", "pressure", 1), new("hPa", "pressure", 100), new("kPa", "pressure", 1_000), new("MPa", "pressure", 1_000_000),
        new("mV", "voltage", 1), new("V", "voltage", 1_000), new("kV", "voltage", 1_000_000),
        new("mA", "current", 1), new("A", "current", 1_000),
        new("W", "power", 1), new("kW", "power", 1_000), new("MW", "power", 1_000_000),
        new("Wh", "energy", 1), new("kWh", "energy", 1_000), new("MWh", "energy", 1_000_000),
        new("uS/cm", "conductivity", 1), new("mS/cm", "conductivity", 1_000),
        new("pH", "acidity", 1), new("NTU", "turbidity", 1), new("lx", "illuminance", 1), new("person/m2", "crowd density", 1),
    ];

    private static readonly Dictionary<string, Unit> BySymbol = All.Append(One).Append(One with { Symbol = "1" })
        .ToDictionary(unit => unit.Symbol, unit => unit with { Symbol = unit.Symbol == "1" ? string.Empty : unit.Symbol }, StringComparer.Ordinal);

    /// <summary>Whether it is a plain number.</summary>
    public bool IsPlain => Symbol.Length == 0;

    /// <summary>Finds the unit of a symbol; <c>1</c> and the empty symbol are plain numbers.</summary>
    public static bool TryFind(string symbol, [NotNullWhen(true)] out Unit? unit) => BySymbol.TryGetValue(symbol, out unit);

    /// <summary>Whether a value in this unit can be told in the other.</summary>
    public bool ConvertsTo(Unit other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Quantity == other.Quantity;
    }

    /// <summary>The same value in the other unit, rounded once. Both units measure the same quantity.</summary>
    public double Convert(double value, Unit to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return to.Scale <= Scale ? value * (Scale / to.Scale) : value / (to.Scale / Scale);
    }

    /// <summary>The units that convert into this one, itself first, for messages.</summary>
    public string Siblings() =>
        string.Join(", ", All.Where(unit => ConvertsTo(unit) && unit != this).Prepend(this).Select(unit => $"`{unit.Symbol}`"));

    /// <inheritdoc/>
    public override string ToString() => IsPlain ? "a plain number" : Symbol;
}
