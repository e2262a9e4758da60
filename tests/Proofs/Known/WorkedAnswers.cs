using System.Globalization;

namespace CityBrain.Proofs.Known;

/// <summary>Answers about the noise file and the gates file that <c>noise_and_gates.py</c> worked out; kept beside it.</summary>
/// <param name="Hours">Site, hour of the city's clock, minutes, equivalent level in dB with six decimals.</param>
/// <param name="Days">Station, day of the city's clock, readings, entries.</param>
internal sealed record WorkedAnswers(
    IReadOnlyList<(string Site, DateTimeOffset Hour, int Minutes, double Leq)> Hours,
    IReadOnlyList<(string Station, DateTimeOffset Day, int Readings, long Entries)> Days)
{
    public static WorkedAnswers Of(string root)
    {
        var folder = Path.Combine(root, "tests", "Proofs", "Known");
        return new WorkedAnswers(
            [.. Rows(folder, "noise_hours.csv").Select(row => (row[0], CityTimeOf(row[1] + ":00"), int.Parse(row[2], CultureInfo.InvariantCulture), double.Parse(row[3], CultureInfo.InvariantCulture)))],
            [.. Rows(folder, "gate_days.csv").Select(row => (row[0], CityTimeOf(row[1] + "T00:00"), int.Parse(row[2], CultureInfo.InvariantCulture), long.Parse(row[3], CultureInfo.InvariantCulture)))]);
    }

    private static IEnumerable<string[]> Rows(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(line => line.Split(','));

    private static DateTimeOffset CityTimeOf(string text) => DateTimeOffset.ParseExact(text + "+08:00", "yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
}
