using CityBrain.Journal.Lane;

namespace CityBrain.Simulation.Tests;

public class AppendQueueTests
{
    private readonly AppendQueue _queue = new(capacityRows: 10);
    private int _facts;

    [Fact]
    public void The_graver_class_goes_ahead()
    {
        var telemetry = Add(LaneWriter.Begin(), ServiceClass.Telemetry);
        var money = Add(LaneWriter.Begin(), ServiceClass.Money);
        var alarm = Add(LaneWriter.Begin(), ServiceClass.LifeSafety);
        _queue.Take(100).ShouldBe([alarm, money, telemetry]);
    }

    [Fact]
    public void A_grave_append_never_passes_an_earlier_one_of_its_own_session_and_takes_it_along()
    {
        var session = LaneWriter.Begin();
        var reading = Add(session, ServiceClass.Telemetry);
        var money = Add(LaneWriter.Begin(), ServiceClass.Money);
        var alarm = Add(session, ServiceClass.LifeSafety);
        _queue.Take(100).ShouldBe([reading, alarm, money]);
        _queue.Take(100).ShouldBeEmpty();
    }

    [Fact]
    public void A_line_that_does_not_fit_goes_on_where_it_stopped()
    {
        var session = LaneWriter.Begin();
        var all = Enumerable.Range(0, 5).Select(_ => Add(session, ServiceClass.Cases)).ToList();
        _queue.Take(2).ShouldBe(all[..2]);
        _queue.Take(2).ShouldBe(all[2..4]);
        _queue.Take(2).ShouldBe(all[4..]);
    }

    [Fact]
    public void Telemetry_is_told_to_wait_while_there_is_room_for_an_alarm()
    {
        for (var i = 0; i < 8; i++)
        {
            Add(LaneWriter.Begin(), ServiceClass.Telemetry);
        }

        _queue.HasRoom(ServiceClass.Telemetry).ShouldBeFalse();
        _queue.HasRoom(ServiceClass.LifeSafety).ShouldBeTrue();
        _queue.Take(100);
        _queue.HasRoom(ServiceClass.Telemetry).ShouldBeTrue();
    }

    [Fact]
    public async Task A_failed_session_withdraws_what_waits_and_takes_nothing_more()
    {
        var session = LaneWriter.Begin();
        var waiting = Add(session, ServiceClass.Cases);
        _queue.Fail(session);
        var later = Add(session, ServiceClass.Cases);
        (await waiting.Outcome).Fate.ShouldBe(Fate.NotWritten);
        (await later.Outcome).Fate.ShouldBe(Fate.NotWritten);
        _queue.Take(100).ShouldBeEmpty();
    }

    private Pending Add(Session session, ServiceClass urgency)
    {
        var pending = new Pending(session, Appends.Of(urgency, Appends.Fact($"s{_facts++}", default, "t")));
        _queue.Add(pending);
        return pending;
    }
}
