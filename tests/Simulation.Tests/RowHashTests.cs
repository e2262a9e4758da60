using System.Text;
using CityBrain.Journal.Rows;

namespace CityBrain.Simulation.Tests;

/// <summary>The form that hashes run over never changes: these were worked out apart, by a script that shares nothing with the product.</summary>
public sealed class RowHashTests
{
    private static readonly Hash Parent = new([.. Enumerable.Range(0, Hash.Size).Select(number => (byte)number)]);

    [Theory]
    [InlineData("2.5", "311719e45bea3417a9872406174b7eefd733a6b475ad2b738920f8e259e4edb2")]
    [InlineData("long", "dc51e6ed291dbb0caa2012f4397396e4280a671f0015d56e57c30f9fc23d0b24")]
    public void A_readings_hash_is_SHA_256_over_its_fields_whatever_their_length(string level, string hash) => new ReadingRow
    {
        Stream = "device/river-1",
        Number = 7,
        Parent = Parent,
        ObservedMs = 1_764_000_000_000,
        Variant = 1,
        Mark = ReadingMark.Conflict,
        ClaimedMs = 1_764_000_000_001,
        Origin = Origin.Replayed("洪水"),
        Points = Encoding.UTF8.GetBytes(level == "long" ? $$"""{"level":"{{new string('x', 5_000)}}"}""" : $$"""{"level":{{level}}}"""),
        Flags = """{"level":"spike"}"""u8.ToArray(),
        Trace = "0af7651916cd43dd8448eb211c80319c",
    }.Sealed().Hash.ToString().ShouldBe(hash);

    [Fact]
    public void A_facts_hash_is_SHA_256_over_its_fields() => new FactRow
    {
        Stream = "incident/341882001/i-000001",
        Seq = 2,
        Parent = Parent,
        Type = "incident-opened",
        Version = 1,
        Payload = """{"level":2}"""u8.ToArray(),
        Mandate = new Mandate("cmd-1", "body-hash", "person:a", "处置", "0af7651916cd43dd8448eb211c80319c"),
        ObservedMs = 1_764_000_000_000,
        Cause = new Position(0, 12, 3),
    }.Sealed().Hash.ToString().ShouldBe("b04ce8dfcaa311d8756e64b3d27bdd8e6b4f045cdd0a2279701d3ec9f34d0ec2");
}
