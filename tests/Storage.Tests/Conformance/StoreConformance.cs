using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Tests.Building;

namespace CityBrain.Storage.Tests.Conformance;

/// <summary>What every store must do; a store's tests inherit this and say how to open it.</summary>
public abstract partial class StoreConformance : IDisposable
{
    private readonly Lazy<OpenStore> _open;

    protected StoreConformance() => _open = new Lazy<OpenStore>(Open);

    private IJournalStore Store => _open.Value.Store;

    private IJournalReader Reader => _open.Value.Reader;

    private IReadingHistory History => _open.Value.History;

    private IViews Views => _open.Value.Views;

    private Journalist Journalist => field ??= new Journalist(Store);

    /// <summary>Opens a new, empty store.</summary>
    protected abstract OpenStore Open();

    public void Dispose()
    {
        if (_open.IsValueCreated)
        {
            _open.Value.Close();
        }

        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_new_lane_is_empty_and_its_first_batch_makes_it()
    {
        Store.ReadLane(1).ShouldBe(new LaneHead(1, 0, 0, default, 0));
        (await Reader.ReadLanes()).ShouldBeEmpty();

        Journalist.Write(Journalist.Of(Journalist.Fact("city")));

        Store.ReadLane(1).ShouldBe(Journalist.Lane);
        (await Reader.ReadLanes()).ShouldBe([Journalist.Lane]);
    }

    [Fact]
    public async Task A_committed_fact_is_read_back_to_the_last_field()
    {
        var fact = Journalist.Fact("city", """{"name":"广德"}""", "key-1", "place-named", new Position(1, 2, 3));
        Journalist.Write(Journalist.Of(fact));

        var read = (await Reader.ReadStream("city")).ShouldHaveSingleItem();
        read.Payload.ToArray().ShouldBe(fact.Payload.ToArray());
        (read with { Payload = fact.Payload }).ShouldBe(fact);
    }

    [Fact]
    public async Task What_is_not_committed_was_never_there()
    {
        var fact = Journalist.Fact("city");
        using (var transaction = Store.Begin())
        {
            var batch = Journalist.WriteTo(transaction, Journalist.Of(fact));
            transaction.TryAdvance(Journalist.Lane, Journalist.Advanced(batch)).ShouldBeTrue();
        }

        Store.ReadLane(1).Batch.ShouldBe(0);
        (await Reader.ReadStream("city")).ShouldBeEmpty();
        Journalist.Write(Journalist.Of(fact));
        (await Reader.ReadStream("city")).Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    [InlineData(0, 0)]
    public void A_lane_that_has_moved_on_is_not_advanced(long epochBehind, long batchBehind)
    {
        Journalist.Write(Journalist.Of(Journalist.Fact("city")));
        var head = Journalist.Lane;
        var stale = head with { Epoch = head.Epoch - epochBehind, Batch = head.Batch - batchBehind };

        using var transaction = Store.Begin();
        transaction.TryAdvance(stale, head with { Epoch = head.Epoch + 1 }).ShouldBe(epochBehind + batchBehind == 0);
    }

    [Fact]
    public async Task A_batch_that_stands_already_is_not_written_again_and_blames_no_append()
    {
        var before = Journalist.Lane;
        var batch = Journalist.Next([Journalist.Of(Journalist.Fact("city"))], out var placed);
        Journalist.Write(Journalist.Of(Journalist.Fact("desk/341882001")));

        using (var transaction = Store.Begin())
        {
            transaction.Write(batch, placed);
            transaction.TryAdvance(before, new LaneHead(1, batch.Epoch, batch.Batch, batch.Chain, batch.RecordedMs)).ShouldBeFalse();
        }

        (await Reader.ReadStream("city")).ShouldBeEmpty();
    }

    [Fact]
    public void An_epoch_is_raised_without_a_batch()
    {
        Journalist.Write(Journalist.Of(Journalist.Fact("city")));
        var raised = Journalist.Lane with { Epoch = 7 };
        using (var transaction = Store.Begin())
        {
            transaction.TryAdvance(Journalist.Lane, raised).ShouldBeTrue();
            transaction.Commit();
        }

        Store.ReadLane(1).ShouldBe(raised);
        using var zombie = Store.Begin();
        zombie.TryAdvance(Journalist.Lane, raised).ShouldBeFalse();
    }

    [Fact]
    public void Heads_are_those_of_the_last_rows_and_of_chains_without_rows_the_default()
    {
        var facts = new[] { Journalist.Fact("device/a"), Journalist.Fact("device/a"), Journalist.Fact("device/b") };
        var readings = Journalist.Read("device/a", "{}", "{}", "{}");
        Journalist.Write(Journalist.Of(readings, facts));

        using var transaction = Store.Begin();
        var heads = transaction.ReadHeads([new("device/a", false), new("device/a", true), new("device/b", false), new("device/b", true), new("c", false)]);
        heads[new Chain("device/a", false)].ShouldBe(new Head(2, facts[1].Hash));
        heads[new Chain("device/a", true)].ShouldBe(readings.To);
        heads[new Chain("device/b", false)].ShouldBe(new Head(1, facts[2].Hash));
        heads[new Chain("device/b", true)].ShouldBe(default);
        heads[new Chain("c", false)].ShouldBe(default);
    }

    [Fact]
    public async Task Several_streams_and_readings_of_many_appends_are_one_batch()
    {
        var batch = Journalist.Write(
            Journalist.Of(Journalist.Read("device/a", "{}", "{}"), Journalist.Fact("device/a")),
            Journalist.Of(Journalist.Fact("desk/1"), Journalist.Fact("incident/1"), Journalist.Fact("incident/1")),
            Journalist.Of(Journalist.Read("device/b", "{}")));

        batch.Rows.ShouldBe(7);
        (await Reader.ReadStream("incident/1")).Count.ShouldBe(2);
        (await History.Count(new ReadingQuery { Stream = "device/a" })).ShouldBe(2);
        var page = await Reader.ReadLane(new Position(1, 0, 0), 100);
        page.Facts.Select(fact => (fact.At.Ordinal, fact.Row.Stream)).ShouldBe(
            [(0, "device/a"), (3, "desk/1"), (4, "incident/1"), (5, "incident/1")]);
        page.Facts.ShouldAllBe(fact => fact.RecordedMs == batch.RecordedMs);
    }
}
