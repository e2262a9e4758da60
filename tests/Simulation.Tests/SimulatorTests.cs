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
    [InlineData(nameof(PlantedBug.NoParentCheck))]
    [InlineData(nameof(PlantedBug.AcknowledgeBeforeSync))]
    [InlineData(nameof(PlantedBug.AnswerFromTentativeState))]
    [InlineData(nameof(PlantedBug.NoRefusalClosure))]
    [InlineData(nameof(PlantedBug.CursorWithoutOrdinal))]
    [InlineData(nameof(PlantedBug.OutcomeReadInsteadOfEpochBump))]
    [InlineData(nameof(PlantedBug.ReceiverCursorNotDurable))]
    public void A_planted_bug_is_found_within_a_thousand_seeds(string name)
    {
        var output = new StringWriter();
        var campaign = new Campaign(from: 1, seeds: 1_000, Enum.Parse<PlantedBug>(name), output);
        campaign.Execute().ShouldBe(0, output.ToString());
        campaign.Failed.ShouldNotBeNull();
        Run.Of(campaign.Failed.Seed, Enum.Parse<PlantedBug>(name)).Digest.ShouldBe(campaign.Failed.Digest, "a seed replays exactly");
        Console.WriteLine($"{name} is found at seed {campaign.Failed.Seed}: {campaign.Failed.Findings[0].Rule}");
    }

    [Fact]
    public void Every_planted_bug_has_its_test() =>
        Enum.GetValues<PlantedBug>().Length.ShouldBe(8, "one for none, and one for each line of data above");
}
