using System.Text.Json;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Export;

namespace CityBrain.Cli.Export;

/// <summary>One value of one point, as a row of an exported file.</summary>
/// <param name="Of">The reading it belongs to.</param>
/// <param name="Point">The point.</param>
/// <param name="Value">The raw value; null when it was missing.</param>
/// <param name="Quality">The value's quality, as the city shows it.</param>
internal readonly record struct PointRow(HistoricRow Of, string Point, double? Value, string Quality)
{
    /// <summary>The values of a reading, in the order in which it was sent.</summary>
    public static IEnumerable<PointRow> Split(HistoricRow row)
    {
        var flags = Flags(row.Row.Flags);
        using var points = JsonDocument.Parse(row.Row.Points);
        var whole = row.Row.Mark switch
        {
            ReadingMark.Late => "late",
            ReadingMark.Clock => "clock",
            ReadingMark.Conflict => "conflict",
            _ => "good",
        };
        foreach (var point in points.RootElement.EnumerateObject())
        {
            var value = point.Value.ValueKind == JsonValueKind.Null ? (double?)null : point.Value.GetDouble();
            yield return new PointRow(row, point.Name, value, value is null ? "missing" : flags.GetValueOrDefault(point.Name, whole));
        }
    }

    private static Dictionary<string, string> Flags(ReadOnlyMemory<byte> json) =>
        json.IsEmpty ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(json.Span)!;
}
