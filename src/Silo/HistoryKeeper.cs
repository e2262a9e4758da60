using System.Diagnostics.Metrics;
using CityBrain.Storage.Retention;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Silo;

/// <summary>
/// Lets retention go on in the background, a small step at a time and at most a fifth of the time, so that whoever waits for a commit
/// hardly notices; says what it did.
/// </summary>
internal sealed partial class HistoryKeeper : BackgroundService
{
    private const int RestPerWork = 4;
    private static readonly TimeSpan RestMin = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    private readonly ReadingRetention _retention;
    private readonly TimeProvider _clock;
    private readonly ILogger<HistoryKeeper> _log;
    private readonly Counter<long> _readings;
    private readonly Counter<long> _days;
    private RetentionDeed _last;

    public HistoryKeeper(ReadingRetention retention, TimeProvider clock, IMeterFactory meters, ILogger<HistoryKeeper> log)
    {
        (_retention, _clock, _log) = (retention, clock, log);
        var meter = meters.Create(CityMeters.Name);
        _readings = meter.CreateCounter<long>("citybrain.history.dropped", "{reading}", "Readings that went by order of the retention policy.");
        _days = meter.CreateCounter<long>("citybrain.history.stubbed", "{day}", "Days whose stub was written, so that their readings go.");
        meter.CreateObservableGauge("citybrain.history.damaged", () => _last == RetentionDeed.Damaged ? 1 : 0, null, "1 while a day that is due cannot go because it does not hold what was written.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                var began = _clock.GetTimestamp();
                var step = await _retention.Step(stoppingToken);
                Say(step);
                await Task.Delay(RestAfter(step, _clock.GetElapsedTime(began)), _clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; what is under way goes on after the next start.
        }
    }

    private static TimeSpan RestAfter(RetentionStep step, TimeSpan took) => step.Deed switch
    {
        RetentionDeed.Idle or RetentionDeed.Damaged => Idle,
        RetentionDeed.HeldUp => Retry,
        _ => took * RestPerWork is var rest && rest > RestMin ? rest : RestMin,
    };

    private void Say(RetentionStep step)
    {
        switch (step.Deed)
        {
            case RetentionDeed.Stubbed:
                _days.Add(1);
                LogStubbed(step.Day!.Value, step.Readings);
                break;
            case RetentionDeed.Removed:
                _readings.Add(step.Readings);
                break;
            case RetentionDeed.Damaged:
                LogDamaged(step.Day, step.Why!);
                break;
            case RetentionDeed.HeldUp:
                LogHeldUp(step.Why!);
                break;
            default:
                break;
        }

        _last = step.Deed;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "The readings recorded on {Day} go by order of the retention policy: {Readings}; their stub is written")]
    private partial void LogStubbed(DateOnly day, long readings);

    [LoggerMessage(Level = LogLevel.Error, Message = "The readings recorded on {Day} are due to go and stay, because they are not what was written: {Why}")]
    private partial void LogDamaged(DateOnly? day, string why);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Retention cannot go on now and is tried again: {Why}")]
    private partial void LogHeldUp(string why);
}
