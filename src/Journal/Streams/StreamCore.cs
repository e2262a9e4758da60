using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Streams;

/// <summary>
/// Decide, commit, answer: what every activation that changes state does, written once. It decides on its tentative state while earlier
/// commits are in flight and answers reads from its durable state; acceptances, refusals and repeated answers alike leave only when
/// everything they were decided on is durable. Decide and apply run in one turn without an await; only the wait for durability
/// interleaves. Once a commit fails or its outcome is unknown, every further turn is refused and the activation has to go.
/// Not thread-safe: all calls come from one activation's turns.
/// </summary>
/// <typeparam name="TState">The aggregate's state, an immutable snapshot.</typeparam>
public sealed class StreamCore<TState>
    where TState : class
{
    private readonly LaneWriter _writer;
    private readonly IJournalReader _reader;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly PlantedBug _bug;
    private readonly Session _session = LaneWriter.Begin();
    private readonly Queue<InFlight> _inFlight = new();
    private readonly Dictionary<string, (string Body, Task Reply)> _running = [];
    private readonly Dictionary<int, Position> _cursors;
    private readonly string _stream;
    private TState _tentative;
    private Head _head;
    private Head? _readings;
    private long _durableSeq;
    private InFlight? _last;

    /// <summary>Starts from what was durable. The outcome of a commit is waited for no longer than <paramref name="patience"/>; then it is unknown.</summary>
    public StreamCore(LaneWriter writer, IJournalReader reader, TimeProvider clock, TimeSpan patience, StreamStart<TState> start)
        : this(writer, reader, clock, patience, start, PlantedBug.None)
    {
    }

    internal StreamCore(
        LaneWriter writer, IJournalReader reader, TimeProvider clock, TimeSpan patience, StreamStart<TState> start, PlantedBug bug)
    {
        (_writer, _reader, _clock, _patience, _bug) = (writer, reader, clock, patience, bug);
        (_stream, _head, _durableSeq, Durable, _tentative) = (start.Stream, start.Head, start.Head.Seq, start.State, start.State);
        _readings = start.Readings;
        _cursors = bug == PlantedBug.ReceiverCursorNotDurable ? [] : new Dictionary<int, Position>(start.Cursors);
    }

    /// <summary>A commit failed: the activation refuses every further turn and has to go. Raised once, within the turn that learnt it.</summary>
    public event Action? Failing;

    /// <summary>The state after the last durable fact: what reads are answered from.</summary>
    public TState Durable { get; private set; }

    /// <summary>The state after the last decision, durable or not: for looking up before a turn what the turn will need, never for answering.</summary>
    public TState Tentative => _tentative;

    /// <summary>Whether nothing is in flight.</summary>
    public bool IsSettled => _inFlight.Count == 0;

    /// <summary>Whether a commit has failed.</summary>
    public bool Failed { get; private set; }

    /// <summary>Whether the stream has no row yet, not even one in flight. An activation of nothing never remembers that there was nothing.</summary>
    public bool IsEmpty => _head.Seq == 0;

    /// <summary>Executes a command. With a key, the same command again gets the first answer, whether it is still running or long done.</summary>
    public async Task<Reply<TAnswer>> Execute<TAnswer>(
        Mandate mandate, ServiceClass urgency, AnswerForm<TAnswer>? form, Func<TState, Proposal<TState, TAnswer>> decide)
    {
        if (form is null || mandate.Command.Length == 0)
        {
            return await Turn(mandate, urgency, null, null, decide);
        }

        while (_running.TryGetValue(mandate.Command, out var running))
        {
            if (running.Body == mandate.Body && running.Reply is Task<Reply<TAnswer>> same)
            {
                return await same;
            }

            // Another body under the key: only once that one is durable is the key used.
            await running.Reply;
        }

        var first = ExecuteOnce(mandate, urgency, form, decide);
        if (!first.IsCompleted)
        {
            _running.Add(mandate.Command, (mandate.Body, first));
        }

        return await first;
    }

    /// <summary>
    /// Takes a delivered fact in, once: at or before the cursor of its lane it is known already. The cursor advances in the same append as
    /// what the delivery decided, and also when it decided nothing.
    /// </summary>
    public Task<Reply<bool>> Receive(Position at, Mandate mandate, ServiceClass urgency, Func<TState, Proposal<TState, bool>> decide) =>
        _cursors.TryGetValue(at.Lane, out var cursor) && !IsNews(at, cursor)
            ? AfterInFlight<bool>(false)
            : Turn(mandate, urgency, null, at, decide);

    /// <summary>Answers from the durable state, which must not have failed.</summary>
    public Reply<TAnswer> Read<TAnswer>(Func<TState, TAnswer> answer) =>
        Failed ? JournalRefusals.Unknown : answer(_bug == PlantedBug.AnswerFromTentativeState ? _tentative : Durable);

    /// <summary>Ends the activation's line: what is not yet written is withdrawn.</summary>
    public void End()
    {
        if (!Failed)
        {
            Failed = true;
            _writer.End(_session);
            Failing?.Invoke();
        }
    }

    private async Task<Reply<TAnswer>> ExecuteOnce<TAnswer>(
        Mandate mandate, ServiceClass urgency, AnswerForm<TAnswer> form, Func<TState, Proposal<TState, TAnswer>> decide)
    {
        try
        {
            if (await _reader.FindAnswer(_stream, mandate.Command) is not { } kept)
            {
                return await Turn(mandate, urgency, form, null, decide);
            }

            if (Failed)
            {
                // It failed during the look-up; its successor may not have heard yet that what it wrote is durable.
                return JournalRefusals.Unknown;
            }

            if (kept.Seq > _durableSeq)
            {
                // Another activation wrote it after this one had read its stream: whoever gets the answer must not read less than it here.
                End();
            }

            return kept.Body == mandate.Body ? form.Read(kept.Answer) : JournalRefusals.KeyReused;
        }
        finally
        {
            _running.Remove(mandate.Command);
        }
    }

    /// <summary>The turn: from here to the submission there is no await.</summary>
    private Task<Reply<TAnswer>> Turn<TAnswer>(
        Mandate mandate, ServiceClass urgency, AnswerForm<TAnswer>? form, Position? cause, Func<TState, Proposal<TState, TAnswer>> decide)
    {
        if (Failed)
        {
            return Task.FromResult<Reply<TAnswer>>(JournalRefusals.Unknown);
        }

        switch (decide(_tentative))
        {
            case Proposal<TState, TAnswer>.Refused refused when cause is null:
                return AfterInFlight<TAnswer>(refused.Why);
            case Proposal<TState, TAnswer>.Accepted accepted when cause is not null || form is not null || HasRows(accepted):
                if (!_writer.HasRoom(accepted.Urgency ?? urgency))
                {
                    return Task.FromResult<Reply<TAnswer>>(JournalRefusals.Overloaded);
                }

                var append = Build(mandate, accepted.Urgency ?? urgency, form, cause, accepted);
                var outcome = _writer.Submit(_session, append, _patience);
                Apply(append, accepted.After, cause);
                _inFlight.Enqueue(_last = new InFlight(outcome, _tentative, _head.Seq));
                return AfterInFlight<TAnswer>(accepted.Answer, wrote: true);
            case Proposal<TState, TAnswer>.Accepted unchanged:
                return AfterInFlight<TAnswer>(unchanged.Answer);
            default:
                throw new InvalidOperationException($"A delivery to '{_stream}' cannot be refused: it decides something or nothing.");
        }
    }

    private void Apply(Append append, TState after, Position? cause)
    {
        _tentative = after;
        var own = append.Facts.LastOrDefault(fact => fact.Stream == _stream);
        _head = own is null ? _head : new Head(own.Seq, own.Hash);
        _readings = append.Readings?.To ?? _readings;
        if (cause is { } at)
        {
            _cursors[at.Lane] = at;
        }
    }

    /// <summary>Lets the reply leave once everything in flight, which it was decided on, is durable. Only a reply that wrote something can be unstorable itself.</summary>
    private async Task<Reply<TAnswer>> AfterInFlight<TAnswer>(Reply<TAnswer> reply, bool wrote = false)
    {
        if (_last is not { } last || (_bug == PlantedBug.AnswerFromTentativeState && reply.Refusal is not null))
        {
            return reply;
        }

        var (fate, _) = await last.Outcome;
        if (fate != Fate.Durable)
        {
            End();
            return JournalRefusals.Of(fate == Fate.Unstorable && !wrote ? Fate.NotWritten : fate);
        }

        while (_inFlight.TryPeek(out var oldest) && oldest.Outcome.IsCompletedSuccessfully && oldest.Outcome.Result.Fate == Fate.Durable)
        {
            (_, Durable, _durableSeq) = _inFlight.Dequeue();
        }

        return reply;
    }

    private Append Build<TAnswer>(
        Mandate mandate, ServiceClass urgency, AnswerForm<TAnswer>? form, Position? cause, Proposal<TState, TAnswer>.Accepted accepted)
    {
        IReadOnlyList<Draft> own = accepted.Facts;
        if (own.Count == 0 && (cause is not null || form is not null))
        {
            own = [new Draft(Draft.DeliveryNoted, 1, "{}"u8.ToArray(), _clock.GetUtcNow().ToUnixTimeMilliseconds())];
        }

        var facts = Chained(_stream, _head, own, mandate, _bug == PlantedBug.ReceiverCursorNotDurable ? null : cause).ToList();
        var seq = _head.Seq + facts.Count;
        facts.AddRange(accepted.NewStreams.SelectMany(created => Chained(created.Stream, default, created.Facts, mandate, null)));
        return new Append
        {
            Class = urgency,
            DecidedOn = new Standpoint(_stream, _head, _readings),
            Facts = facts,
            Readings = accepted.Readings,
            Views = accepted.Views,
            Answer = form is null ? null : new KeptAnswer(_stream, mandate.Command, mandate.Body, seq, form.Write(accepted.Answer)),
        };
    }

    private static IEnumerable<FactRow> Chained(string stream, Head from, IReadOnlyList<Draft> drafts, Mandate mandate, Position? cause)
    {
        foreach (var draft in drafts)
        {
            var row = new FactRow
            {
                Stream = stream,
                Seq = from.Seq + 1,
                Parent = from.Hash,
                Type = draft.Type,
                Version = draft.Version,
                Payload = draft.Payload,
                Mandate = mandate,
                ObservedMs = draft.ObservedMs,
                Cause = cause,
            }.Sealed();
            from = new Head(row.Seq, row.Hash);
            yield return row;
        }
    }

    private bool IsNews(Position at, Position cursor) =>
        _bug == PlantedBug.CursorWithoutOrdinal ? at.Batch > cursor.Batch : at.IsAfter(cursor);

    private static bool HasRows<TAnswer>(Proposal<TState, TAnswer>.Accepted accepted) =>
        accepted.Facts.Count > 0 || accepted.NewStreams.Count > 0 || accepted.Readings is not null || accepted.Views.Count > 0;

    /// <summary>A commit on its way, and the state it leads to.</summary>
    private sealed record InFlight(Task<AppendOutcome> Outcome, TState After, long Seq);
}
