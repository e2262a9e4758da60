using CityBrain.Journal.Lane;
using CityBrain.Simulation.Checks;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation;

/// <summary>What one seed came to.</summary>
internal sealed record Run(ulong Seed, IReadOnlyList<Finding> Findings, Counters Counters, ulong Digest, IReadOnlyList<string> Log)
{
    /// <summary>Runs a seed. The same seed gives the same run, always.</summary>
    public static Run Of(ulong seed, PlantedBug bug = PlantedBug.None, int? commandsMax = null)
    {
        var world = new World(seed, bug, commandsMax);
        world.Run();
        var findings = Checker.Check(world);
        return new Run(seed, findings, world.Counters, world.History.Digest, world.History.Log);
    }

    /// <summary>The same seed with as few commands as still fail.</summary>
    public Run Shortest(PlantedBug bug = PlantedBug.None)
    {
        for (var commands = 1; commands < 60; commands++)
        {
            if (Of(Seed, bug, commands) is { Findings.Count: > 0 } shorter)
            {
                return shorter;
            }
        }

        return this;
    }

    /// <summary>Seed, findings and everything that happened.</summary>
    public string Describe() =>
        $"seed {Seed}{Environment.NewLine}{string.Join(Environment.NewLine, Findings.Select(finding => $"  {finding.Rule}: {finding.What}"))}{Environment.NewLine}{string.Join(Environment.NewLine, Log.Select(line => $"    {line}"))}";
}
