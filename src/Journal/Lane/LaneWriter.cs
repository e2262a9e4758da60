using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Lane;

/// <summary>
/// The one writer of a lane. Activations submit appends from any thread; one thread pumps: it takes what waits, refuses what stands on an
/// outdated head together with all that was decided on it, writes the rest as one batch with one sync, writes the head down outside the
/// database, and only then lets the replies leave. Exactly one batch is in flight.
/// </summary>
public sealed class LaneWriter
{
    private readonly IJournalStore _store;
    private readonly IAnchor _anchor;
    private readonly TimeProvider _clock;
    private readonly LaneOptions _options;
    private readonly PlantedBug _bug;
    private readonly AppendQueue _queue;
    private LaneHead _head;
    private bool _unresolved;

    /// <summary>Takes the lane over. Whatever an earlier holder still has in flight can no longer land.</summary>
    /// <exception cref="LaneLostException">The lane cannot be taken over now.</exception>
    public LaneWriter(IJournalStore store, IAnchor anchor, TimeProvider clock, LaneOptions options)
        : this(store, anchor, clock, options, PlantedBug.None)
    {
    }

    internal LaneWriter(IJournalStore store, IAnchor anchor, TimeProvider clock, LaneOptions options, PlantedBug bug)
    {
        (_store, _anchor, _clock, _options, _bug) = (store, anchor, clock, options, bug);
        _queue = new AppendQueue(options.QueueRowsMax);
        _head = store.ReadLane(options.Lane);
        BumpEpoch(takeOver: true);
    }

    /// <summary>Something was submitted: wakes the thread that pumps.</summary>
    public event Action? Submitted;

    /// <summary>A batch is durable. Called on the pumping thread; must not block.</summary>
    public event Action<CommittedBatch>? Committed;

    /// <summary>The last durable batch.</summary>
    public LaneHead Head => _head;

    /// <summary>Whether the last attempt to write succeeded; false while the store cannot be written.</summary>
    public bool Writable { get; private set; } = true;

    /// <summary>A batch could not be written, or its fate is not known, and why; for the operator. Called on the pumping thread.</summary>
    public event Action<Exception>? Failed;

    /// <summary>Begins the line of one activation.</summary>
    public static Session Begin() => new();

    /// <summary>Whether an append of this class would be taken now; asked before it is applied, so that nothing has to be undone.</summary>
    public bool HasRoom(ServiceClass urgency) => _queue.HasRoom(urgency);

    /// <summary>
    /// Queues an append. The outcome arrives when it is known, or as unknown when <paramref name="patience"/> has passed; all appends of a
    /// session after a failed one are withdrawn.
    /// </summary>
    public Task<AppendOutcome> Submit(Session session, Append append, TimeSpan? patience = null)
    {
        var pending = new Pending(session, append);
        if (patience is { } wait)
        {
            pending.SettleAfter(wait, _clock);
        }

        _queue.Add(pending);
        Submitted?.Invoke();
        return pending.Outcome;
    }

    /// <summary>Ends a session: what it has waiting is withdrawn.</summary>
    public void End(Session session) => _queue.Fail(session);

    /// <summary>Writes at most one batch.</summary>
    /// <returns>Whether there was anything to do.</returns>
    /// <exception cref="LaneLostException">Another writer holds the lane, or the last commit's fate cannot be settled: the process must end.</exception>
    public bool PumpOnce()
    {
        var taken = _queue.Take(_options.BatchRowsMax);
        if (taken.Count == 0)
        {
            return false;
        }

        try
        {
            if (_unresolved)
            {
                Resolve();
            }

            Write(taken);
            Writable = true;
        }
        catch (StoreUnavailableException failure)
        {
            Writable = false;
            Failed?.Invoke(failure);
            Settle(taken, Fate.NotWritten);
        }
        catch (LaneLostException)
        {
            Settle(taken, Fate.Unknown);
            _queue.FailAll();
            throw;
        }
        catch (Exception failure)
        {
            // Whatever went wrong, a failed batch never ends the writer: its fate is settled before the next one.
            _unresolved = true;
            Failed?.Invoke(failure);
            Settle(taken, _bug == PlantedBug.OutcomeReadInsteadOfEpochBump ? Sabotage.FateAsRead(failure, _store.ReadLane(_options.Lane), _head) : Fate.Unknown);
        }

        return true;
    }

    /// <summary>
    /// Asks the store for its write lock and gives it back. While a city is not ready nobody may send it anything, so that it would never
    /// find out by a batch that its store can be written again.
    /// </summary>
    public void Probe()
    {
        try
        {
            _store.Begin().Dispose();
            Writable = true;
        }
        catch (StoreUnavailableException)
        {
            // Still not; whoever pumps asks again.
        }
    }

