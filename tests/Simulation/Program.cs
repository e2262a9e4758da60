using CityBrain.Journal.Lane;
using CityBrain.Simulation;

var (from, seeds, bug) = (1UL, 100_000UL, PlantedBug.None);
for (var i = 0; i + 1 < args.Length; i += 2)
{
    switch (args[i])
    {
        case "--from": from = ulong.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture); break;
        case "--seeds": seeds = ulong.Parse(args[i + 1], System.Globalization.CultureInfo.InvariantCulture); break;
        case "--bug": bug = Enum.Parse<PlantedBug>(args[i + 1], ignoreCase: true); break;
        default: Console.Error.WriteLine("usage: [--seeds N] [--from N] [--bug NAME]"); return 2;
    }
}

return new Campaign(from, seeds, bug, Console.Out).Execute();
