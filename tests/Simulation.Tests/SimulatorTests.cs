using CityBrain.Journal.Lane;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Tests;

public class SimulatorTests
{
    [Fact]
    public void Ten_thousand_seeds_pass()
    {
        var output = new StringWriter();
        var campaign = new Campaign(from: 1, seeds: 10_000, PlantedBug.None, output);
        campaign.Execute().ShouldBe(0, output.ToString());
        foreach (var happening in Enum.GetValues<Happening>())
        {
            campaign.Counters[happening].ShouldBeGreaterThan(0, $"{happening} never happened");
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(4711)]
    public void The_same_seed_gives_the_same_history(int seed)
    {
        var (first, second) = (Run.Of((ulong)seed), Run.Of((ulong)seed));
        second.Log.ShouldBe(first.Log);
        second.Digest.ShouldBe(first.Digest);
        Run.Of((ulong)seed + 1).Digest.ShouldNotBe(first.Digest);
    }

    [Theory]
    [InlineData(nameof(PlantedBug.NoParentCheck), "every row follows its parent")]
    [InlineData(nameof(PlantedBug.AcknowledgeBeforeSync), "what was acknowledged is there, once, and was there when it was acknowledged")]
    [InlineData(nameof(PlantedBug.AnswerFromTentativeState), "nobody is shown what is not durable")]
    [InlineData(nameof(PlantedBug.NoRefusalClosure), "a command is written whole or not at all")]
    [InlineData(nameof(PlantedBug.CursorWithoutOrdinal), "every delivery is taken in once, in order")]
    [InlineData(nameof(PlantedBug.OutcomeReadInsteadOfEpochBump), "what was said not to be written is not there")]
    [InlineData(nameof(PlantedBug.ReceiverCursorNotDurable), "every delivery is taken in once, in order")]
    public void A_planted_bug_is_found_within_a_thousand_seeds_by_the_rule_that_it_breaks(string name, string rule)
    {
        var bug = Enum.Parse<PlantedBug>(name);
        var found = Enumerable.Range(1, 1_000).Select(seed => Run.Of((ulong)seed, bug)).FirstOrDefault(run => run.Findings.Any(finding => finding.Rule == rule));
        found.ShouldNotBeNull();
        Run.Of(found.Seed, bug).Digest.ShouldBe(found.Digest, "a seed replays exactly");
        Console.WriteLine($"{name} is found at seed {found.Seed}: {rule}");
    }

    [Fact]
    public void Every_planted_bug_has_its_test() =>
        Enum.GetValues<PlantedBug>().Length.ShouldBe(8, "one for none, and one for each line of data above");
}
