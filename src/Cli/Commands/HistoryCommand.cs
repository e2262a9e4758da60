using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using CityBrain.Cli.Output;
using CityBrain.Storage.Folder;
using CityBrain.Storage.Retention;

namespace CityBrain.Cli.Commands;

/// <summary><c>citybrain history --data DIR [--days N]</c></summary>
internal static class HistoryCommand
{
    private const double MiB = 1_048_576;

    public static Command Create(Terminal terminal)
    {
        var data = new Option<string>("--data") { Description = "The city's data folder; a running city's may be read too.", Required = true };
        var days = new Option<int>("--days") { Description = "How many days to forecast; a policy that keeps N days keeps today besides.", DefaultValueFactory = _ => 365 };
        days.Between(1, 36_525);
        var json = new Option<bool>("--json") { Description = "Prints the days as one JSON document." };
        var command = new Command(
            "history", "Lists by the day of recording how many readings there are, which days were dropped by which stub, and how fast the file grows.")
        {
            data, days, json,
        };
        command.SetAction((parsed, _) => CommandLine.Guard(terminal, parsed.GetValue(json), () =>
        {
            var ledger = Read(parsed.GetValue(data)!);
            terminal.Out.WriteLine(parsed.GetValue(json) ? ToJson(ledger, parsed.GetValue(days)) : ToText(ledger, parsed.GetValue(days)));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static HistoryLedger Read(string folder)
    {
        try
        {
            return HistoryLedger.Read(DataFolder.DatabasePathOf(folder));
        }
        catch (FileNotFoundException missing)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "journal-missing", $"There is no journal in '{folder}'.", "Give the folder that the city was started with, as --data data.", missing);
        }
        catch (InvalidDataException other)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "journal-version-unknown", other.Message, "Read it with the release that wrote it, or a newer one.", other);
        }
    }

    private static string ToText(HistoryLedger ledger, int days)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.WriteLine("day         recorded        kept            about MiB");
        foreach (var day in ledger.Days)
        {
            text.Write($"{day.Day:yyyy-MM-dd}  {day.Recorded,-14:N0}  {day.Kept,-14:N0}  {Size(day.Kept * ledger.BytesPerReading)}");
            text.WriteLine(day.DroppedMs is { } dropped
                ? $"  dropped, stub of {CityTime.Of(dropped):yyyy-MM-dd HH:mm} (+08:00) under {day.KeepDays} days, key {day.Key}"
                : string.Empty);
        }

        text.WriteLine($"{ledger.Kept:N0} readings kept; the file uses {ledger.UsedBytes / MiB:N1} MiB and has {ledger.FreeBytes / MiB:N1} MiB free in it; {Figure(ledger.BytesPerReading)} bytes for each reading, all else included.");
        text.Write($"Forecast by the last whole days: {Figure(ledger.ReadingsPerDay)} readings and {Size(ledger.BytesPerDay)} MiB a day, {Size(ledger.BytesPerDay * days)} MiB in {days} days.");
        return text.ToString();
    }

    private static string Size(double? bytes) => bytes is { } known ? (known / MiB).ToString("N1", CultureInfo.InvariantCulture) : "—";

    private static string Figure(double? figure) => figure is { } known ? known.ToString("N0", CultureInfo.InvariantCulture) : "—";

    private static string ToJson(HistoryLedger ledger, int days) => JsonSerializer.Serialize(
        new
        {
            command = "history",
            days = ledger.Days.Select(day => new
            {
                day = day.Day,
                recorded = day.Recorded,
                kept = day.Kept,
                bytes = day.Kept * ledger.BytesPerReading,
                dropped = day.DroppedMs is { } ms ? new { at = CityTime.Of(ms), keepDays = day.KeepDays, key = day.Key } : null,
            }),
            kept = ledger.Kept,
            usedBytes = ledger.UsedBytes,
            freeBytes = ledger.FreeBytes,
            bytesPerReading = ledger.BytesPerReading,
            forecast = new { readingsPerDay = ledger.ReadingsPerDay, bytesPerDay = ledger.BytesPerDay, days, bytes = ledger.BytesPerDay * days },
        },
        Json.Options);
}
