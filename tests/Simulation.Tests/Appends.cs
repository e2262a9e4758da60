using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Simulation.Tests;

/// <summary>Appends for tests that need nothing of them but their chains.</summary>
internal static class Appends
{
    public static FactRow Fact(string stream, Head after, string trace) => new FactRow
    {
        Stream = stream,
        Seq = after.Seq + 1,
        Parent = after.Hash,
        Type = "added",
        Version = 1,
        Payload = "1"u8.ToArray(),
        Mandate = new Mandate(string.Empty, string.Empty, "city", "test", trace),
        ObservedMs = 0,
    }.Sealed();

    public static Append Of(ServiceClass urgency, params FactRow[] facts) => new() { Class = urgency, Facts = facts };

    public static Head HeadOf(FactRow row) => new(row.Seq, row.Hash);

    public static Pending Pending(Session session, params FactRow[] facts) => new(session, Of(ServiceClass.Cases, facts));

    public static Dictionary<Chain, Head> Heads(params (string Stream, Head Head)[] heads) =>
        heads.ToDictionary(head => new Chain(head.Stream, OfReadings: false), head => head.Head);
}
