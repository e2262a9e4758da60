using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using CityBrain.Cli.Export;
using CityBrain.Cli.Output;
using CityBrain.Journal.Ports;
using CityBrain.Storage.Export;
using CityBrain.Storage.Folder;

namespace CityBrain.Cli.Commands;

/// <summary><c>citybrain export --data DIR --from TIME --to TIME [--place CODE] --out FILE.parquet</c></summary>
internal sealed class ExportCommand
{
    private readonly Option<string> _data = new("--data") { Description = "The city's data folder; a running city's may be exported too.", Required = true };
    private readonly Option<DateTimeOffset> _from = new("--from") { Description = "Earliest observed time, inclusive: 2026-11-01T00:00:00+08:00.", Required = true, CustomParser = ParseTime };
    private readonly Option<DateTimeOffset> _to = new("--to") { Description = "Latest observed time, exclusive.", Required = true, CustomParser = ParseTime };
    private readonly Option<PlaceCode?> _place = new("--place") { Description = "Only devices in or below this place: 6, 9 or 12 digits.", CustomParser = result => PlaceArgument.Any(result) };
    private readonly Option<string> _out = new("--out") { Description = "The Parquet file to write; must not be there.", Required = true };
    private readonly Option<bool> _json = new("--json") { Description = "Prints the result as one JSON document." };

    public static Command Create(Terminal terminal)
    {
        var arguments = new ExportCommand();
        var command = new Command("export", "Writes the reading history of a time as a Parquet file, one row for each value; reads the data folder and changes nothing in it.")
        {
            arguments._data, arguments._from, arguments._to, arguments._place, arguments._out, arguments._json,
        };
        command.SetAction((parsed, cancellation) => CommandLine.Guard(terminal, parsed.GetValue(arguments._json), () => arguments.Run(parsed, terminal, cancellation)));
        return command;
    }

    private async Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (folder, file) = (parsed.GetValue(_data)!, parsed.GetValue(_out)!);
        var range = new HistoryRange(
            parsed.GetValue(_from).ToUnixTimeMilliseconds(),
            parsed.GetValue(_to).ToUnixTimeMilliseconds(),
            parsed.GetValue(_place)?.Digits ?? string.Empty);
        var readings = 0L;
        var values = await Write(folder, file, () => Counted(HistoryScan.Read(DataFolder.DatabasePathOf(folder), range, cancellation), () => readings++), cancellation);
        var keptFrom = HistoryScan.ReadKeptFrom(DataFolder.DatabasePathOf(folder), range) is { } ms ? CityTime.Of(ms) : (DateTimeOffset?)null;
        await terminal.Out.WriteLineAsync(parsed.GetValue(_json)
            ? JsonSerializer.Serialize(new { command = "export", file = Path.GetFileName(file), readings, values, keptFrom }, Json.Options)
            : string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(file)}: {readings:N0} readings, {values:N0} values{Missing(keptFrom)}"));
        return ExitCode.Done;
    }

    private static string Missing(DateTimeOffset? keptFrom) => keptFrom is { } from
        ? string.Create(CultureInfo.InvariantCulture, $"; earlier ones were dropped by the retention policy: only from {from:yyyy-MM-dd'T'HH:mm:ss.fffzzz} on all are there")
        : string.Empty;

    private static async Task<long> Write(string folder, string file, Func<IEnumerable<HistoricRow>> rows, CancellationToken cancellation)
    {
        if (File.Exists(file))
        {
            throw new CommandFailedException(ExitCode.Findings, "file-exists", $"{Path.GetFileName(file)} is there already.", "Give another --out, or move the file away.");
        }

        try
        {
            return await ReadingsFile.Write(file, rows().SelectMany(PointRow.Split), cancellation);
        }
        catch (FileNotFoundException missing)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "journal-missing", $"There is no journal in '{folder}'.", "Give the folder that the city was started with, as --data data.", missing);
        }
        catch (InvalidDataException other)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "journal-version-unknown", other.Message, "Export it with the release that wrote it, or a newer one.", other);
        }
        catch (DamagedStreamException damage)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "journal-damaged", damage.Message, "Nothing was exported. Run verify on the folder; export another time or place, or mend the stream first.", damage);
        }
        catch (Exception unwritable) when (unwritable is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "file-unwritable", $"{Path.GetFileName(file)} cannot be written: {unwritable.Message}", "Check the folder's rights and its free space.", unwritable);
        }
    }

    private static IEnumerable<HistoricRow> Counted(IEnumerable<HistoricRow> rows, Action count) => rows.Select(row =>
    {
        count();
        return row;
    });

    private static DateTimeOffset ParseTime(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss'Z'"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
        {
            return time;
        }

        result.AddError($"'{text}' is not a time with an offset; write it as 2026-11-01T00:00:00+08:00.");
        return default;
    }
}
