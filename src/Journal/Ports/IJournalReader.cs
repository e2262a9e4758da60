using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Ports;

/// <summary>What activations and followers read. Only what is durable is ever seen here.</summary>
public interface IJournalReader
{
    /// <summary>All facts of a stream in order.</summary>
    /// <exception cref="DamagedStreamException">A row does not have the hash it was written with, or the chain has a gap.</exception>
    ValueTask<IReadOnlyList<FactRow>> ReadStream(string stream, CancellationToken cancellation = default);

    /// <summary>Count, head and rule state of a device's readings; null when it has none yet.</summary>
    ValueTask<ReadingChain?> ReadReadingChain(string stream, CancellationToken cancellation = default);

    /// <summary>The answer kept for a command, or null.</summary>
    ValueTask<KeptAnswer?> FindAnswer(string stream, string command, CancellationToken cancellation = default);

    /// <summary>Facts of a lane after a position in order, at most <paramref name="limit"/>, never less than one whole batch if there is one; and how far that reaches.</summary>
    ValueTask<LanePage> ReadLane(Position after, int limit, CancellationToken cancellation = default);

    /// <summary>The lanes there are, with their heads.</summary>
    ValueTask<IReadOnlyList<LaneHead>> ReadLanes(CancellationToken cancellation = default);

    /// <summary>How far a follower of a lane had come when it last said so; the beginning of the lane when it never did.</summary>
    ValueTask<Position> ReadMark(string follower, int lane, CancellationToken cancellation = default);

    /// <summary>Says how far a follower has come, so that it need not start over. Written behind: losing it costs repetition only.</summary>
    ValueTask WriteMark(string follower, Position mark, CancellationToken cancellation = default);
}

/// <summary>A device's chain of readings and the rule state that goes with its head.</summary>
public sealed record ReadingChain(Head Head, ReadOnlyMemory<byte> RuleState);

/// <summary>A piece of a lane: facts with their positions, and the position up to which nothing is missing.</summary>
public sealed record LanePage(IReadOnlyList<PlacedFact> Facts, Position Through);

/// <summary>A fact and where it stands.</summary>
public readonly record struct PlacedFact(Position At, FactRow Row, long RecordedMs);

/// <summary>A stream cannot be trusted: it is never served as if nothing had happened, and never as empty.</summary>
public sealed class DamagedStreamException : Exception
{
    /// <summary>Names the row.</summary>
    public DamagedStreamException(string stream, long seq, string what)
        : base($"Stream '{stream}' is damaged at {seq}: {what}")
    {
        Stream = stream;
        Seq = seq;
    }

    /// <summary>The stream.</summary>
    public string Stream { get; }

    /// <summary>The row's seq, or number for a reading.</summary>
    public long Seq { get; }
}
