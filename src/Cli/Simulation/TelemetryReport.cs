using System.Globalization;
using System.Text.Json;
using CityBrain.Cli.Replay;

namespace CityBrain.Cli.Simulation;

/// <summary>How a run of simulated devices ended.</summary>
/// <param name="Command">The command that ran.</param>
/// <param name="Devices">Devices that reported.</param>
/// <param name="Took">From the first message to the last acknowledgement.</param>
/// <param name="Tally">What became of the readings.</param>
/// <param name="Receipts">What the city said of them.</param>
/// <param name="Check">What the city has; null when it was not asked.</param>
internal sealed record TelemetryReport(string Command, int Devices, TimeSpan Took, Tally Tally, Receipts Receipts, AckFindings? Check)
{
    /// <summary>Whether nothing was refused, and nothing acknowledged is lost or doubled.</summary>
    public bool Holds => Receipts.Refused == 0 && Check is not { Holds: false };

    private double Rate => Tally.Acknowledged / Math.Max(0.001, Took.TotalSeconds);

    /// <summary>For people.</summary>
    public string ToText()
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine($"{Tally.Acknowledged:N0} of {Tally.Sent:N0} readings of {Devices:N0} devices acknowledged in {Took.TotalSeconds:F1} s: {Rate:N0} readings/s in {Tally.Latencies.Count:N0} messages");
        text.Write($"  acknowledged within {Tally.Latencies.ToText()}; in conflict {Receipts.Conflicts:N0}, refused {Receipts.Refused:N0}");
        if (Check is { } check)
        {
            text.WriteLine();
            text.Write($"The city has {check.Found:N0} of {check.Acknowledged:N0} acknowledged readings: {check.Lost:N0} lost, {check.Doubled:N0} doubled; {check.Unasked:N0} that it did not acknowledge");
        }

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
            command = Command,
            devices = Devices,
            seconds = Math.Round(Took.TotalSeconds, 3),
            sent = Tally.Sent,
            acknowledged = Tally.Acknowledged,
            readingsPerSecond = Math.Round(Rate, 1),
            messages = Tally.Latencies.Count,
            acknowledgedWithinMs = new { p50 = Tally.Latencies.Percentile(0.5), p95 = Tally.Latencies.Percentile(0.95), p99 = Tally.Latencies.Percentile(0.99) },
            conflicts = Receipts.Conflicts,
            refused = Receipts.Refused,
            refusals = Receipts.Examples,
            check = Check,
        },
        Output.Json.Options);
}
