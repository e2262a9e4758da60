using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Lane;

/// <summary>Classes of service, gravest first: at admission and in the writer's queue the graver goes ahead.</summary>
public enum ServiceClass
{
    /// <summary>Alarms, incidents, warnings.</summary>
    LifeSafety,

    /// <summary>Cards and settlement.</summary>
    Money,

    /// <summary>Cases, applications, registers, the city's own configuration.</summary>
    Cases,

    /// <summary>Readings that raised nothing.</summary>
    Telemetry,

    /// <summary>What can be worked out again.</summary>
    Views,
}

/// <summary>Everything that one command makes durable, together or not at all: facts of its own stream and of new streams, readings, rows of lists, and its answer.</summary>
public sealed record Append
{
    /// <summary>How grave it is to wait.</summary>
    public required ServiceClass Class { get; init; }

    /// <summary>What it was decided on: checked also where it adds nothing to the chain.</summary>
    public Standpoint? DecidedOn { get; init; }

    /// <summary>Facts, those of one stream in order of their seq.</summary>
    public IReadOnlyList<FactRow> Facts { get; init; } = [];

    /// <summary>Readings of the appending device, if any.</summary>
    public ReadingAppend? Readings { get; init; }

    /// <summary>Rows of lists, keyed by a stream that this append writes.</summary>
    public IReadOnlyList<ViewRow> Views { get; init; } = [];

    /// <summary>The answer to repeat when the same command comes again, if the command has a key.</summary>
    public KeptAnswer? Answer { get; init; }

    /// <summary>Readings that go with it, by order of a stub that this was decided on; it then adds no rows of its own.</summary>
    public ReadingDrop? Drop { get; init; }

    /// <summary>Number of rows that count as facts or readings.</summary>
    public int Rows => Facts.Count + (Readings?.Rows.Count ?? 0);

    /// <summary>The hashes of those rows in order of their ordinals: facts first, then readings.</summary>
    public IEnumerable<Hash> Hashes => Facts.Select(fact => fact.Hash).Concat(Readings?.Rows.Select(reading => reading.Hash) ?? []);
}

/// <summary>Readings of one device in order, and the rule state after the last of them.</summary>
/// <param name="Stream">The device's stream.</param>
/// <param name="From">The chain's head that these were decided on; <c>Seq</c> 0 and the zero hash for the first.</param>
/// <param name="Rows">The readings, chained from <paramref name="From"/>; may be empty when only the rule state changes.</param>
/// <param name="RuleState">UTF-8 JSON of the rule state after them; replaces the row that carries the chain's count and head.</param>
public sealed record ReadingAppend(string Stream, Head From, IReadOnlyList<ReadingRow> Rows, ReadOnlyMemory<byte> RuleState)
{
    /// <summary>The chain's head after these.</summary>
    public Head To => Rows.Count == 0 ? From : new Head(Rows[^1].Number, Rows[^1].Hash);
}

/// <summary>A run of readings to take out of the history: all that stand at these positions of one lane; facts between them stay.</summary>
/// <param name="From">The first position, inclusive.</param>
/// <param name="Through">The last position, inclusive.</param>
public readonly record struct ReadingDrop(Position From, Position Through);

/// <summary>The heads of the deciding stream when it decided.</summary>
/// <param name="Stream">The stream.</param>
/// <param name="Facts">The end of its facts.</param>
/// <param name="Readings">The end of its readings; null for a stream that has none and never will.</param>
public readonly record struct Standpoint(string Stream, Head Facts, Head? Readings);

/// <summary>The end of a chain, whether of facts or of readings.</summary>
/// <param name="Seq">How many rows it has.</param>
/// <param name="Hash">Hash of its last row; the zero hash when it has none.</param>
public readonly record struct Head(long Seq, Hash Hash);

/// <summary>The first answer to a command, kept in the transaction of its facts.</summary>
/// <param name="Stream">The stream that decided.</param>
/// <param name="Command">The caller's key.</param>
/// <param name="Body">Hash of the command's body.</param>
/// <param name="Seq">The stream's last seq once the command was done: an activation that stands before it is outdated.</param>
/// <param name="Answer">UTF-8 JSON of the answer.</param>
public sealed record KeptAnswer(string Stream, string Command, string Body, long Seq, ReadOnlyMemory<byte> Answer);

/// <summary>What became of an append.</summary>
public enum Fate
{
    /// <summary>It is durable.</summary>
    Durable,

    /// <summary>Nothing of it was written, because it or what it was decided on stood on an outdated head.</summary>
    Refused,

    /// <summary>Nothing of it was written, because the store could not take it or its activation had failed before.</summary>
    NotWritten,

    /// <summary>Whether it was written is not known; whoever asks again with the same key finds out.</summary>
    Unknown,

    /// <summary>Nothing of it was written, and never will be: the store cannot hold it.</summary>
    Unstorable,
}

/// <summary>What became of an append, and where its first row stands if it is durable.</summary>
public readonly record struct AppendOutcome(Fate Fate, Position At = default);
