using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Stores;

/// <summary>
/// What survives a crash, and every way in which a commit can go wrong. It knows nothing of parents: like a database it compares the
/// lane's row and holds (stream, seq) unique, and the rest is the core's.
/// </summary>
internal sealed class SimulatedStore(int lane, Dice dice, Hazards hazards, Counters counters, History history) : IJournalStore
{
    private readonly List<Landing> _underway = [];

    /// <summary>What is durable and can be read.</summary>
    public Durable Durable { get; } = new(lane);

    public int Underway => _underway.Count;

    /// <summary>The last failure of a begin or commit that was known to have written nothing.</summary>
    public int CleanFailuresSoFar { get; private set; }

    public LaneHead ReadLane(int lane) => Durable.Head;

    public IJournalTransaction Begin()
    {
        if (dice.Chance(hazards.BeginUnavailable))
        {
            counters.Add(Happening.WritersUnavailable);
            throw Unavailable("the right to write could not be had");
        }

        return new Transaction(this);
    }

    /// <summary>Reading the log anew can bring back what a failed sync had hidden.</summary>
    public void Reopen()
    {
        if (dice.Chance(hazards.BeginUnavailable))
        {
            throw Unavailable("the store could not be opened");
        }

        Recover(always: false);
    }

    /// <summary>A commit that is still under way arrives, if its compare-and-set still holds.</summary>
    public void LandOne()
    {
        var late = _underway.FindAll(landing => !landing.Hidden);
        if (late.Count > 0)
        {
            Land(dice.Pick(late), Happening.LateCommits);
        }
    }

    /// <summary>After a crash a batch whose sync had failed is there after all, unless something was committed over it meanwhile.</summary>
    public void Recover(bool always = true)
    {
        foreach (var landing in _underway.FindAll(landing => landing.Hidden && (always || dice.Once(2))))
        {
            Land(landing, Happening.BackAfterSyncError);
        }
    }

    /// <summary>Whatever is still under way arrives or is lost for good.</summary>
    public void Settle()
    {
        while (_underway.Count > 0)
        {
            var landing = dice.Pick(_underway);
            if (dice.Once(2))
            {
                Land(landing, landing.Hidden ? Happening.BackAfterSyncError : Happening.LateCommits);
            }

            _underway.Remove(landing);
        }
    }

    private void Land(Landing landing, Happening happening)
    {
        _underway.Remove(landing);
        if (Durable.TryLand(landing, history))
        {
            counters.Add(happening);
            history.Happened($"batch {landing.Batch.Batch} of epoch {landing.Batch.Epoch} is there after all ({happening})");
        }
    }

    private StoreUnavailableException Unavailable(string what)
    {
        CleanFailuresSoFar++;
        history.Happened(what);
        return new StoreUnavailableException(what);
    }

    private sealed class Transaction(SimulatedStore store) : IJournalTransaction
    {
        private Landing? _landing;

        public IReadOnlyDictionary<Chain, Head> ReadHeads(IReadOnlyCollection<Chain> chains) =>
            chains.ToDictionary(chain => chain, store.Durable.HeadOf);

        public void Write(BatchRow batch, IReadOnlyList<PlacedAppend> appends)
        {
            if (store.FirstUnstorable(appends) is { } index)
            {
                throw new PoisonedAppendException(index);
            }

            if (appends.Count > 0 && store.IsBroken())
            {
                throw new InvalidOperationException("The connection was closed under the writer.");
            }

            _landing = new Landing(default, default, batch, appends);
        }

        public bool TryAdvance(LaneHead expected, LaneHead advanced)
        {
            if (store.Underway > 0 && store.IsOvertaken())
            {
                store.LandOne();
            }

            _landing = _landing! with { Expected = expected, Advanced = advanced };
            return store.Durable.Expects(expected);
        }

        public void Commit() => store.Commit(_landing!);

        public void Dispose() => _landing = null;
    }

    private bool IsBroken() => dice.Chance(hazards.BrokenWrite);

    private bool IsOvertaken() => dice.Once(4);

    private int? FirstUnstorable(IReadOnlyList<PlacedAppend> appends)
    {
        var taken = new HashSet<(string, long)>();
        for (var i = 0; i < appends.Count; i++)
        {
            if (appends[i].Append.Facts.Any(fact => fact.Type == "cursed" || Durable.Has(fact.Stream, fact.Seq) || !taken.Add((fact.Stream, fact.Seq))))
            {
                return i;
            }
        }

        return null;
    }

    private void Commit(Landing landing)
    {
        var roll = dice.Below(10_000);
        bool Hits(int chance) => (roll -= chance) < 0;
        if (Hits(hazards.CleanFailure))
        {
            counters.Add(Happening.CleanFailures);
            throw Unavailable("a commit failed cleanly");
        }

        if (Hits(hazards.NeverLands))
        {
            throw Unknown(landing, "will never land");
        }

        if (Hits(hazards.LandsLate))
        {
            _underway.Add(landing);
            throw Unknown(landing, "may land late");
        }

        if (Hits(hazards.SyncError))
        {
            counters.Add(Happening.SyncErrors);
            _underway.Add(landing with { Hidden = true });
            throw Unknown(landing, "could not be synced");
        }

        if (!Durable.TryLand(landing, history))
        {
            throw new InvalidOperationException("A commit failed although its compare-and-set held.");
        }

        counters.Add(Happening.Batches);
        history.Happened($"batch {landing.Batch.Batch} of epoch {landing.Batch.Epoch} is durable: {landing.Batch.Rows} rows, {landing.Appends.Count} appends");
        if (Hits(hazards.LostReply))
        {
            counters.Add(Happening.LostReplies);
            throw Unknown(landing, "is there, but the reply is lost");
        }
    }

    private OutcomeUnknownException Unknown(Landing landing, string what)
    {
        counters.Add(Happening.UnknownCommits);
        history.Happened($"the commit of batch {landing.Batch.Batch} of epoch {landing.Batch.Epoch} {what}");
        return new OutcomeUnknownException(what);
    }
}

/// <summary>A commit, whether it is under way or has arrived.</summary>
/// <param name="Expected">The lane's row that it compares with.</param>
/// <param name="Advanced">The lane's row that it sets.</param>
/// <param name="Batch">The row of the batch.</param>
/// <param name="Appends">Its appends.</param>
internal sealed record Landing(LaneHead Expected, LaneHead Advanced, BatchRow Batch, IReadOnlyList<PlacedAppend> Appends)
{
    /// <summary>Its sync failed: nobody reads it, but a crash may bring it back.</summary>
    public bool Hidden { get; init; }

    /// <summary>When it became durable.</summary>
    public int LandedAt { get; init; }
}
