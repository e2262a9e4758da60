using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Grains.Journal;

/// <summary>
/// Follows a lane and delivers its facts to the grains they concern, in order for each receiver and at least once: receivers keep durable
/// cursors. A receiver that cannot take a delivery holds up itself alone; the follower's mark waits for it, so that nothing is forgotten
/// over a restart. The journal is the outbox: there is no second one.
/// </summary>
public sealed partial class Dispatcher(
    IGrainFactory grains, LaneWriter writer, IJournalReader reader, FactForms forms, Routes routes, TimeProvider clock, ILogger<Dispatcher> log)
    : BackgroundService
{
    private const string Follower = "dispatcher";
    private const int PageRows = 2_000;
    private static readonly TimeSpan MarkPeriod = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Dictionary<GrainId, Backlog> _backlogs = [];
    private readonly Lock _lock = new();
    private long _marked = clock.GetTimestamp();

    /// <summary>Whether the lane is followed; false while it cannot be read or the mark cannot be written, so that alarms become no incidents.</summary>
    public bool IsFollowing { get; private set; } = true;

    /// <summary>Facts that wait for their receivers, and receivers that could not take their last delivery.</summary>
    public (int Waiting, int HeldUp) Load
    {
        get
        {
            lock (_lock)
            {
                return (_backlogs.Values.Sum(backlog => backlog.Waiting.Count), _backlogs.Values.Count(backlog => backlog.Failures > 0));
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        writer.Committed += Wake;
        try
        {
            Position? at = null;
            while (!stoppingToken.IsCancellationRequested)
            {
                var through = await Follow(at, stoppingToken);
                if (through == at)
                {
                    await _signal.WaitAsync(MarkPeriod, stoppingToken);
                }

                at = through;
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; whatever was not delivered is delivered from the mark after the next start.
        }
        finally
        {
            writer.Committed -= Wake;
        }
    }

    /// <summary>Takes one page of the lane in. What cannot be read or marked holds the follower up, visibly, and never ends it.</summary>
    private async Task<Position?> Follow(Position? at, CancellationToken stopping)
    {
        try
        {
            var from = at ?? await reader.ReadMark(Follower, writer.Head.Lane, stopping);
            await Mark(from, stopping);
            var page = await reader.ReadLane(from, PageRows, stopping);
            var routed = page.Facts.Where(fact => routes.Has(fact.Row.Type)).Select(fact => (Fact: fact, Receiver: ReceiverOf(fact.Row))).ToList();
            routed.ForEach(one => Enqueue(one.Fact, one.Receiver, stopping));
            IsFollowing = true;
            return page.Through;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            IsFollowing = false;
            LogUnreadable(failure, at?.Batch);
            return at;
        }
    }

    private async Task Mark(Position at, CancellationToken stopping)
    {
        if (clock.GetElapsedTime(_marked) >= MarkPeriod)
        {
            await reader.WriteMark(Follower, Settled(at), stopping);
            _marked = clock.GetTimestamp();
        }
    }

    private GrainId ReceiverOf(FactRow row) => routes.Of(row.Type, row.Stream, forms.Read(row.Type, row.Version, row.Payload));

    private void Wake(CommittedBatch batch)
    {
        if (_signal.CurrentCount == 0)
        {
            _signal.Release();
        }
    }

    private void Enqueue(PlacedFact fact, GrainId receiver, CancellationToken stopping)
    {
        lock (_lock)
        {
            if (!_backlogs.TryGetValue(receiver, out var backlog))
            {
                _backlogs.Add(receiver, backlog = new Backlog());
                backlog.Waiting.Enqueue(fact);
                _ = Drain(receiver, backlog, stopping);
            }
            else
            {
                backlog.Waiting.Enqueue(fact);
            }
        }
    }

    private async Task Drain(GrainId receiver, Backlog backlog, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            List<PlacedFact> facts;
            lock (_lock)
            {
                facts = [.. backlog.Waiting.Take(Backlog.DeliveryMax)];
                if (facts.Count == 0)
                {
                    _backlogs.Remove(receiver);
                    return;
                }
            }

            var refusal = await Deliver(receiver, facts);
            lock (_lock)
            {
                backlog.Failures = refusal is null ? 0 : backlog.Failures + 1;
                for (var i = 0; refusal is null && i < facts.Count; i++)
                {
                    backlog.Waiting.Dequeue();
                }
            }

            if (refusal is not null)
            {
                LogHeldUp(receiver.ToString(), facts[0].Row.Type, refusal, backlog.Failures);
                await Task.Delay(backlog.Pause, clock, CancellationToken.None);
            }
        }
    }

    private async Task<string?> Deliver(GrainId receiver, List<PlacedFact> facts)
    {
        try
        {
            var receipt = await grains.Receiver(receiver).Deliver(new Deliveries([.. facts.Select(ToDelivery)]));
            return receipt.Refusal?.Code;
        }
        catch (Exception failure)
        {
            return failure.GetType().Name;
        }
    }

    private Position Settled(Position at)
    {
        lock (_lock)
        {
            return _backlogs.Values.Where(backlog => backlog.Waiting.Count > 0).Select(backlog => Before(backlog.Oldest))
                .Append(at).MinBy(position => (position.Batch, position.Ordinal));
        }
    }

    // At worst a batch is delivered again, which receivers know.
    private static Position Before(Position at) => at.Ordinal > 0 ? at with { Ordinal = at.Ordinal - 1 } : at with { Batch = at.Batch - 1, Ordinal = 0 };

    private static Delivery ToDelivery(PlacedFact fact) => new()
    {
        Lane = fact.At.Lane,
        Batch = fact.At.Batch,
        Ordinal = fact.At.Ordinal,
        Stream = fact.Row.Stream,
        Type = fact.Row.Type,
        Version = fact.Row.Version,
        Payload = fact.Row.Payload,
        Mandate = fact.Row.Mandate,
        ObservedAt = DateTimeOffset.FromUnixTimeMilliseconds(fact.Row.ObservedMs),
        RecordedAt = DateTimeOffset.FromUnixTimeMilliseconds(fact.RecordedMs),
    };

    [LoggerMessage(Level = LogLevel.Warning, Message = "Delivery of {Fact} to {Receiver} is held up: {Why} (attempt {Attempt})")]
    private partial void LogHeldUp(string receiver, string fact, string why, int attempt);

    [LoggerMessage(Level = LogLevel.Error, Message = "The lane cannot be followed after batch {Batch}; it is tried again")]
    private partial void LogUnreadable(Exception failure, long? batch);

    /// <summary>What waits for one receiver.</summary>
    private sealed class Backlog
    {
        public const int DeliveryMax = 100;

        public Queue<PlacedFact> Waiting { get; } = new();

        public int Failures { get; set; }

        public Position Oldest => Waiting.Peek().At;

        public TimeSpan Pause => TimeSpan.FromMilliseconds(Math.Min(10_000, 50 * Math.Pow(2, Math.Min(Failures, 10))));
    }
}
