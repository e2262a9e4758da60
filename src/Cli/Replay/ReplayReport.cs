using System.Globalization;
using System.Text.Json;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Replay;

/// <summary>How a replay ended: what the city said to the chunks, and what it has now.</summary>
/// <param name="File">The file.</param>
/// <param name="Session">The replay session.</param>
/// <param name="Took">From opening to finishing.</param>
/// <param name="Receipts">What the city said to the chunks of this run.</param>
/// <param name="City">What the city has, asked after the last chunk.</param>
public sealed record ReplayReport(SourceFile File, string Session, TimeSpan Took, Receipts Receipts, CityFigures City)
{
    /// <summary>For people.</summary>
    public string ToText()
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{File.Name} as {File.Mapping.Name}, session {Session}, {Took.TotalSeconds:F1} s");
        text.WriteLine($"  new to the city {Receipts.Stored:N0}, there already {Receipts.Duplicates:N0}, in conflict {Receipts.Conflicts:N0}, refused {Receipts.Refused:N0}");
        text.WriteLine("The city has of these stations:");
        text.WriteLine($"  readings        {City.Readings,10:N0}  of {City.Devices:N0} stations");
        text.WriteLine($"  {File.Mapping.MainPoint,-14}  {City.Values,10:N0}  values, {City.Missing:N0} missing, {City.Spikes:N0} flagged as spikes");
        text.Write($"  alarms          {City.Alarms,10:N0}  at {City.Alarming:N0} stations");
        foreach (var example in Receipts.Examples)
        {
            text.WriteLine();
            text.Write($"refused: {example}");
        }

        return text.ToString();
    }

    /// <summary>For programs: one JSON document.</summary>
    public string ToJson() => JsonSerializer.Serialize(
        new
        {
            command = "replay",
            source = File.Name,
            sourceHash = File.Hash,
            @as = File.Mapping.Name,
            session = Session,
            seconds = Math.Round(Took.TotalSeconds, 3),
            run = new { stored = Receipts.Stored, duplicates = Receipts.Duplicates, conflicts = Receipts.Conflicts, refused = Receipts.Refused },
            refusals = Receipts.Examples,
            city = new
            {
                devices = City.Devices,
                readings = City.Readings,
                point = File.Mapping.MainPoint,
                values = City.Values,
                missing = City.Missing,
                spikes = City.Spikes,
                alarms = City.Alarms,
                alarming = City.Alarming,
            },
        },
        Output.Json.Options);
}
