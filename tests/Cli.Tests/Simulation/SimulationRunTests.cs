using System.Collections.Concurrent;
using CityBrain.Cli.Output;
using CityBrain.Cli.Replay;
using CityBrain.Cli.Simulation;
using CityBrain.Cli.Sources;
using Microsoft.Extensions.Time.Testing;

namespace CityBrain.Cli.Tests.Simulation;

public sealed class SimulationRunTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 25, 8, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task Every_reading_is_sent_when_it_is_due_and_none_is_left_out()
    {
        using var log = new AckLog(null);
        var (tally, link) = (new Tally(log, remember: true), new RecordingLink(_time));

        await Drive(() => new SimulationRun(link, 3, tally, _time).Run(Table(), Quiet(), CancellationToken.None));

        tally.Acknowledged.ShouldBe(600);
        link.Sent.Count.ShouldBe(600);
        link.Sent.Min(sent => sent.At - sent.Reading.ObservedAt).ShouldBeGreaterThanOrEqualTo(TimeSpan.Zero);
        link.Sent.Max(sent => sent.At - sent.Reading.ObservedAt).ShouldBeLessThanOrEqualTo(TimeSpan.FromMilliseconds(20));
        tally.ByDevice.Values.Sum(times => times.Count).ShouldBe(600);
    }

    [Fact]
    public async Task What_falls_due_while_a_message_is_under_way_goes_with_the_next_and_the_waiting_is_counted()
    {
        using var log = new AckLog(null);
        var (tally, link) = (new Tally(log, remember: false), new RecordingLink(_time) { Takes = TimeSpan.FromSeconds(5) });

        await Drive(() => new SimulationRun(link, 1, tally, _time).Run(Table(), Quiet(), CancellationToken.None));

        tally.Acknowledged.ShouldBe(600);
        link.Largest.ShouldBeGreaterThan(1);
        tally.Latencies.Percentile(0.5)!.Value.ShouldBeGreaterThan(5_000);
    }

    [Fact]
    public async Task A_message_that_is_refused_ends_the_run()
    {
        using var log = new AckLog(null);
        var link = new RecordingLink(_time) { Fails = true };
        var run = new SimulationRun(link, 3, new Tally(log, remember: false), _time);

        (await Should.ThrowAsync<CommandFailedException>(() => Drive(() => run.Run(Table(), Quiet(), CancellationToken.None)))).Code.ShouldBe("planted");
    }

    [Fact]
    public async Task A_load_keeps_no_more_messages_under_way_than_it_may_and_gives_no_reading_twice()
    {
        using var log = new AckLog(null);
        var (tally, link) = (new Tally(log, remember: true), new RecordingLink(_time) { Takes = TimeSpan.FromMilliseconds(10) });
        var fleet = Fleet.Of(1, 40, [PlaceCode.Parse("341882001")]);

        await Drive(() => new LoadRun(link, 1, tally, _time).Run(fleet, new Pressure(8, 5, TimeSpan.FromSeconds(2)), CancellationToken.None));

        link.UnderWayMost.ShouldBe(8);
        link.Largest.ShouldBe(5);
        link.Sent.Select(sent => (sent.Reading.Device, sent.Reading.ObservedAt)).ShouldBeUnique();
        tally.Acknowledged.ShouldBe(link.Sent.Count);
        link.Sent.Select(sent => sent.Reading.Device).Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public async Task A_device_under_load_runs_at_most_a_message_and_a_minute_ahead_of_its_time()
    {
        using var log = new AckLog(null);
        var (tally, link) = (new Tally(log, remember: false), new RecordingLink(_time) { Takes = TimeSpan.FromMilliseconds(100) });

        await Drive(() => new LoadRun(link, 1, tally, _time).Run(Fleet.Of(1, 1, [PlaceCode.Parse("341882001")]), new Pressure(1, 1_000, TimeSpan.FromSeconds(20)), CancellationToken.None));

        var ahead = link.Sent.Max(sent => sent.Reading.ObservedAt - sent.At);
        ahead.ShouldBeInRange(TimeSpan.FromSeconds(59), TimeSpan.FromSeconds(61));
    }

    private Timetable Table() => new(1, Fleet.Of(1, 20, [PlaceCode.Parse("341882001")]), _time.GetUtcNow(), TimeSpan.FromMinutes(1), 10, false);

    private Progress Quiet() => new(new Terminal(TextWriter.Null, TextWriter.Null, Interactive: false), _time, 600);

    /// <summary>Lets time pass until the run is over; one step of the run or of time after the other, so that none overtakes another.</summary>
    private Task Drive(Func<Task> begin) => Task.Factory.StartNew(
        async () =>
        {
            var run = begin();
            for (var began = TimeProvider.System.GetTimestamp(); !run.IsCompleted;)
            {
                TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(TimeSpan.FromSeconds(30), "the run does not come to its end");
                _time.Advance(TimeSpan.FromMilliseconds(1));
                await Task.Yield();
            }

            await run;
        },
        CancellationToken.None,
        TaskCreationOptions.None,
        new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler).Unwrap();

    private sealed class RecordingLink(FakeTimeProvider time) : ITelemetryLink
    {
        private readonly Lock _gate = new();
        private int _underWay;

        public ConcurrentQueue<(DateTimeOffset At, SourceReading Reading)> Sent { get; } = new();

        public TimeSpan Takes { get; init; }

        public bool Fails { get; init; }

        public int UnderWayMost { get; private set; }

        public int Largest { get; private set; }

        public bool Mixes => false;

        public async Task<IReadOnlyList<SourceReading>> Send(IReadOnlyList<SourceReading> readings, CancellationToken cancellation)
        {
            if (Fails)
            {
                throw new CommandFailedException(ExitCode.City, "planted", "No.", "None.");
            }

            lock (_gate)
            {
                UnderWayMost = Math.Max(UnderWayMost, ++_underWay);
                Largest = Math.Max(Largest, readings.Count);
            }

            foreach (var reading in readings)
            {
                reading.Device.ShouldBe(readings[0].Device);
                Sent.Enqueue((time.GetUtcNow(), reading));
            }

            if (Takes > TimeSpan.Zero)
            {
                await Task.Delay(Takes, time, cancellation);
            }

            lock (_gate)
            {
                _underWay--;
            }

            return readings;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
