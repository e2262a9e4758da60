using CityBrain.Journal.Lane;
using CityBrain.Journal.Streams;
using CityBrain.Simulation.Stores;

namespace CityBrain.Simulation.Worlds;

/// <summary>One operating-system process: a writer of the lane, activations, dispatchers. A crash loses all of it.</summary>
internal sealed class Process
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly World _world;
    private readonly UnhurriedReader _reader;
    private readonly Dictionary<string, List<Activation>> _activations = [];
    private readonly Dictionary<string, Task<Activation>> _loading = [];
    private readonly List<(Call Call, TaskCompletionSource Ended)> _outstanding = [];

    /// <exception cref="Journal.Ports.StoreUnavailableException">The lane cannot be taken over now.</exception>
    /// <exception cref="LaneLostException">The lane cannot be taken over now.</exception>
    public Process(World world, int number)
    {
        (_world, Number) = (world, number);
        _reader = new UnhurriedReader(world.Store.Durable, world.Dice);
        Writer = new LaneWriter(world.Store, world.Anchor, world.Clock, world.Options, world.Bug);
        Writer.Submitted += () => WantsPump = true;
        Strand = new Strand(world.Turns);
    }

    public int Number { get; }

    public LaneWriter Writer { get; }

    public Strand Strand { get; }

    public bool WantsPump { get; private set; }

    /// <summary>Its writer has lost the lane; it still runs, but should have ended.</summary>
    public bool Lost { get; private set; }

    /// <summary>Until then its writer is stuck in a store call.</summary>
    public long StuckUntilMs { get; set; }

    public bool CanPump => WantsPump && !Lost && StuckUntilMs <= _world.Clock.NowMs;

    public List<Dispatcher> Dispatchers { get; } = [];

    public IEnumerable<Activation> Activations => _activations.Values.SelectMany(list => list);

    public void Pump()
    {
        try
        {
            WantsPump = Writer.PumpOnce();
        }
        catch (LaneLostException lost)
        {
            Lost = true;
            _world.History.Happened($"process {Number} lost its lane: {lost.Message}");
            _world.Counters.Add(Happening.SecondWritersFenced, _world.Processes.Any(other => other.Number > Number) ? 1 : 0);
        }
    }

    /// <summary>Everything volatile is gone; who waits for an answer never gets it from here.</summary>
    public void Crash()
    {
        Strand.Dead = true;
        _world.History.Happened($"process {Number} ends");
        foreach (var (call, ended) in _outstanding)
        {
            _world.History.Reply(call, Outcome.Unknown, 0);
            ended.SetResult();
        }
    }

    /// <summary>A client's call reaches this process.</summary>
    public Task Take(Call call)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _outstanding.Add((call, ended));
        Strand.Start(
            async () =>
            {
                var (outcome, answer) = await Run(call);
                _world.History.Reply(call, outcome, answer);
                _outstanding.Remove((call, ended));
                ended.SetResult();
            },
            _world.Broken);
        return ended.Task;
    }

    /// <summary>One of the stream's activations; loads one if there is none.</summary>
    public async Task<Activation> Activate(string stream)
    {
        if (_activations.TryGetValue(stream, out var list) && list.Count > 0)
        {
            return _world.Dice.Pick(list);
        }

        if (!_loading.TryGetValue(stream, out var loading) || loading.IsCompleted)
        {
            _loading[stream] = loading = Load(stream);
        }

        return await loading;
    }

    /// <summary>Another activation of a stream although there may be one: what one-activation-only sometimes comes to.</summary>
    public void Duplicate(string stream) => Strand.Start(
        async () =>
        {
            await Load(stream);
            _world.Counters.Add(Happening.DuplicateActivations);
        },
        _world.Broken);

    private async Task<Activation> Load(string stream)
    {
        var rows = await _reader.ReadStream(stream);
        var readings = await _reader.ReadReadingChain(stream);
        var state = rows.Aggregate(Ledger.Empty with { Readings = readings?.Head ?? default }, (ledger, row) => ledger.After(row));
        var start = StreamStart.From(stream, rows, state, stream == World.Device ? state.Readings : null);
        var core = new StreamCore<Ledger>(Writer, _reader, _world.Clock, Patience, start, _world.Bug);
        var activation = new Activation(_world.NextActivation(), stream, core, state.Seq, _world.History.Now);
        core.Failing += () => _activations[stream].Remove(activation);
        if (!_activations.TryGetValue(stream, out var list))
        {
            _activations.Add(stream, list = []);
        }

        list.Add(activation);
        _world.NoteDuplicates(stream);
        _world.History.Happened($"process {Number} loads activation {activation.Number} of {stream} at {state}");
        return activation;
    }

    private async Task<(Outcome Outcome, long Answer)> Run(Call call)
    {
        var activation = call.Activation = await Activate(call.Stream);
        call.TakenAt = _world.History.Happened($"activation {activation.Number} takes call {call.Number}");
        if (call.Command is not { } command)
        {
            var read = activation.Core.Read(state => call.Seen = state);
            return (OutcomeOf(read.Refusal), 0);
        }

        var failures = _world.Store.CleanFailuresSoFar;
        var form = command.Key.Length == 0 ? null : LedgerRules.Form;
        var reply = await activation.Core.Execute(
            LedgerRules.Mandate(command, call.Number),
            command.Urgency,
            form,
            state => LedgerRules.Decide(call.Seen = state, command, _world.Clock.NowMs));
        var outcome = OutcomeOf(reply.Refusal);
        call.WithdrawnWithoutFailure = outcome == Outcome.Unavailable && failures == _world.Store.CleanFailuresSoFar;
        return (outcome, reply.Answer);
    }

    private static Outcome OutcomeOf(Refusal? refusal) => refusal?.Code switch
    {
        null => Outcome.Ok,
        LedgerRules.Insufficient => Outcome.Refused,
        "key-reused" => Outcome.KeyReused,
        "outdated" => Outcome.Outdated,
        "store-unavailable" => Outcome.Unavailable,
        "overloaded" => Outcome.Overloaded,
        "not-storable" => Outcome.Unstorable,
        "outcome-unknown" => Outcome.Unknown,
        _ => throw new InvalidOperationException($"Nobody knows the refusal '{refusal.Code}'."),
    };
}

/// <summary>One activation of a stream, and what it started from.</summary>
internal sealed record Activation(int Number, string Stream, StreamCore<Ledger> Core, long LoadedSeq, int LoadedAt)
{
    /// <summary>Another activation of the stream ran at the same time: then its reads may be behind the other's writes.</summary>
    public bool Shared { get; set; }
}
