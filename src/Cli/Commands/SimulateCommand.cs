using System.CommandLine;
using CityBrain.Cli.Output;
using CityBrain.Cli.Simulation;

namespace CityBrain.Cli.Commands;

/// <summary><c>citybrain simulate --devices N --rate R --minutes M [--storm]</c></summary>
internal static class SimulateCommand
{
    /// <summary>How many times more often devices report in a storm.</summary>
    private const double StormRate = 5;

    public static Command Create(Terminal terminal, TimeProvider time)
    {
        var rate = new Option<double>("--rate") { Description = "Readings per second of all devices together.", DefaultValueFactory = _ => 20 };
        var minutes = new Option<double>("--minutes") { Description = "How long.", DefaultValueFactory = _ => 10 };
        var storm = new Option<bool>("--storm") { Description = "A storm passes over: five times the rate, rivers rise and gauges fill until alarms are raised." };
        rate.Between(0.001, 1_000_000);
        minutes.Between(0.001, 60 * 24 * 31);
        var fleet = new FleetArguments("--connections", standard: 64, devices: 200);
        var command = new Command("simulate", "Lets simulated devices report by their daily rhythms, each reading when it is due.") { rate, minutes, storm };
        fleet.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(rate) * (result.GetValue(storm) ? StormRate : 1) > 1000.0 * result.GetValue<int>("--devices"))
            {
                result.AddError("A device reports at most 1000 times a second: give more --devices or a lower --rate.");
            }
        });
        command.SetAction((parsed, cancellation) => CommandLine.Guard(terminal, fleet.IsJson(parsed), () => fleet.Run(
            parsed,
            terminal,
            time,
            async (devices, link, tally) =>
            {
                var start = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
                var timetable = new Timetable(
                    fleet.Seed(parsed),
                    devices,
                    start,
                    TimeSpan.FromMinutes(parsed.GetValue(minutes)),
                    parsed.GetValue(rate) * (parsed.GetValue(storm) ? StormRate : 1),
                    parsed.GetValue(storm));
                var progress = new Progress(terminal, time, timetable.Readings);
                await new SimulationRun(link, fleet.Connections(parsed), tally, time).Run(timetable, progress, cancellation);
                progress.Finish();
                return time.GetUtcNow() - start;
            },
            cancellation)));
        return command;
    }
}
