using CityBrain.Journal.Lane;

namespace CityBrain.Journal.Ports;

/// <summary>What a lane's writer needs of a store. Called by one thread at a time; a store of many processes fences them by the lane row.</summary>
public interface IJournalStore
{
    /// <summary>The lane's row as it can be read now; batch 0 of epoch 0 when the lane is new. After an unknown commit this does not tell the outcome.</summary>
    LaneHead ReadLane(int lane);

    /// <summary>Begins the one write transaction, with the right to write already held.</summary>
    /// <exception cref="StoreUnavailableException">The right to write could not be had in time; nothing was written.</exception>
    IJournalTransaction Begin();

    /// <summary>Gives up every handle whose view is no longer trusted, and opens anew.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be opened.</exception>
    void Reopen();
}

/// <summary>One batch's transaction. Disposing it before <see cref="Commit"/> leaves nothing written.</summary>
public interface IJournalTransaction : IDisposable
{
    /// <summary>The heads of the chains named, read inside the transaction; chains without rows have <c>default</c>.</summary>
    IReadOnlyDictionary<Chain, Head> ReadHeads(IReadOnlyCollection<Chain> chains);

    /// <summary>
    /// Writes the batch's row and all rows of its appends: facts, readings with their rule state, rows of lists, kept answers; and takes out
    /// the readings that an append drops, writing down for each device where what is gone ends.
    /// </summary>
    /// <exception cref="PoisonedAppendException">One append cannot be stored; everything written so far in this transaction has been undone and it may be used again.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot write, as on a full disk; nothing was written.</exception>
    void Write(BatchRow batch, IReadOnlyList<PlacedAppend> appends);

    /// <summary>Advances the lane's row if it still has the expected epoch and batch.</summary>
    /// <returns>False when it has not: another writer holds the lane, or an earlier commit of this one landed late.</returns>
    bool TryAdvance(LaneHead expected, LaneHead advanced);

    /// <summary>Makes it durable: one sync.</summary>
    /// <exception cref="StoreUnavailableException">It is known that nothing was written.</exception>
    /// <exception cref="OutcomeUnknownException">It may or may not be there, now or later.</exception>
    void Commit();
}

/// <summary>A chain that appends must connect to: the facts of a stream, or the readings of a device.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="OfReadings">Whether it is the chain of the stream's readings rather than of its facts.</param>
public readonly record struct Chain(string Stream, bool OfReadings);

/// <summary>The store cannot take writes now; it is known that nothing was written.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Says why.</summary>
    public StoreUnavailableException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>A commit was begun and neither its success nor its failure is known.</summary>
public sealed class OutcomeUnknownException : Exception
{
    /// <summary>Says why.</summary>
    public OutcomeUnknownException(string message, Exception? inner = null)
        : base(message, inner)
    {
    }
}

/// <summary>One append of a batch cannot be stored, and would not be the next time either.</summary>
public sealed class PoisonedAppendException : Exception
{
    /// <summary>Names the append by its place in the list that was to be written.</summary>
    public PoisonedAppendException(int index, Exception? inner = null)
        : base($"Append {index} of the batch cannot be stored.", inner) => Index = index;

    /// <summary>Place in the list that was to be written.</summary>
    public int Index { get; }
}
