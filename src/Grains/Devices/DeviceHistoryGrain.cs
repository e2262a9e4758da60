using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using Orleans.Concurrency;

namespace CityBrain.Grains.Devices;

/// <summary>Answers questions over devices, readings and alarms from what is durable. Statistics are folds over the readings asked for.</summary>
[StatelessWorker]
public sealed class DeviceHistoryGrain(IReadingHistory history, IViews views) : Grain, IDeviceHistoryGrain
{
    /// <inheritdoc/>
    public Task<Answer<Page<DeviceSummary>>> Devices(DeviceQuery query, CancellationToken cancellation) => views.Page(
        new ViewQuery
        {
            Kind = Lists.Device,
            PlacePrefix = query.Place?.Digits ?? string.Empty,
            Topic = query.Model,
            Origin = query.Origin,
            After = query.After,
            Limit = query.Limit,
        },
        query.Count,
        ViewJson.Default.DeviceSummary,
        cancellation);

    /// <inheritdoc/>
    public Task<Answer<Page<AlarmView>>> Alarms(AlarmQuery query, CancellationToken cancellation) => views.Page(
        new ViewQuery
        {
            Kind = Lists.Alarm,
            Stream = query.Device is { } device ? DeviceViews.StreamOf(device) : null,
            PlacePrefix = query.Place?.Digits ?? string.Empty,
            Topic = query.Rule,
            States = query.State is { } state ? [state] : [],
            Origin = query.Origin,
            FromMs = query.From?.ToUnixTimeMilliseconds(),
            ToMs = query.To?.ToUnixTimeMilliseconds(),
            After = query.After,
            Limit = query.Limit,
        },
        query.Count,
        ViewJson.Default.AlarmView,
        cancellation);

    /// <inheritdoc/>
    public Task<Answer<Page<DeviceCommandView>>> Commands(DeviceCommandQuery query, CancellationToken cancellation) => views.Page(
        new ViewQuery
        {
            Kind = Lists.Command,
            Stream = DeviceViews.StreamOf(query.Device),
            States = query.Status is { } status ? [status] : [],
            After = query.After,
            Limit = query.Limit,
        },
        count: false,
        ViewJson.Default.DeviceCommandView,
        cancellation);

    /// <inheritdoc/>
    public async Task<Answer<Page<ReadingView>>> Readings(ReadingsQuery query, CancellationToken cancellation)
    {
        if (!ReadingCursor.TryParse(query.After, out var after))
        {
            return ViewPages.CursorInvalid;
        }

        var wanted = new ReadingQuery
        {
            Stream = DeviceViews.StreamOf(query.Device),
            FromMs = query.From?.ToUnixTimeMilliseconds(),
            ToMs = query.To?.ToUnixTimeMilliseconds(),
            Origin = query.Origin,
            Mark = MarkOf(query.Quality),
            Flag = query.Quality is "missing" or "spike" or "range" ? query.Quality : null,
            After = after,
            Limit = query.Limit,
        };
        var page = await history.Read(wanted, cancellation);
        var last = page.Readings.Count > 0 ? page.Readings[^1].Row : null;
        return new Page<ReadingView>(
            [.. page.Readings.Select(reading => reading.Row.ToView(reading.RecordedMs))],
            page.More && last is not null ? ReadingCursor.Of(last) : null,
            query.Count ? await history.Count(wanted, cancellation) : null);
    }

    /// <inheritdoc/>
    public async Task<Answer<StatisticsView>> Statistics(StatisticsQuery query, CancellationToken cancellation)
    {
        if (StatisticsFold.Of(query) is not { } fold)
        {
            return StatisticsFold.AggregateUnknown;
        }

        var values = new PointQuery
        {
            Points = fold.Points,
            PlacePrefix = query.Place?.Digits ?? string.Empty,
            Stream = query.Device is { } device ? DeviceViews.StreamOf(device) : null,
            FromMs = query.From?.ToUnixTimeMilliseconds(),
            ToMs = query.To?.ToUnixTimeMilliseconds(),
            Origin = query.Origin ?? OriginKind.Live,
        };
        await foreach (var value in history.ReadPoints(values, cancellation))
        {
            fold.Add(value);
        }

        return fold.Result();
    }

    private static ReadingMark? MarkOf(string? quality) => quality switch
    {
        "late" => ReadingMark.Late,
        "clock" => ReadingMark.Clock,
        "conflict" => ReadingMark.Conflict,
        _ => null,
    };
}
