using CityBrain.Journal.Ports;

namespace CityBrain.Journal.Lane;

/// <summary>What the planted bugs do instead of the right thing where that takes more than leaving it out; used by the simulation only.</summary>
internal static class Sabotage
{
    private static readonly System.Runtime.CompilerServices.ConditionalWeakTable<Pending, HashSet<Chain>> Dropped = [];

    public static bool[] RefuseBrokenChainsOnly(List<Pending> taken, IReadOnlyDictionary<Chain, Head> heads)
    {
        var at = new Dictionary<Chain, Head>(heads);
        foreach (var pending in taken)
        {
            var dropped = new HashSet<Chain>();
            foreach (var link in pending.Links)
            {
                if (at.GetValueOrDefault(link.Chain) == link.From)
                {
                    at[link.Chain] = link.To;
                }
                else
                {
                    dropped.Add(link.Chain);
                }
            }

            Dropped.AddOrUpdate(pending, dropped);
        }

        return [.. taken.Select(pending => pending.Unstorable || pending.Links.Where(link => link.From != link.To).All(link => Dropped.GetOrCreateValue(pending).Contains(link.Chain)))];
    }

    public static Append Remains(Pending pending) => pending.Append with
    {
        Facts = [.. pending.Append.Facts.Where(fact => !Dropped.GetOrCreateValue(pending).Contains(new Chain(fact.Stream, OfReadings: false)))],
        Readings = Dropped.GetOrCreateValue(pending).Any(chain => chain.OfReadings) ? null : pending.Append.Readings,
    };

    public static Fate FateAsRead(Exception failure, LaneHead read, LaneHead head) =>
        failure is OutcomeUnknownException && read.Batch == head.Batch ? Fate.NotWritten : Fate.Unknown;
}
