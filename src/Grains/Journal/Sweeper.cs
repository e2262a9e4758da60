using System.Diagnostics;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Grains.Journal;

/// <summary>
/// Lets deadlines fall: once a second it takes what is due and tells the grains, which decide again. A deadline that no grain could deal
/// with stays due and falls again; one that falls in two silos at once is decided once, because its grain decides.
/// </summary>
public sealed partial class Sweeper(IGrainFactory grains, LaneWriter writer, IViews views, TimeProvider clock, ILogger<Sweeper> log) : BackgroundService
{
    private const int PageRows = 500;
    private const int FallsMax = 16;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);
    private DateTimeOffset _listeningFrom = clock.GetUtcNow();

    /// <summary>Tells the grains whose deadlines are due; says how many there were.</summary>
    public async Task<int> Sweep(CancellationToken stopping)
    {
        if (!writer.Writable)
        {
            // What is said now is not taken down, so that nobody's silence can be told until some time after.
            _listeningFrom = clock.GetUtcNow();
            return 0;
        }

        var now = clock.GetUtcNow().ToUnixTimeMilliseconds();
        var query = new ViewQuery { Kind = Lists.Due, ToMs = now + 1, Limit = PageRows };
        var total = 0;
        while (true)
        {
            var page = await views.Query(query, stopping);
            foreach (var some in page.Rows.Chunk(FallsMax))
            {
                stopping.ThrowIfCancellationRequested();
                await Task.WhenAll(some.Select(row => Fall(row.Stream, row.Item)));
            }

            total += page.Rows.Count;
            if (page.Next is null)
            {
                return total;
            }

            query = query with { After = page.Next };
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await SweepSafely(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; what is due falls after the next start.
        }
    }

    private async Task SweepSafely(CancellationToken stopping)
    {
        try
        {
            await Sweep(stopping);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            LogUnreadable(failure);
        }
    }

    private async Task Fall(string stream, string item)
    {
        var slash = stream.IndexOf('/', StringComparison.Ordinal);
        var grain = grains.DueReceiver(ReceiverAddress.Of(stream[..slash], stream[(slash + 1)..]));
        try
        {
            var receipt = await grain.Fall(new DeadlineFall(item, _listeningFrom, ActivityTraceId.CreateRandom().ToHexString()));
            if (receipt.Refusal is { } why)
            {
                LogHeldUp(stream, item, why.Code);
            }
        }
        catch (Exception failure)
        {
            LogHeldUp(stream, item, failure.GetType().Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The deadline {Item} of {Stream} could not fall: {Why}; it falls again")]
    private partial void LogHeldUp(string stream, string item, string why);

    [LoggerMessage(Level = LogLevel.Error, Message = "The due table cannot be read; it is tried again")]
    private partial void LogUnreadable(Exception failure);
}
