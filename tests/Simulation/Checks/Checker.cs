using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Checks;

/// <summary>Something that must never be.</summary>
/// <param name="Rule">The rule that it breaks.</param>
/// <param name="What">What exactly was seen.</param>
internal sealed record Finding(string Rule, string What);

/// <summary>Compares what clients were told with what the store holds in the end. Shares no code with the commit core.</summary>
internal static class Checker
{
    public static List<Finding> Check(World world)
    {
        var findings = new List<Finding>();
        findings.AddRange(world.Failures.Select(failure => new Finding("nothing breaks", failure.ToString())));
        findings.AddRange(world.AnchorFindings.Select(what => new Finding("the anchor lags by one batch at most and never leads", what)));
        LaneCheck.Check(world, findings);
        var timeline = new Timeline(world);
        new CommandCheck(world, timeline, findings).Check();
        new ReadCheck(world, timeline, findings).Check();
        DeliveryCheck.Check(world, timeline, findings);
        return findings;
    }
}
