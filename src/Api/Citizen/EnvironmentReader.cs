using CityBrain.Api.Places;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Citizen;

/// <summary>Asks the city for what everybody may see of the environment; the answer serves everybody for a few seconds.</summary>
internal sealed class EnvironmentReader
{
    // So many stations of each subject are asked for; the page says when there are more.
    private const int StationsMax = 60;
    private const int HourReadingsMin = 45;

    // So many readings of a gauge are looked through, the earliest first: one a minute for longer than any window here.
    private const int ReadingsMax = 1_000;
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(10);

    private readonly CityCalls _city;
    private readonly TimeProvider _time;
    private readonly Kept<EnvironmentView> _kept;

    /// <summary>Made by the host.</summary>
    public EnvironmentReader(CityCalls city, TimeProvider time) => (_city, _time, _kept) = (city, time, new Kept<EnvironmentView>(Lifetime, time, Gather));

    /// <summary>The environment, at most ten seconds old.</summary>
    /// <exception cref="OperationCanceledException">Who asks has left.</exception>
    public Task<EnvironmentView> Read(CancellationToken aborted) => _kept.Read(aborted);

    private async Task<EnvironmentView> Gather()
    {
        var now = _time.GetUtcNow();
        return new EnvironmentView(now, await Task.WhenAll(EnvironmentSubject.All.Select(subject => Gather(subject, now))));
    }

    private async Task<SubjectView> Gather(EnvironmentSubject subject, DateTimeOffset now)
    {
        var query = new DeviceQuery { Model = subject.Model, Limit = StationsMax, Count = true };
        var found = await _city.Ask((grains, cancellation) => grains.DeviceHistory().Devices(query, cancellation), CancellationToken.None);
        if (found.Value is not { } page)
        {
            return new SubjectView(subject, null, 0);
        }

        // One after the other: a page that can wait a moment leaves the city to those who cannot.
        var stations = new List<StationView>();
        foreach (var device in page.Items)
        {
            stations.Add(await StationOf(subject, device, now));
        }

        return new SubjectView(subject, StationView.Ordered(stations), page.Count ?? page.Items.Count);
    }

    private async Task<StationView> StationOf(EnvironmentSubject subject, DeviceSummary device, DateTimeOffset now)
    {
        var place = await _city.NameOfPlace(device.Place, CancellationToken.None);
        var read = await _city.Ask((grains, _) => grains.Device(DeviceId.Parse(device.Id)).Read(), CancellationToken.None);
        if (read.Value is not { Latest: { } latest } view)
        {
            return new StationView(device.Name, place, device.Origin, null, IsOld: false, null);
        }

        var verdict = subject.Model switch
        {
            "air-station" => EnvironmentWords.Air(latest),
            "rain-gauge" => EnvironmentWords.Rain(await Over(view, "rain", "sum", now, TimeSpan.FromHours(1)), await Over(view, "rain", "sum", now, TimeSpan.FromHours(24))),
            "river-gauge" => EnvironmentWords.River(view.Attributes, EnvironmentWords.Good(latest, "level"), await Lowest(view, "level", latest.ObservedAt, EnvironmentWords.RiseWindow)),
            "noise-meter" => EnvironmentWords.Noise(view, latest.ObservedAt, await Over(view, "leq", "leq", now, TimeSpan.FromHours(1), HourReadingsMin) ?? EnvironmentWords.Good(latest, "leq")),
            _ => EnvironmentWords.Water(view),
        };
        return new StationView(device.Name, place, latest.Origin, latest.ObservedAt, now - latest.ObservedAt > subject.OldAfter, verdict);
    }

    /// <summary>A figure over a device's last readings; null when there are too few.</summary>
    private async Task<double?> Over(DeviceView device, string point, string aggregate, DateTimeOffset now, TimeSpan window, int readingsMin = 1)
    {
        var query = new StatisticsQuery { Point = point, Aggregate = aggregate, From = now - window, Device = DeviceId.Parse(device.Id), Origin = device.Origin };
        var answer = await _city.Ask((grains, cancellation) => grains.DeviceHistory().Statistics(query, cancellation), CancellationToken.None);
        return answer.Value is { } figure && figure.Readings >= readingsMin ? figure.Value : null;
    }

    /// <summary>The lowest good value of a device's readings before one; null when there are none.</summary>
    private async Task<double?> Lowest(DeviceView device, string point, DateTimeOffset before, TimeSpan window)
    {
        var query = new ReadingsQuery { Device = DeviceId.Parse(device.Id), From = before - window, To = before, Origin = device.Origin, Limit = ReadingsMax };
        var answer = await _city.Ask((grains, cancellation) => grains.DeviceHistory().Readings(query, cancellation), CancellationToken.None);
        return answer.Value?.Items.Min(reading => EnvironmentWords.Good(reading, point));
    }
}
