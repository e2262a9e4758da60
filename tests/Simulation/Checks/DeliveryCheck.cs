using CityBrain.Journal.Streams;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Checks;

/// <summary>Every routed fact was taken in by its desk exactly once, in the lane's order, none skipped.</summary>
internal static class DeliveryCheck
{
    public static void Check(World world, Timeline timeline, List<Finding> findings)
    {
        var routed = new List<string>[] { [], [] };
        var received = new List<string>[] { [], [] };
        foreach (var written in timeline.Appends)
        {
            foreach (var fact in written.Append.Facts)
            {
                if (LedgerRules.Route(fact) is { } desk)
                {
                    routed[desk].Add($"{fact.Stream}#{fact.Seq}");
                }

                if (fact.Type is "noted" or Draft.DeliveryNoted && fact.Mandate.Command.Length == 0)
                {
                    received[fact.Stream == World.Desk(0) ? 0 : 1].Add(fact.Mandate.Trace);
                }
            }
        }

        for (var desk = 0; desk < 2; desk++)
        {
            var (expected, found) = (routed[desk], received[desk]);
            var at = expected.Zip(found).TakeWhile(pair => pair.First == pair.Second).Count();
            if (at < expected.Count || at < found.Count)
            {
                findings.Add(new Finding(
                    "every delivery is taken in once, in order",
                    $"{World.Desk(desk)} received {found.Count} of {expected.Count}; the first difference is at {at}: {found.ElementAtOrDefault(at)} instead of {expected.ElementAtOrDefault(at)}"));
            }
        }
    }
}
