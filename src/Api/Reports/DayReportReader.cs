using CityBrain.Api.Admission;
using CityBrain.Api.Places;
using CityBrain.Api.Requests;
using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;

namespace CityBrain.Api.Reports;

/// <summary>Works a day's report out from what the city tells: every figure is one that its source link shows too.</summary>
internal sealed class DayReportReader(CityCalls city, TimeProvider time)
{
    private const int PageRows = 1_000;
    private const int PagesMax = 10;
    private const int ClosedReadMax = 500;
    private const int ClosedWithinDays = 7;
    private const int FirstMax = 20;

    private static readonly (string Point, LocalText Title)[] Points =
    [
        ("pm25", new("细颗粒物 PM2.5", "PM2.5")),
        ("rain", new("降雨量", "rain")),
        ("level", new("水位", "water level")),
        ("leq", new("等效声级", "sound level")),
        ("do", new("溶解氧", "dissolved oxygen")),
    ];

    /// <summary>The report of a day; a day that is not over is told so far.</summary>
    /// <exception cref="OperationCanceledException">Who asks has left.</exception>
    public async Task<DayReport> Read(DateOnly day, CancellationToken aborted)
    {
        var origins = new List<OriginReport>();
        foreach (var origin in (OriginKind[])[OriginKind.Live, OriginKind.Simulated, OriginKind.Replayed])
        {
            origins.Add(await Of(origin, new Span(day), aborted));
        }

        var now = time.GetUtcNow();
        var shown = origins.Where(report => report.IsTelling || (report is { Origin: OriginKind.Live, Registered: not 0 })).OrderByDescending(report => report.IsTelling);
        return new DayReport(day, now, now >= new Span(day).To, [.. shown]);
    }

    private async Task<OriginReport> Of(OriginKind origin, Span span, CancellationToken aborted)
    {
        var readings = new List<CountLine>();
        DateTimeOffset? keptFrom = null;
        foreach (var (point, title) in Points)
        {
            var counted = await Figure(origin, span, point, "count", aborted);
            keptFrom = counted?.KeptFrom ?? keptFrom;
            readings.Add(new CountLine(title, (long?)counted?.Value, counted?.Devices ?? 0, span.Source($"statistics?point={point}&aggregate=count", origin)));
        }

        var devices = new DeviceQuery { Origin = origin, Limit = 1, Count = true };
        return new OriginReport(origin, readings, await Alarms(origin, span, aborted), await Incidents(origin, span, aborted), await Air(origin, span, aborted))
        {
            KeptFrom = keptFrom,
            Registered = (await city.Ask((grains, cancellation) => grains.DeviceHistory().Devices(devices, cancellation), aborted)).Value?.Count,
        };
    }

    private async Task<StatisticsView?> Figure(OriginKind origin, Span span, string point, string aggregate, CancellationToken aborted)
    {
        var query = new StatisticsQuery { Point = point, Aggregate = aggregate, From = span.From, To = span.To, Origin = origin };
        return (await city.Ask((grains, cancellation) => grains.DeviceHistory().Statistics(query, cancellation), aborted)).Value;
    }

    private async Task<AlarmCounts?> Alarms(OriginKind origin, Span span, CancellationToken aborted)
    {
        var query = new AlarmQuery { From = span.From, To = span.To, Origin = origin, Limit = PageRows };
        var all = await All<AlarmView>(
            (after, counted) => city.Ask((grains, cancellation) => grains.DeviceHistory().Alarms(query with { After = after, Count = counted }, cancellation), aborted));
        // Severity 1 to 4 of a rule is level IV to I.
        return all is not var (rows, total) ? null : new AlarmCounts(
            total, rows.Count, Lines(rows, row => new LocalText(row.TitleZh, row.TitleEn), row => 4 - row.Severity), span.Source("alarms?count=true&limit=1000", origin));
    }

    private async Task<IncidentCounts> Incidents(OriginKind origin, Span span, CancellationToken aborted)
    {
        var query = new IncidentQuery { From = span.From, To = span.To, Origin = origin, Limit = PageRows };
        var all = await All<IncidentSummary>(
            (after, counted) => city.Ask((grains, cancellation) => grains.IncidentIndex().List(query with { After = after, Count = counted }, cancellation), aborted, CallClass.Ordinary));
        var opened = all is not var (rows, total) ? null : new AlarmCounts(
            total, rows.Count, Lines(rows, row => new LocalText(row.TitleZh, row.TitleEn), row => row.Level - Level.I), span.Source("incidents?count=true&limit=1000", origin));
        var (closed, isWhole) = await Closed(query, span, aborted);
        return new IncidentCounts(opened, closed, ClosedWithinDays, isWhole) { First = await First(all?.Rows ?? [], aborted) };
    }

