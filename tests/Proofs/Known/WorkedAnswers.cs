using System.Globalization;

namespace CityBrain.Proofs.Known;

/// <summary>Answers about the noise file and the gates file that <c>noise_and_gates.py</c> worked out; kept beside it.</summary>
/// <param name="Hours">Site, hour of the city's clock, minutes, equivalent level in dB with six decimals.</param>
/// <param name="Days">Day of the city's clock, readings and entries of all stations.</param>
/// <param name="Stations">Station, readings and entries of all days.</param>
internal sealed record WorkedAnswers(
    IReadOnlyList<(string Site, DateTimeOffset Hour, int Minutes, double Leq)> Hours,
    IReadOnlyList<(DateTimeOffset Day, long Readings, long Entries)> Days,
    IReadOnlyList<(string Station, long Readings, long Entries)> Stations)
{
    public static WorkedAnswers Of(string root)
    {
        var folder = Path.Combine(root, "tests", "Proofs", "Known");
        var gates = Rows(folder, "gate_entries.csv").ToLookup(row => row[0]);
        return new WorkedAnswers(
            [.. Rows(folder, "noise_hours.csv").Select(row => (row[0], CityTimeOf(row[1] + ":00"), (int)Whole(row[2]), double.Parse(row[3], CultureInfo.InvariantCulture)))],
            [.. gates["day"].Select(row => (CityTimeOf(row[1] + "T00:00"), Whole(row[2]), Whole(row[3])))],
            [.. gates["station"].Select(row => (row[1], Whole(row[2]), Whole(row[3])))]);
    }

    private static IEnumerable<string[]> Rows(string folder, string file) => File.ReadLines(Path.Combine(folder, file)).Skip(1).Select(line => line.Split(','));

    private static long Whole(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private static DateTimeOffset CityTimeOf(string text) => DateTimeOffset.ParseExact(text + "+08:00", "yyyy-MM-dd'T'HH:mmzzz", CultureInfo.InvariantCulture);
}
