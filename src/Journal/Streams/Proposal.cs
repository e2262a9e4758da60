using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Streams;

/// <summary>What an activation decided on its tentative state: to make something durable, or to refuse. Never both.</summary>
/// <typeparam name="TState">The aggregate's state, an immutable snapshot.</typeparam>
/// <typeparam name="TAnswer">What the caller gets once everything the answer was decided on is durable.</typeparam>
public abstract record Proposal<TState, TAnswer>
{
    private Proposal()
    {
    }

    /// <summary>Refuses; changes nothing.</summary>
    /// <param name="Why">The reason and the remedy.</param>
    public sealed record Refused(Refusal Why) : Proposal<TState, TAnswer>;

    /// <summary>Accepts.</summary>
    /// <param name="After">The state after it.</param>
    /// <param name="Answer">The answer.</param>
    public sealed record Accepted(TState After, TAnswer Answer) : Proposal<TState, TAnswer>
    {
        /// <summary>Facts of the own stream; none when nothing has to change.</summary>
        public IReadOnlyList<Draft> Facts { get; init; } = [];

        /// <summary>First facts of streams that come into being with this command.</summary>
        public IReadOnlyList<FirstFacts> NewStreams { get; init; } = [];

        /// <summary>Readings and rule state of the own stream.</summary>
        public ReadingAppend? Readings { get; init; }

        /// <summary>A graver class than the command came with, when what was decided is graver.</summary>
        public ServiceClass? Urgency { get; init; }

        /// <summary>Rows of lists, keyed by the own stream or by a new one.</summary>
        public IReadOnlyList<ViewRow> Views { get; init; } = [];
    }
}

/// <summary>A fact before it has a place in a stream.</summary>
/// <param name="Type">Kebab-case name.</param>
/// <param name="Version">Version of the payload's form.</param>
/// <param name="Payload">UTF-8 JSON.</param>
/// <param name="ObservedMs">When it was observed, milliseconds since 1970 UTC.</param>
public sealed record Draft(string Type, int Version, ReadOnlyMemory<byte> Payload, long ObservedMs)
{
    /// <summary>
    /// Type of the fact that is noted when a delivery, or a command under a key, decided nothing about its own stream: the stream must
    /// advance durably all the same, so that the delivery, or the key, counts only once.
    /// </summary>
    public const string DeliveryNoted = "delivery-noted";
}

/// <summary>A stream that comes into being with a command.</summary>
/// <param name="Stream">Its name; it must not exist.</param>
/// <param name="Facts">Its first facts.</param>
public sealed record FirstFacts(string Stream, IReadOnlyList<Draft> Facts);

/// <summary>How an answer is kept for a command that comes again.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
/// <param name="Write">To UTF-8 JSON.</param>
/// <param name="Read">From UTF-8 JSON.</param>
public sealed record AnswerForm<TAnswer>(Func<TAnswer, ReadOnlyMemory<byte>> Write, Func<ReadOnlyMemory<byte>, TAnswer> Read);

/// <summary>What leaves an activation: an answer or a refusal, with everything it was decided on durable.</summary>
/// <typeparam name="TAnswer">The answer's type.</typeparam>
public readonly record struct Reply<TAnswer>(TAnswer? Answer, Refusal? Refusal)
{
    /// <summary>Answers.</summary>
    public static implicit operator Reply<TAnswer>(TAnswer answer) => new(answer, null);

    /// <summary>Refuses.</summary>
    public static implicit operator Reply<TAnswer>(Refusal refusal) => new(default, refusal);
}
