using CityBrain.Journal.Ports;

namespace CityBrain.Journal.Lane;

/// <summary>How one append continues one chain: it was decided on <paramref name="From"/> and leaves <paramref name="To"/>.</summary>
internal readonly record struct Link(Chain Chain, Head From, Head To)
{
    /// <summary>The links of an append.</summary>
    /// <exception cref="ArgumentException">The rows of one stream do not follow one another: a bug of the activation.</exception>
    public static IReadOnlyList<Link> Of(Append append)
    {
        var links = new List<Link>(2);
        foreach (var fact in append.Facts)
        {
            var chain = new Chain(fact.Stream, OfReadings: false);
            var (from, to) = (new Head(fact.Seq - 1, fact.Parent), new Head(fact.Seq, fact.Hash));
            var at = links.FindIndex(link => link.Chain == chain);
            if (at < 0)
            {
                links.Add(new Link(chain, from, to));
            }
            else
            {
                links[at] = links[at].To == from
                    ? links[at] with { To = to }
                    : throw new ArgumentException($"Facts of '{fact.Stream}' do not follow one another at {fact.Seq}.", nameof(append));
            }
        }

        if (append.Readings is { } readings)
        {
            links.Add(new Link(new Chain(readings.Stream, OfReadings: true), readings.From, readings.To));
        }

        if (append.DecidedOn is { } own)
        {
            Hold(links, new Chain(own.Stream, OfReadings: false), own.Facts);
            Hold(links, new Chain(own.Stream, OfReadings: true), own.Readings);
        }

        return links;
    }

    /// <summary>A chain that the append does not move must still stand where it was decided on.</summary>
    private static void Hold(List<Link> links, Chain chain, Head? head)
    {
        if (head is { } stands && !links.Exists(link => link.Chain == chain))
        {
            links.Add(new Link(chain, stands, stands));
        }
    }
}

/// <summary>
/// Decides, before anything is written, which appends of a batch are refused: those whose chain does not connect, and with them all that
/// was decided on them. The appends to one chain in one batch are a segment that succeeds or fails whole.
/// </summary>
internal static class Closure
{
    /// <summary>The chains that the appends touch.</summary>
    public static IReadOnlyCollection<Chain> Chains(IReadOnlyList<Pending> appends)
    {
        var chains = new HashSet<Chain>();
        foreach (var link in appends.SelectMany(append => append.Links))
        {
            chains.Add(link.Chain);
        }

        return chains;
    }

    /// <summary>Which appends are refused, by place in the list. A fixed point: refusing one may refuse others, until no more are.</summary>
    public static bool[] Refused(IReadOnlyList<Pending> appends, IReadOnlyDictionary<Chain, Head> heads)
    {
        var refused = new bool[appends.Count];
        for (var i = 0; i < refused.Length; i++)
        {
            refused[i] = appends[i].Unstorable;
        }

        while (true)
        {
            var broken = BrokenChains(appends, heads, refused);
            var failed = new HashSet<Session>();
            var changed = false;
            for (var i = 0; i < refused.Length; i++)
            {
                if (!refused[i] && (failed.Contains(appends[i].Session) || appends[i].Links.Any(link => broken.Contains(link.Chain))))
                {
                    refused[i] = changed = true;
                }

                if (refused[i])
                {
                    failed.Add(appends[i].Session);
                }
            }

            if (!changed)
            {
                return refused;
            }
        }
    }

    /// <summary>The chains in which some append is refused already or does not continue where the chain stands.</summary>
    private static HashSet<Chain> BrokenChains(IReadOnlyList<Pending> appends, IReadOnlyDictionary<Chain, Head> heads, bool[] refused)
    {
        var broken = new HashSet<Chain>();
        var at = new Dictionary<Chain, Head>(heads);
        for (var i = 0; i < refused.Length; i++)
        {
            foreach (var link in appends[i].Links)
            {
                if (refused[i] || at.GetValueOrDefault(link.Chain) != link.From)
                {
                    broken.Add(link.Chain);
                }

                at[link.Chain] = link.To;
            }
        }

        return broken;
    }
}
