using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using CityBrain.Cli.Output;

namespace CityBrain.Cli.Commands;

/// <summary><c>citybrain import FILE</c></summary>
internal static class ImportCommand
{
    /// <summary>The edge takes no larger body.</summary>
    private const int FileBytesMax = 1 << 20;

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var file = new Argument<string>("FILE") { Description = "Divisions as .csv: level, code, code12, name, parent_code12 and coordinates." };
        var json = new Option<bool>("--json") { Description = "Prints the city's receipt as one JSON document." };
        var city = new CityArguments();
        var command = new Command("import", "Brings a city's divisions in: its districts and communities.") { file, json };
        city.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandLine.Guard(terminal, parsed.GetValue(json), async () =>
        {
            var csv = Read(parsed.GetValue(file)!);
            using var client = city.Connect(parsed, time, terminal.Error.WriteLine);
            var key = $"import-{Convert.ToHexStringLower(SHA256.HashData(csv))[..32]}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            var receipt = (await client.PostCsv("api/v1/places/import", csv, key, cancellation)).Expect("the import");
            await terminal.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(receipt, Json.Options) : TextOf(receipt));
            return receipt.TryGetProperty("errors", out var errors) && errors.GetArrayLength() > 0 ? ExitCode.Findings : ExitCode.Done;
        }));
        return command;
    }

    private static byte[] Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= FileBytesMax
                ? File.ReadAllBytes(path)
                : throw new CommandFailedException(
                    ExitCode.Findings, "file-too-large", $"{Path.GetFileName(path)} is larger than 1 MiB.", "Give the divisions of one city only.");
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException(
                ExitCode.Findings, "file-unreadable", $"{Path.GetFileName(path)} cannot be read: {missing.Message}", "Check the file's name and rights.", missing);
        }
    }

    private static string TextOf(JsonElement receipt)
    {
        var text = new StringWriter(CultureInfo.InvariantCulture);
        text.Write($"{receipt.GetProperty("name")} ({receipt.GetProperty("city")}): ");
        text.Write($"{receipt.GetProperty("districts")} districts, {receipt.GetProperty("communities")} communities; ");
        text.Write($"{receipt.GetProperty("added")} added, {receipt.GetProperty("changed")} changed");
        foreach (var error in receipt.GetProperty("errors").EnumerateArray())
        {
            text.WriteLine();
            text.Write($"line {error.GetProperty("line")}: {error.GetProperty("reason")} {error.GetProperty("remedy")}");
        }

        return text.ToString();
    }
}
