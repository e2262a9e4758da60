using CityBrain.Demo.Fleet;
using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Demo.Tests;

/// <summary>One device's readings under the city's own rules, without a city.</summary>
internal sealed class Watch
{
    private readonly DeviceModel _model;
    private Device _device;
    private ReadingState _state;

    public Watch(DemoDevice device)
    {
        _model = Guangde.Models[device.Model];
        _state = ReadingState.Empty(_model);
        _device = new Device
        {
            Id = device.Id,
            Model = device.Model,
            Place = device.Place,
            Location = device.Location,
            Attributes = device.Attributes,
            Origin = OriginKind.Simulated,
            RegisteredAt = Guangde.Began,
        };
    }

    public List<AlarmRaised> Raised { get; } = [];

    public List<AlarmCleared> Cleared { get; } = [];

    public List<ReadingOutcome> Outcomes { get; } = [];

    public IReadOnlyCollection<string> Active => [.. _device.ActiveAlarms.Keys];

    /// <summary>What the rules make of the readings, each arriving as it is made.</summary>
    public static Watch Over(DemoDevice device, IEnumerable<ReportedReading> readings)
    {
        var watch = new Watch(device);
        foreach (var reading in readings)
        {
            watch.Take(reading);
        }

        return watch;
    }

    private void Take(ReportedReading reading)
    {
        var ms = reading.Time!.Value.ToUnixTimeMilliseconds();
        var acceptance = ReadingRules.Accept(
            _device, _state.Trimmed(), _model, [new Reading(ms, reading.Points)], new Arrival(ms, new Origin(OriginKind.Simulated, string.Empty), []));
        _state = acceptance.State;
        Outcomes.AddRange(acceptance.Outcomes);
        foreach (var fact in acceptance.Facts)
        {
            _device = DeviceRules.Apply(_device, fact)!;
            Raised.AddRange(new[] { fact }.OfType<AlarmRaised>());
            Cleared.AddRange(new[] { fact }.OfType<AlarmCleared>());
        }
    }
}
