using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Journal.Streams;
using CityBrain.Simulation.Stores;
using CityBrain.Simulation.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Simulation.Tests;

public class StreamCoreTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SimulatedStore _store;
    private readonly LaneWriter _writer;
    private int _commands;

    public StreamCoreTests()
    {
        var (dice, hazards, counters, history) = (new Dice(1), new Hazards(new Dice(1)), new Counters(), new History());
        hazards.Cease();
        _store = new SimulatedStore(1, dice, hazards, counters, history);
        _writer = new LaneWriter(_store, new SimulatedAnchor(dice, hazards, counters, history), _clock, new LaneOptions());
    }

    [Fact]
    public async Task The_same_key_while_it_runs_is_the_same_command()
    {
        var core = await Load();
        var command = Command(Deed.Add, 5, "key");
        var (first, second) = (Execute(core, command), Execute(core, command));
        first.IsCompleted.ShouldBeFalse();
        _writer.PumpOnce();
        (await first).Answer.ShouldBe(5);
        (await second).Answer.ShouldBe(5);
        (await _store.Durable.ReadStream("account/a")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_repeated_key_gets_the_first_answer_later_and_from_another_activation()
    {
        var core = await Load();
        var command = Command(Deed.Add, 5, "key");
        await Done(Execute(core, command));
        await Done(Execute(core, Command(Deed.Add, 1, "other")));
        (await Execute(core, command)).Answer.ShouldBe(5);
        (await Execute(await Load(), command)).Answer.ShouldBe(5);
    }

    [Fact]
    public async Task A_command_that_changes_nothing_keeps_its_answer_too()
    {
        var core = await Load();
        var peek = Command(Deed.Peek, 1, "peek");
        await Done(Execute(core, peek));
        await Done(Execute(core, Command(Deed.Add, 5, "add")));
        (await Execute(core, peek)).Answer.ShouldBe(0);
    }

    [Fact]
    public async Task Another_body_under_a_running_key_is_refused_only_when_the_key_is_used()
    {
        var core = await Load();
        var (first, second) = (Execute(core, Command(Deed.Add, 5, "key")), Execute(core, Command(Deed.Add, 6, "key")));
        second.IsCompleted.ShouldBeFalse();
        await Done(first);
        (await second).Refusal.ShouldBe(JournalRefusals.KeyReused);
    }

    [Fact]
    public async Task A_refusal_waits_for_what_it_was_decided_on()
    {
        var core = await Load();
        await Done(Execute(core, Command(Deed.Add, 5, "add")));
        var taken = Execute(core, Command(Deed.Take, 5, "take"));
        var refused = Execute(core, Command(Deed.Take, 1, "more"));
        refused.IsCompleted.ShouldBeFalse();
        core.Read(state => state.Balance).Answer.ShouldBe(5, "reads are answered from the durable state");
        await Done(taken);
        (await refused).Refusal!.Code.ShouldBe(LedgerRules.Insufficient);
        core.Read(state => state.Balance).Answer.ShouldBe(0);
    }

    [Fact]
    public async Task Who_is_refused_behind_an_unstorable_command_is_not_told_that_his_own_is()
    {
        var core = await Load();
        var cursed = Execute(core, Command(Deed.Curse, 1, "curse"));
        var refused = Execute(core, Command(Deed.Take, 1, "take"));
        _writer.PumpOnce();
        (await cursed).Refusal.ShouldBe(JournalRefusals.Unstorable);
        (await refused).Refusal.ShouldBe(JournalRefusals.StoreUnavailable);
    }

    [Fact]
    public async Task An_activation_that_finds_an_answer_newer_than_itself_goes_away()
    {
        var (stale, other) = (await Load(), await Load());
        var command = Command(Deed.Add, 5, "key");
        await Done(Execute(other, command));
        (await Execute(stale, command)).Answer.ShouldBe(5);
        stale.Failed.ShouldBeTrue();
        stale.Read(state => state.Balance).Refusal.ShouldBe(JournalRefusals.Unknown);
    }

    [Fact]
    public async Task An_activation_that_fails_while_it_looks_an_answer_up_does_not_give_it()
    {
        var reader = new HeldReader(_store.Durable);
        var failing = await Load(reader);
        var command = Command(Deed.Add, 5, "key");
        var lookingUp = Execute(failing, command);
        failing.End();
        await Done(Execute(await Load(), command));
        reader.Gate.SetResult();
        (await lookingUp).Refusal.ShouldBe(JournalRefusals.Unknown);
    }

    [Fact]
    public async Task A_stale_activation_cannot_write_a_list_row()
    {
        var (stale, other) = (await Load(), await Load());
        await Done(Execute(other, Command(Deed.Add, 5, "key")));
        (await Done(Execute(stale, Command(Deed.Show, 1, string.Empty)))).Refusal.ShouldBe(JournalRefusals.Outdated);
    }

    [Fact]
    public async Task Who_waits_too_long_is_told_that_the_outcome_is_unknown()
    {
        var core = await Load();
        var waiting = Execute(core, Command(Deed.Add, 5, "key"));
        _clock.Advance(TimeSpan.FromSeconds(3));
        (await waiting).Refusal.ShouldBe(JournalRefusals.Unknown);
        core.Failed.ShouldBeTrue();
        _writer.PumpOnce().ShouldBeFalse("the append was withdrawn");
    }

    [Fact]
    public async Task A_delivery_is_taken_in_once_even_when_it_decides_nothing()
    {
        var at = new Position(1, 7, 3);
        Task<Reply<bool>> Deliver(StreamCore<Ledger> core) => core.Receive(
            at, new Mandate(string.Empty, string.Empty, "city", "delivery", "x#1"), ServiceClass.LifeSafety, state => LedgerRules.Receive(state, "desk/0", "x#1", 2, 0));
        (await Done(Deliver(await Load()))).Answer.ShouldBeTrue();
        (await Deliver(await Load())).Answer.ShouldBeFalse();
        (await _store.Durable.ReadStream("account/a")).ShouldHaveSingleItem().Cause.ShouldBe(at);
    }

    private async Task<StreamCore<Ledger>> Load(IJournalReader? reader = null)
    {
        var rows = await _store.Durable.ReadStream("account/a");
        var state = rows.Aggregate(Ledger.Empty, (ledger, row) => ledger.After(row));
        return new StreamCore<Ledger>(_writer, reader ?? _store.Durable, _clock, TimeSpan.FromSeconds(2), StreamStart.From("account/a", rows, state));
    }

    private Command Command(Deed deed, int amount, string key) => new(++_commands, "account/a", deed, amount, key, ServiceClass.Cases);

    private static Task<Reply<long>> Execute(StreamCore<Ledger> core, Command command) => core.Execute(
        LedgerRules.Mandate(command, 0), command.Urgency, command.Key.Length == 0 ? null : LedgerRules.Form, state => LedgerRules.Decide(state, command, 0));

    private async Task<Reply<T>> Done<T>(Task<Reply<T>> reply)
    {
        _writer.PumpOnce();
        return await reply;
    }

    /// <summary>Looks answers up only when told.</summary>
    private sealed class HeldReader(Durable durable) : IJournalReader
    {
        public TaskCompletionSource Gate { get; } = new();

        public async ValueTask<KeptAnswer?> FindAnswer(string stream, string command, CancellationToken cancellation = default)
        {
            await Gate.Task;
            return await durable.FindAnswer(stream, command, cancellation);
        }

        public ValueTask<IReadOnlyList<FactRow>> ReadStream(string stream, CancellationToken cancellation = default) => durable.ReadStream(stream, cancellation);

        public ValueTask<ReadingChain?> ReadReadingChain(string stream, CancellationToken cancellation = default) => durable.ReadReadingChain(stream, cancellation);

        public ValueTask<LanePage> ReadLane(Position after, int limit, CancellationToken cancellation = default) => durable.ReadLane(after, limit, cancellation);

        public ValueTask<IReadOnlyList<LaneHead>> ReadLanes(CancellationToken cancellation = default) => durable.ReadLanes(cancellation);

        public ValueTask<Position> ReadMark(string follower, int lane, CancellationToken cancellation = default) => durable.ReadMark(follower, lane, cancellation);

        public ValueTask WriteMark(string follower, Position mark, CancellationToken cancellation = default) => durable.WriteMark(follower, mark, cancellation);
    }
}
