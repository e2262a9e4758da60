using CityBrain.Cli.Commands;
using CityBrain.Cli.Output;

return await CommandLine.Run(args, Terminal.OfThisProcess(), TimeProvider.System);
