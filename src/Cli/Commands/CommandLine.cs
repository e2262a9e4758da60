using System.CommandLine;
using System.Text.Json;
using CityBrain.Cli.Output;

namespace CityBrain.Cli.Commands;

/// <summary>The command line <c>citybrain</c>: parses, runs one command, and turns every ending into an honest exit code.</summary>
public static class CommandLine
{
    /// <summary>Runs the command that the arguments name.</summary>
    public static async Task<int> Run(IReadOnlyList<string> arguments, Terminal terminal, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(terminal);
        var root = new RootCommand($"citybrain: brings data into a city and proves what it holds.\n\n{ExitCode.Explanation}")
        {
            ReplayCommand.Create(terminal, time),
            ImportCommand.Create(terminal, time),
            SimulateCommand.Create(terminal, time),
            LoadCommand.Create(terminal, time),
            VerifyCommand.Create(terminal),
            ExportCommand.Create(terminal),
            HistoryCommand.Create(terminal),
        };
        var help = new Command("help", "Shows this.");
        help.SetAction(_ => root.Parse(["--help"]).Invoke(ConfigurationOf(terminal)));
        root.Add(help);

        var parsed = root.Parse(arguments);
        var code = await parsed.InvokeAsync(ConfigurationOf(terminal));
        return parsed.Errors.Count > 0 ? ExitCode.Usage : code;
    }

    /// <summary>Runs a command's action; a failure becomes sentences on stderr, and with <c>--json</c> a document on stdout.</summary>
    internal static async Task<int> Guard(Terminal terminal, bool json, Func<Task<int>> action)
    {
        try
        {
            return await action();
        }
        catch (CommandFailedException failed)
        {
            await terminal.Error.WriteLineAsync($"{failed.Message}\n  {failed.Remedy}");
            if (json)
            {
                await terminal.Out.WriteLineAsync(JsonSerializer.Serialize(
                    new { error = new { code = failed.Code, reason = failed.Message, remedy = failed.Remedy } }, Json.Options));
            }

            return failed.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await terminal.Error.WriteLineAsync("Interrupted. What the city acknowledged stays; the same command goes on.");
            return ExitCode.Interrupted;
        }
    }

    private static InvocationConfiguration ConfigurationOf(Terminal terminal) => new()
    {
        Output = terminal.Out,
        Error = terminal.Error,
        ProcessTerminationTimeout = TimeSpan.FromSeconds(5),
    };
}
