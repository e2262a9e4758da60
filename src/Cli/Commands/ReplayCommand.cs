using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Security.Cryptography;
using CityBrain.Cli.Output;
using CityBrain.Cli.Replay;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Commands;

/// <summary><c>citybrain replay FILE --as air|water|noise|gates</c></summary>
internal sealed class ReplayCommand
{
    private readonly Argument<string> _file = new("FILE") { Description = "Readings as .csv or .csv.gz." };
    private readonly Option<string> _mapping = new("--as") { Description = "How its rows are mapped.", Required = true };
    private readonly Option<PlaceCode> _place = new("--place")
    {
        Description = "Place under which missing devices are registered: 9 or 12 digits.",
        DefaultValueFactory = _ => new ReplayOptions { RunKey = string.Empty }.Place,
        CustomParser = PlaceArgument.BelowCity,
    };

    private readonly Option<double?> _speed = new("--speed") { Description = "max, or a multiple of observed time as 3600x.", CustomParser = ParseSpeed };
    private readonly Option<int> _connections = new("--connections") { Description = "Requests under way at once, 1 to 32.", DefaultValueFactory = _ => 4 };
    private readonly Option<string?> _ackLog = new("--ack-log") { Description = "Appends a line device,ts to this file for every acknowledged reading." };
    private readonly Option<bool> _json = new("--json") { Description = "Prints the result as one JSON document." };
    private readonly CityArguments _city = new();

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var arguments = new ReplayCommand();
        arguments._mapping.AcceptOnlyFromAmong([.. SourceMapping.All.Keys]);
        arguments._connections.Between(1, 32);
        var command = new Command("replay", "Reads a file of readings again into a city, marked as replayed; repeating it adds nothing.")
        {
            arguments._file, arguments._mapping, arguments._place, arguments._speed, arguments._connections, arguments._ackLog, arguments._json,
        };
        arguments._city.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandLine.Guard(
            terminal, parsed.GetValue(arguments._json), () => arguments.Run(parsed, terminal, time, cancellation)));
        return command;
    }

    private async Task<int> Run(ParseResult parsed, Terminal terminal, TimeProvider time, CancellationToken cancellation)
    {
        var source = SourceFile.Check(parsed.GetValue(_file)!, SourceMapping.All[parsed.GetValue(_mapping)!]);
        using var city = _city.Connect(parsed, time, terminal.Error.WriteLine);
        var options = new ReplayOptions
        {
            Place = parsed.GetValue(_place),
            Speed = parsed.GetValue(_speed),
            Connections = parsed.GetValue(_connections),
            AckLog = parsed.GetValue(_ackLog),
            RunKey = $"replay-{RandomNumberGenerator.GetHexString(16, lowercase: true)}",
        };
        var report = await new ReplayRun(city, options, terminal, time).Run(source, cancellation);
        await terminal.Out.WriteLineAsync(parsed.GetValue(_json) ? report.ToJson() : report.ToText());
        return report.Receipts.Refused > 0 ? ExitCode.Findings : ExitCode.Done;
    }

    private static double? ParseSpeed(ArgumentResult result)
    {
        var text = result.Tokens.Single().Value;
        if (text == "max")
        {
            return null;
        }

        if (text.EndsWith('x')
            && double.TryParse(text.AsSpan(..^1), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var factor)
            && factor is > 0 and <= 1_000_000)
        {
            return factor;
        }

        result.AddError($"'{text}' is not a speed; write max, or a multiple such as 3600x.");
        return null;
    }
}