    private void Write(List<Pending> taken)
    {
        using var transaction = _store.Begin();
        var heads = transaction.ReadHeads(Closure.Chains(taken));
        while (true)
        {
            var refused = Judge(taken, heads);
            var accepted = taken.Where((_, i) => !refused[i]).ToList();
            if (accepted.Count > 0)
            {
                var placed = Place(accepted);
                var (batch, advanced) = _head.Next(_head.Epoch, placed, _clock.GetUtcNow());
                try
                {
                    transaction.Write(batch, placed);
                }
                catch (PoisonedAppendException poisoned)
                {
                    accepted[poisoned.Index].Unstorable = true;
                    continue;
                }

                Commit(transaction, advanced, accepted, placed);
            }

            foreach (var pending in taken.Where((_, i) => refused[i]))
            {
                Settle([pending], pending.Unstorable ? Fate.Unstorable : Fate.Refused);
            }

            return;
        }
    }

    private void Commit(IJournalTransaction transaction, LaneHead advanced, List<Pending> accepted, List<PlacedAppend> placed)
    {
        if (!transaction.TryAdvance(_head, advanced))
        {
            throw new LaneLostException($"Lane {_options.Lane} moved on without this writer.");
        }

        if (_bug == PlantedBug.AcknowledgeBeforeSync)
        {
            Acknowledge(accepted, placed, advanced);
        }

        var began = _clock.GetTimestamp();
        transaction.Commit();
        Advance(advanced);
        var took = _clock.GetElapsedTime(began);
        Acknowledge(accepted, placed, advanced);
        Committed?.Invoke(new CommittedBatch(advanced, placed, took));
    }

    private static void Acknowledge(List<Pending> accepted, List<PlacedAppend> placed, LaneHead advanced)
    {
        for (var i = 0; i < accepted.Count; i++)
        {
            accepted[i].Settle(new AppendOutcome(Fate.Durable, new Position(advanced.Lane, advanced.Batch, placed[i].FirstOrdinal)));
        }
    }

    /// <summary>
    /// Makes the fate of an unknown commit final. Reading the lane does not: a commit that reads as absent may still land. A new epoch does:
    /// either the old batch is there before it, or it never will be.
    /// </summary>
    private void Resolve()
    {
        _store.Reopen();
        if (_bug == PlantedBug.OutcomeReadInsteadOfEpochBump)
        {
            Advance(_store.ReadLane(_options.Lane));
        }
        else
        {
            BumpEpoch(takeOver: false);
        }

        _unresolved = false;
    }

    private void BumpEpoch(bool takeOver)
    {
        var held = _head.Epoch;
        for (var attempt = 0; attempt < _options.BumpAttemptsMax; attempt++)
        {
            try
            {
                using var transaction = _store.Begin();
                var read = _store.ReadLane(_options.Lane);
                if (!takeOver && read.Epoch != held)
                {
                    throw new LaneLostException($"Lane {_options.Lane} was taken over in epoch {read.Epoch}.");
                }

                // What landed without its reply is not anchored yet; the bump must not leave the anchor two batches behind.
                Advance(read);
                var (batch, advanced) = read.Next(read.Epoch + 1, [], _clock.GetUtcNow());
                transaction.Write(batch, []);
                if (transaction.TryAdvance(read, advanced))
                {
                    transaction.Commit();
                    Advance(advanced);
                    return;
                }
            }
            catch (OutcomeUnknownException unknown)
            {
                throw new LaneLostException($"The fate of lane {_options.Lane}'s last batch cannot be settled.", unknown);
            }
            catch (IOException failure)
            {
                // Settling goes on with the next batch; the one that waits now has not been written.
                throw new StoreUnavailableException($"The head of lane {_options.Lane} could not be anchored.", failure);
            }
        }

        throw new LaneLostException($"Lane {_options.Lane} kept moving while its epoch was bumped.");
    }

    private void Advance(LaneHead advanced)
    {
        _head = advanced;
        if (advanced.Batch > 0)
        {
            _anchor.Write(advanced);
        }
    }

    private bool[] Judge(List<Pending> taken, IReadOnlyDictionary<Chain, Head> heads) => _bug switch
    {
        PlantedBug.NoParentCheck => [.. taken.Select(pending => pending.Unstorable)],
        PlantedBug.NoRefusalClosure => Sabotage.RefuseBrokenChainsOnly(taken, heads),
        _ => Closure.Refused(taken, heads),
    };

    private List<PlacedAppend> Place(List<Pending> accepted)
    {
        var ordinal = 0;
        var placed = new List<PlacedAppend>(accepted.Count);
        foreach (var append in accepted.Select(pending => _bug == PlantedBug.NoRefusalClosure ? Sabotage.Remains(pending) : pending.Append))
        {
            placed.Add(new PlacedAppend(append, ordinal));
            ordinal += append.Rows;
        }

        return placed;
    }

    private void Settle(List<Pending> pendings, Fate fate)
    {
        foreach (var pending in pendings)
        {
            pending.Settle(new AppendOutcome(fate));
            _queue.Fail(pending.Session);
        }
    }
}
