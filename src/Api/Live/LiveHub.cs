using System.Text.Json;
using CityBrain.Api.Admission;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Live;
using CityBrain.Grains.Interfaces.Places;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Live;

/// <summary>
/// The one follower of this process: while somebody looks, it follows the city once, writes each message once, and puts it on the board.
/// It waits for no viewer.
/// </summary>
internal sealed partial class LiveHub(
    LiveBoard board, CityCalls city, IOptions<LiveOptions> options, IOptions<JsonOptions> json, TimeProvider time, ILogger<LiveHub> logger) : BackgroundService
{
    private static readonly TimeSpan FollowWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private JsonSerializerOptions Json => json.Value.SerializerOptions;

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Persist(FollowWhileWanted, stoppingToken), Persist(ReadFiguresWhileWanted, stoppingToken));

    // Whatever fails is tried again: viewers wait, and are told where they are by their cursors.
    private async Task Persist(Func<CancellationToken, Task> round, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await board.WhenWanted.WaitAsync(stopping);
                await round(stopping);
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // The process stops.
            }
            catch (Exception failure)
            {
                LogFailed(logger, failure);
                await Task.Delay(Pause, time, CancellationToken.None);
            }
        }
    }

    private async Task FollowWhileWanted(CancellationToken stopping)
    {
        var mark = LiveMark.Beginning;
        var (_, round) = board.Standing;
        while (board.Standing is ({ } at, var now) && now == round)
        {
            var question = new FollowLive { After = at, Readings = mark, Wait = FollowWait };
            var page = await city.Ask((grains, cancellation) => grains.LiveFeed().Follow(question, cancellation), stopping, CallClass.Live);
            if (page.Value is { } told)
            {
                mark = told.Readings ?? mark;
                board.Put([.. told.News.Select(news => LiveFrame.Of(news, Json)), .. told.Points.Select(point => LiveFrame.Of(point, Json))], round, told.Through);
            }
            else
            {
                await Task.Delay(Pause, time, stopping);
            }
        }
    }

    private async Task ReadFiguresWhileWanted(CancellationToken stopping)
    {
        var (_, round) = board.Standing;
        var told = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        while (board.Standing is (not null, var now) && now == round)
        {
            var overview = await city.Ask((grains, _) => grains.City().Overview(), stopping);
            if (overview.Value is { } figures)
            {
                board.Put([.. Changed(figures, told)], round, null);
            }

            await Task.Delay(options.Value.FiguresPeriod, time, stopping);
        }
    }

    // A place's figures are told when they change, not every time they are read.
    private IEnumerable<LiveFrame> Changed(CityOverview overview, Dictionary<string, byte[]> told)
    {
        var places = overview.Districts.Select(district => (district.Code, district.Name, district.State)).Prepend((overview.Code, overview.Name, overview.State));
        foreach (var (code, name, state) in places)
        {
            var figures = JsonSerializer.SerializeToUtf8Bytes(state with { AsOf = default }, Json);
            if (!told.TryGetValue(code, out var before) || !figures.AsSpan().SequenceEqual(before))
            {
                told[code] = figures;
                yield return LiveFrame.Of(code, name, state, Json);
            }
        }
    }

    [LoggerMessage(EventId = 40, Level = LogLevel.Error, Message = "The city could not be followed for the live feed; it is tried again")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