    /// <summary>How many incidents were closed on the day, null when the city did not tell, and whether all that may have been were looked through.</summary>
    private async Task<(int? Closed, bool IsWhole)> Closed(IncidentQuery query, Span span, CancellationToken aborted)
    {
        var window = query with { From = span.To.AddDays(-ClosedWithinDays), States = ["closed"], Limit = ClosedReadMax };
        var answer = await city.Ask((grains, cancellation) => grains.IncidentIndex().List(window, cancellation), aborted);
        if (answer.Value is not { } page)
        {
            return (null, false);
        }

        var count = 0;
        foreach (var incident in page.Items)
        {
            var read = await city.Ask((grains, _) => grains.Incident(IncidentId.Parse(incident.Id)).Read(), aborted);
            if (read.Value is not { } view)
            {
                return (null, false);
            }

            count += view.Timeline.LastOrDefault(line => line.Code == "closed") is { } closing && closing.At >= span.From && closing.At < span.To ? 1 : 0;
        }

        return (count, page.Next is null);
    }

    private async Task<IReadOnlyList<IncidentLine>> First(IReadOnlyList<IncidentSummary> rows, CancellationToken aborted)
    {
        var lines = new List<IncidentLine>();
        foreach (var row in rows.OrderBy(row => row.State == "closed").ThenBy(row => row.Level).ThenByDescending(row => row.OpenedAt).Take(FirstMax))
        {
            var place = await city.NameOfPlace(row.Place, aborted);
            lines.Add(new IncidentLine(row.Id, row.Level, new LocalText(row.TitleZh, row.TitleEn), place ?? row.Place, row.OpenedAt, row.State));
        }

        return lines;
    }

    private async Task<AirLines?> Air(OriginKind origin, Span span, CancellationToken aborted)
    {
        if (await Figure(origin, span, "pm25", "aqi", aborted) is not { } figure || figure is { KeptFrom: not null, Daily.Count: 0 })
        {
            return null;
        }

        var lines = new List<AirLine>();
        foreach (var day in figure.Daily)
        {
            var device = DeviceId.TryParse(day.Device, out var id) ? (await city.Ask((grains, _) => grains.Device(id).Read(), aborted)).Value : null;
            var note = day.Note;
            lines.Add(new AirLine(
                day.Device,
                device?.Name,
                day.Value,
                note.TryGetValue("categoryZh", out var zh) ? new LocalText(zh, note["categoryEn"]) : null,
                note.GetValueOrDefault("primary", string.Empty),
                note.GetValueOrDefault("invalid", string.Empty),
                note.GetValueOrDefault("table"),
                note.GetValueOrDefault("verified") == "true"));
        }

        return new AirLines(lines, figure.Formula, span.Source("statistics?point=pm25&aggregate=aqi", origin));
    }

    /// <summary>All rows of a list, up to a bound, and how many there are; null when the city did not tell all of them.</summary>
    private static async Task<(IReadOnlyList<T> Rows, long Total)?> All<T>(Func<string?, bool, Task<Answer<Page<T>>>> ask)
    {
        var rows = new List<T>();
        long? total = null;
        string? after = null;
        for (var pages = 0; pages < PagesMax; pages++)
        {
            if ((await ask(after, pages == 0)).Value is not { } page)
            {
                return null;
            }

            rows.AddRange(page.Items);
            total ??= page.Count;
            if (page.Next is null)
            {
                break;
            }

            after = page.Next;
        }

        return (rows, Math.Max(total ?? 0, rows.Count));
    }

    private static List<LevelLine> Lines<T>(IReadOnlyList<T> rows, Func<T, LocalText> titleOf, Func<T, int> levelOf) =>
    [
        .. rows.GroupBy(titleOf)
            .OrderByDescending(group => group.Count())
            .ThenBy(group => group.Key.En, StringComparer.Ordinal)
            .Select(group => new LevelLine(group.Key, [.. Enumerable.Range(0, 4).Select(level => group.Count(row => levelOf(row) == level))])),
    ];

    /// <summary>A day of the city as a span of time.</summary>
    private readonly record struct Span(DateOnly Day)
    {
        public DateTimeOffset From => CityTime.StartOf(Day);

        public DateTimeOffset To => CityTime.StartOf(Day.AddDays(1));

        public string Source(string question, OriginKind origin) =>
            $"/api/v1/{question}&from={From.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&to={To.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}&origin={origin.ToString().ToLowerInvariant()}";
    }
}
