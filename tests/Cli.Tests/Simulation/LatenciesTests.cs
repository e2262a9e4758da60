using CityBrain.Cli.Simulation;

namespace CityBrain.Cli.Tests.Simulation;

public sealed class LatenciesTests
{
    [Fact]
    public void Percentiles_are_at_most_two_percent_too_long_and_never_too_short()
    {
        var latencies = new Latencies();
        foreach (var ms in Enumerable.Range(1, 1_000))
        {
            latencies.Add(TimeSpan.FromMilliseconds(ms));
        }

        latencies.Count.ShouldBe(1_000);
        latencies.Percentile(0.5)!.Value.ShouldBeInRange(500, 510);
        latencies.Percentile(0.99)!.Value.ShouldBeInRange(990, 1_010);
        latencies.Percentile(1)!.Value.ShouldBeInRange(1_000, 1_020);
    }

    [Fact]
    public void Without_an_acknowledgement_there_is_no_percentile_and_not_zero()
    {
        new Latencies().Percentile(0.99).ShouldBeNull();
        new Latencies().ToText().ShouldBe("p50 — ms, p95 — ms, p99 — ms");
    }

    [Fact]
    public void What_takes_no_time_or_far_too_long_is_counted_too()
    {
        var latencies = new Latencies();
        latencies.Add(TimeSpan.Zero);
        latencies.Add(TimeSpan.FromHours(30));
        latencies.Count.ShouldBe(2);
    }
}
