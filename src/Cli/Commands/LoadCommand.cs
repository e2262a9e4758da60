using System.CommandLine;
using CityBrain.Cli.Output;
using CityBrain.Cli.Simulation;

namespace CityBrain.Cli.Commands;

/// <summary><c>citybrain load --devices N --in-flight C --batch B --seconds S</c></summary>
internal static class LoadCommand
{
    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var batch = new Option<int>("--batch") { Description = "Readings of one message, 1 to 1000.", DefaultValueFactory = _ => 1 };
        var seconds = new Option<double>("--seconds") { Description = "How long.", DefaultValueFactory = _ => 30 };
        batch.Between(1, 1_000);
        seconds.Between(0.001, 60 * 60 * 24);
        var fleet = new FleetArguments("--in-flight", standard: 64, devices: 1_000);
        var command = new Command("load", "Sends readings of simulated devices as fast as the city acknowledges them, with a bounded number of messages under way.") { batch, seconds };
        fleet.AddTo(command);
        command.SetAction((parsed, cancellation) => CommandLine.Guard(terminal, fleet.IsJson(parsed), () => fleet.Run(
            parsed,
            terminal,
            time,
            (devices, link, tally) => new LoadRun(link, fleet.Seed(parsed), tally, time).Run(
                devices,
                new Pressure(fleet.Connections(parsed), parsed.GetValue(batch), TimeSpan.FromSeconds(parsed.GetValue(seconds))),
                cancellation),
            cancellation)));
        return command;
    }
}
