using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Simulation.Stores;
using CityBrain.Simulation.Worlds;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Simulation.Tests;

public class LaneWriterTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly SimulatedStore _store;
    private readonly StubbornAnchor _anchor = new();

    public LaneWriterTests()
    {
        var hazards = new Hazards(new Dice(1));
        hazards.Cease();
        _store = new SimulatedStore(1, new Dice(1), hazards, new Counters(), new History());
    }

    [Fact]
    public async Task A_batch_whose_head_could_not_be_anchored_is_anchored_before_the_lane_moves_on()
    {
        var writer = new LaneWriter(_store, _anchor, _clock, new LaneOptions());
        _anchor.Fails = true;
        var first = writer.Submit(LaneWriter.Begin(), Appends.Of(ServiceClass.Cases, Appends.Fact("a", default, "t")));
        writer.PumpOnce();
        (await first).Fate.ShouldBe(Fate.Unknown);

        var second = writer.Submit(LaneWriter.Begin(), Appends.Of(ServiceClass.Cases, Appends.Fact("b", default, "t")));
        writer.PumpOnce();
        (await second).Fate.ShouldBe(Fate.NotWritten, "the lane must not get two batches ahead of its anchor");
        _store.Durable.Head.Batch.ShouldBe(2);

        _anchor.Fails = false;
        var third = writer.Submit(LaneWriter.Begin(), Appends.Of(ServiceClass.Cases, Appends.Fact("c", default, "t")));
        writer.PumpOnce();
        (await third).Fate.ShouldBe(Fate.Durable);
        _anchor.Written.ShouldBe([1, 2, 3, 4]);
    }

    [Fact]
    public void A_writer_whose_lane_was_taken_over_has_to_go()
    {
        var old = new LaneWriter(_store, _anchor, _clock, new LaneOptions());
        _ = new LaneWriter(_store, _anchor, _clock, new LaneOptions());
        old.Submit(LaneWriter.Begin(), Appends.Of(ServiceClass.Cases, Appends.Fact("a", default, "t")));
        Should.Throw<LaneLostException>(() => old.PumpOnce());
        _store.Durable.Has("a", 1).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_can_be_written_again_is_found_out_without_a_batch()
    {
        var held = new HeldStore(_store);
        var writer = new LaneWriter(held, _anchor, _clock, new LaneOptions());
        var failures = new List<Exception>();
        writer.Failed += failures.Add;

        held.IsHeld = true;
        var refused = writer.Submit(LaneWriter.Begin(), Appends.Of(ServiceClass.Cases, Appends.Fact("a", default, "t")));
        writer.PumpOnce();
        (await refused).Fate.ShouldBe(Fate.NotWritten);
        failures.ShouldHaveSingleItem().ShouldBeOfType<StoreUnavailableException>();
        writer.Probe();
        writer.Writable.ShouldBeFalse();

        held.IsHeld = false;
        writer.Probe();
        writer.Writable.ShouldBeTrue("a city that is not ready is sent nothing by which it could find out");
        _store.Durable.Has("a", 1).ShouldBeFalse();
    }

    /// <summary>A store whose write lock another process may hold.</summary>
    private sealed class HeldStore(IJournalStore store) : IJournalStore
    {
        public bool IsHeld { get; set; }

        public LaneHead ReadLane(int lane) => store.ReadLane(lane);

        public IJournalTransaction Begin() => IsHeld ? throw new StoreUnavailableException("Another process holds the write lock.") : store.Begin();

        public void Reopen() => store.Reopen();
    }

    private sealed class StubbornAnchor : IAnchor
    {
        public bool Fails { get; set; }

        public List<long> Written { get; } = [];

        public void Write(LaneHead head)
        {
            if (Fails)
            {
                throw new IOException("The disk is full.");
            }

            if (!Written.Contains(head.Batch))
            {
                Written.Add(head.Batch);
            }
        }

        public LaneHead? Read(int lane) => null;
    }
}
