using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CityBrain.Cli.Output;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Verification;

namespace CityBrain.Cli.Commands;

/// <summary><c>citybrain verify --data DIR</c></summary>
internal static class VerifyCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "The city's data folder; a running city's may be verified too.", Required = true };
        var anchor = new Option<string?>("--anchor") { Description = "Where its anchors are; beside the data folder when not given." };
        var json = new Option<bool>("--json") { Description = "Prints the report as one JSON document." };
        var command = new Command(
            "verify",
            "Proves that journal and readings are what was written: finds edits, deletions, insertions, reordering and a cut tail, and names the row.")
        {
            data, anchor, json,
        };
        command.SetAction((parsed, cancellation) => CommandLine.Guard(terminal, parsed.GetValue(json), () =>
        {
            var folder = parsed.GetValue(data)!;
            var report = Verify(folder, parsed.GetValue(anchor) ?? DataFolder.DefaultAnchorFolder(folder), terminal, cancellation);
            terminal.Out.WriteLine(parsed.GetValue(json) ? ToJson(report) : ToText(report));
            return Task.FromResult(report.IsSound ? ExitCode.Done : ExitCode.Findings);
        }));
        return command;
    }

    private static VerificationReport Verify(string folder, string anchorFolder, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            using var anchor = new FileAnchor(anchorFolder);
            var keys = new HistoryKeys(folder, anchorFolder);
            return new JournalVerification(DataFolder.DatabasePathOf(folder), anchor, keys, progress => Show(terminal, progress)).Run(cancellation);
        }
        catch (FileNotFoundException missing)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "journal-missing", $"There is no journal in '{folder}'.", "Give the folder that the city was started with, as --data data.", missing);
        }
        catch (InvalidDataException other)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "journal-version-unknown", other.Message, "Verify it with the release that wrote it, or a newer one.", other);
        }
    }

    private static void Show(Terminal terminal, VerificationProgress progress)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture, $"lane {progress.Lane}: batch {progress.Batch:N0} of {progress.BatchLast:N0}, {progress.Rows:N0} rows");
        terminal.Error.Write(terminal.Interactive ? $"\r\e[K{line}" : line + Environment.NewLine);
    }

    private static string ToText(VerificationReport report)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write($"{report.Facts:N0} facts and {report.Readings:N0} readings in {report.Batches:N0} batches, {report.Photos:N0} photos: ");
        text.Write(report.IsSound ? "as they were written." : $"{report.FindingCount:N0} findings.");
        foreach (var day in report.Dropped)
        {
            text.WriteLine();
            text.Write($"dropped: the {day.Readings:N0} readings recorded on {day.Day:yyyy-MM-dd} (lane {day.Lane}, batches {day.FirstBatch} to {day.LastBatch})");
            text.Write(day.Left > 0 ? $", {day.Left:N0} of them still there" : string.Empty);
            text.Write($"; stub of {CityTime.Of(day.StubbedMs):yyyy-MM-dd HH:mm} (+08:00) under {day.KeepDays} days, key {day.Key}.");
        }

        foreach (var finding in report.Findings)
        {
            text.WriteLine();
            text.Write(finding.At is { } at ? $"lane {at.Lane}, batch {at.Batch}, ordinal {at.Ordinal}: " : string.Empty);
            text.Write(finding.Stream is null ? string.Empty : $"{finding.Stream} {finding.Seq}: ");
            text.Write(finding.What);
        }

        return text.ToString();
    }

    private static string ToJson(VerificationReport report) => JsonSerializer.Serialize(
        new
        {
            command = "verify",
            sound = report.IsSound,
            batches = report.Batches,
            facts = report.Facts,
            readings = report.Readings,
            photos = report.Photos,
            dropped = report.Dropped.Select(day => new
            {
                day = day.Day,
                lane = day.Lane,
                firstBatch = day.FirstBatch,
                lastBatch = day.LastBatch,
                readings = day.Readings,
                left = day.Left,
                keepDays = day.KeepDays,
                key = day.Key,
                stubbedAt = CityTime.Of(day.StubbedMs),
            }),
            findingCount = report.FindingCount,
            findings = report.Findings.Select(finding => new
            {
                kind = JsonNamingPolicy.KebabCaseLower.ConvertName(finding.Kind.ToString()),
                what = finding.What,
                lane = finding.At?.Lane,
                batch = finding.At?.Batch,
                ordinal = finding.At?.Ordinal,
                stream = finding.Stream,
                seq = finding.Seq,
            }),
        },
        Json.Options);
}
