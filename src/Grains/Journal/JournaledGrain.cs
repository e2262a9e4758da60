using System.Diagnostics.CodeAnalysis;
using CityBrain.Grains.Interfaces;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Journal;

/// <summary>
/// A grain whose state is what its stream says. Subclasses decide in <c>Domain</c> and hand the facts over; reading the stream, committing,
/// answering repeated commands, taking deliveries in and going away after a failure are written here once.
/// Subclasses are reentrant for one reason only: while a commit is on its way, the next command may be decided on the tentative state.
/// </summary>
/// <typeparam name="TState">The state, an immutable snapshot.</typeparam>
public abstract class JournaledGrain<TState> : Grain, IFactReceiver
    where TState : class
{
    private readonly string _kind;
    private readonly bool _single;
    private StreamCore<TState>? _core;
    private Refusal? _quarantine;

    /// <summary>A grain whose stream is <c>kind/key</c>, or just <c>kind</c> where there is only a single one.</summary>
    protected JournaledGrain(JournalAccess journal, string kind, bool only = false) => (Journal, _kind, _single) = (journal, kind, only);

    /// <summary>The silo's journal.</summary>
    protected JournalAccess Journal { get; }

    /// <summary>The time.</summary>
    protected DateTimeOffset Now => Journal.Clock.GetUtcNow();

    /// <summary>The stream.</summary>
    protected string Stream => _single ? _kind : $"{_kind}/{this.GetPrimaryKeyString()}";

    /// <summary>The state after the last durable fact.</summary>
    protected TState Durable => _core is null ? Initial : _core.Durable;

    /// <summary>The state after the last decision, durable or not: for looking up before a turn what the turn will need, never for answering.</summary>
    protected TState Tentative => _core is null ? Initial : _core.Tentative;

    /// <summary>Whether nothing is in flight.</summary>
    protected bool IsSettled => _core!.IsSettled;

    /// <summary>The state of a stream without facts.</summary>
    protected abstract TState Initial { get; }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            var rows = await Journal.Reader.ReadStream(Stream, cancellationToken);
            var state = await Restore(Journal.Forms.Read(rows).Aggregate(Initial, Apply), rows, cancellationToken);
            _core = new StreamCore<TState>(
                Journal.Writer, Journal.Reader, Journal.Clock, Journal.Options.Patience, StreamStart.From(Stream, rows, state, ReadingsHead(state)));
            _core.Failing += DeactivateOnIdle;
        }
        catch (Exception damage) when (damage is DamagedStreamException or UnreadableFactException)
        {
            // Never the initial state instead: what cannot be read is not served until an operator has mended it.
            _quarantine = GrainRefusals.Damaged(damage.Message);
        }
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _core?.End();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<DeliveryReceipt> Deliver(Deliveries deliveries)
    {
        if (IsQuarantined(out var refusal))
        {
            return new DeliveryReceipt(refusal);
        }

        // Submitted one after the other and awaited together, so that they share a batch; but nothing is taken past one that was not.
        var replies = new List<Task<Reply<bool>>>(deliveries.Items.Count);
        foreach (var item in deliveries.Items)
        {
            replies.Add(Take(item));
            if (replies[^1] is { IsCompletedSuccessfully: true, Result.Refusal: not null })
            {
                break;
            }
        }

        var answers = await Task.WhenAll(replies);
        var refused = answers.Select(answer => answer.Refusal).FirstOrDefault(why => why is not null);
        if (refused is null)
        {
            Announce();
        }

        return new DeliveryReceipt(refused);
    }

    private Task<Reply<bool>> Take(Delivery item) => _core!.Receive(
        new Position(item.Lane, item.Batch, item.Ordinal),
        item.Mandate with { Command = string.Empty, Body = string.Empty },
        ServiceClass.LifeSafety,
        state => Receive(state, item, Journal.Forms.Read(item.Type, item.Version, item.Payload)));

    /// <summary>The state after a fact.</summary>
    protected abstract TState Apply(TState state, object fact);

    /// <summary>Completes the state with what does not stand in facts.</summary>
    protected virtual Task<TState> Restore(TState state, IReadOnlyList<FactRow> rows, CancellationToken cancellation) => Task.FromResult(state);

    /// <summary>The end of the stream's readings, which every decision stands on too; null for a stream that has none and never will.</summary>
    protected virtual Head? ReadingsHead(TState state) => null;

    /// <summary>Decides on a fact of another stream.</summary>
    protected virtual Proposal<TState, bool> Receive(TState state, Delivery delivery, object fact) =>
        new Proposal<TState, bool>.Accepted(state, false);

    /// <summary>Tells the places above that something durable changed; a hint, so losing it costs time only.</summary>
    protected virtual void Announce()
    {
    }

    /// <summary>Decides, commits and answers; with a form, the same key gets the first answer again.</summary>
    protected async Task<Answer<TAnswer>> Execute<TAnswer>(
        Mandate mandate, ServiceClass urgency, AnswerForm<TAnswer>? form, Func<TState, Proposal<TState, TAnswer>> decide)
    {
        if (IsQuarantined(out var refusal))
        {
            return refusal;
        }

        using var traced = JournalTraces.Command(_kind);
        var reply = await _core!.Execute(mandate, urgency, form, decide);
        Forget();
        if (reply.Refusal is null && !_core.Failed)
        {
            Announce();
        }

        return new Answer<TAnswer> { Value = reply.Answer, Refusal = reply.Refusal };
    }

    /// <summary>Answers from the durable state.</summary>
    protected Answer<TAnswer> Answer<TAnswer>(Func<TState, Answer<TAnswer>> answer)
    {
        if (IsQuarantined(out var refusal))
        {
            return refusal;
        }

        var reply = _core!.Read(answer);
        Forget();
        return reply.Refusal ?? reply.Answer!;
    }

    /// <summary>Proposes what a rule decided.</summary>
    protected Proposal<TState, TAnswer> Propose<TFact, TAnswer>(
        TState state, Decision<TFact> decision, DateTimeOffset observed, Func<TState, TAnswer> answer)
        where TFact : notnull => decision switch
        {
            Decision<TFact>.Refused refused => new Proposal<TState, TAnswer>.Refused(refused.Why),
            Decision<TFact>.Accepted accepted => Accept(state, accepted.Facts, observed, answer),
            _ => throw new InvalidOperationException("A decision accepts or refuses."),
        };

    /// <summary>Turns facts into drafts and the state after them.</summary>
    protected Proposal<TState, TAnswer>.Accepted Accept<TFact, TAnswer>(
        TState state, IReadOnlyList<TFact> facts, DateTimeOffset observed, Func<TState, TAnswer> answer)
        where TFact : notnull
    {
        var after = facts.Aggregate(state, (current, fact) => Apply(current, fact));
        return new Proposal<TState, TAnswer>.Accepted(after, answer(after)) { Facts = Drafts(facts, observed) };
    }

    /// <summary>Turns facts into drafts.</summary>
    protected IReadOnlyList<Draft> Drafts<TFact>(IReadOnlyList<TFact> facts, DateTimeOffset observed)
        where TFact : notnull => [.. facts.Select(fact => Journal.Forms.Write(fact, observed))];

    private void Forget()
    {
        if (_core!.IsEmpty)
        {
            // A grain without rows never remembers that it was empty.
            DeactivateOnIdle();
        }
    }

    /// <summary>Whether the stream cannot be read, so that nothing of it is served; the activation then goes, to look again when it is next asked for.</summary>
    protected bool IsQuarantined([NotNullWhen(true)] out Refusal? refusal)
    {
        refusal = _quarantine;
        if (refusal is not null)
        {
            DeactivateOnIdle();
        }

        return refusal is not null;
    }
}
