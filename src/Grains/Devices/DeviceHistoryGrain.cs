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
    public async Task<Answer<Page<DeviceSummary>>> Devices(DeviceQuery query, CancellationToken cancellation)
    {
        var list = new ViewQuery
        {
            Kind = Lists.Device,
            PlacePrefix = query.Place?.Digits ?? string.Empty,
            Topic = query.Model,
            Origin = query.Origin,
            After = query.After,
            Limit = query.Limit,
        };
        var answer = await views.Page(list, query.Count, ViewJson.Default.DeviceSummary, cancellation);
        return query.Latest && answer.Value is { } page ? page with { Items = await WithLatest(page.Items, cancellation) } : answer;
    }

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
    public async Task<Answer<ReadingsPage>> Readings(ReadingsQuery query, CancellationToken cancellation)
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
        var gone = await history.ReadGone(wanted.Stream, string.Empty, wanted.FromMs, wanted.ToMs, cancellation);
        var count = query.Count ? await history.Count(wanted, cancellation) : (long?)null;
        return new ReadingsPage(
            [.. page.Readings.Select(reading => reading.Row.ToView(reading.RecordedMs))],
            page.More && last is not null ? ReadingCursor.Of(last) : null,
            count == 0 && gone.Count > 0 ? null : count,
            KeptFrom(gone));
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
        var gone = await history.ReadGone(values.Stream, values.PlacePrefix, values.FromMs, values.ToMs, cancellation);
        await foreach (var value in history.ReadPoints(values, cancellation))
        {
            // What is left of a time with gaps would pass for the whole of it.
            if (gone.Count == 0 || !gone.TryGetValue(value.Stream, out var dropped) || value.ObservedMs > dropped.LastMs)
            {
                fold.Add(value);
            }
        }

        var figure = fold.Result();
        return gone.Count == 0 ? figure
            : figure.Readings == 0 ? figure with { Value = null, Days = null, KeptFrom = KeptFrom(gone) }
            : figure with { KeptFrom = KeptFrom(gone) };
    }

    private async Task<IReadOnlyList<DeviceSummary>> WithLatest(IReadOnlyList<DeviceSummary> devices, CancellationToken cancellation)
    {
        var told = new List<DeviceSummary>(devices.Count);
        foreach (var device in devices)
        {
            var latest = await history.ReadLatest(DeviceViews.StreamOf(DeviceId.Parse(device.Id)), 1, cancellation);
            told.Add(latest is [var reading] ? device with { Latest = reading.ToView(recordedMs: null) } : device);
        }

        return told;
    }

    /// <summary>From when on nothing is missing of all devices asked for; null where nothing is missing at all.</summary>
    private static DateTimeOffset? KeptFrom(IReadOnlyDictionary<string, GoneReadings> gone) =>
        gone.Count == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(gone.Values.Max(dropped => dropped.LastMs) + 1);

    private static ReadingMark? MarkOf(string? quality) => quality switch
    {
        "late" => ReadingMark.Late,
        "clock" => ReadingMark.Clock,
        "conflict" => ReadingMark.Conflict,
        _ => null,
    };
}
