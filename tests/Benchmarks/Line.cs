using System.Globalization;
using System.Text.Json;

namespace CityBrain.Benchmarks;

/// <summary>What a benchmark prints: one JSON line. Ratios are made so that more is better for us.</summary>
internal sealed class Line(string name, string metric, string unit, int concurrency, int payloadBytes, string sync)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    private readonly List<double> _ours = [];
    private readonly List<double> _rival = [];
    private readonly Dictionary<string, object> _more = [];

    /// <summary>Whether a smaller figure is better, as of CPU time.</summary>
    public bool LessIsBetter { get; init; }

    public void Ours(double figure) => _ours.Add(figure);

    public void Rival(double figure) => _rival.Add(figure);

    /// <summary>Another figure that explains the line.</summary>
    public Line With(string key, object value)
    {
        _more[key] = value is double figure ? Rounded(figure) : value;
        return this;
    }

    public void Progress(int run, int runs) => Console.Error.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name}, run {run + 1} of {runs}: ours {Last(_ours)}, rival {Last(_rival)} {unit}"));

    public void Print()
    {
        double? ratio = _ours.Count == 0 || _rival.Count == 0 ? null
            : LessIsBetter ? Median(_rival) / Median(_ours)
            : Median(_ours) / Median(_rival);
        var line = new Dictionary<string, object?>
        {
            ["name"] = name,
            ["metric"] = metric,
            ["unit"] = unit,
            ["concurrency"] = concurrency,
            ["payloadBytes"] = payloadBytes,
            ["sync"] = sync,
            ["ours"] = _ours.Count == 0 ? null : Rounded(Median(_ours)),
            ["rival"] = _rival.Count == 0 ? null : Rounded(Median(_rival)),
            ["ratio"] = ratio is { } times ? Math.Round(times, 2) : null,
            ["runs"] = Math.Max(_ours.Count, _rival.Count),
            ["spread"] = new[] { Spread(_ours), Spread(_rival) },
        };
        foreach (var (key, value) in _more)
        {
            line[key] = value;
        }

        Console.WriteLine(JsonSerializer.Serialize(line, Json));
    }

    private static double Median(List<double> figures)
    {
        var sorted = figures.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    private static double[]? Spread(List<double> figures) => figures.Count == 0 ? null : [Rounded(figures.Min()), Rounded(figures.Max())];

    private static string Last(List<double> figures) => figures.Count == 0 ? "—" : Rounded(figures[^1]).ToString(CultureInfo.InvariantCulture);

    private static double Rounded(double figure) => Math.Round(figure, Math.Abs(figure) >= 1_000 ? 0 : 2);
}
