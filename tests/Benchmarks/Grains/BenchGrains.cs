using CityBrain.Domain.Devices;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Scenes.Packs;

namespace CityBrain.Benchmarks.Grains;

/// <summary>Takes a report; what it does with it is what is measured.</summary>
[Alias("benchmark.report-grain")]
public interface IReportGrain : IGrainWithIntegerKey
{
    [Alias("report")]
    Task<int> Report(ReportReadings command);
}

/// <summary>Answers at once: the bare call.</summary>
[Alias("benchmark.bare-grain")]
public interface IBareGrain : IReportGrain;

/// <summary>Puts the readings through the rules of their model, as a device does, and keeps the state in memory only.</summary>
[Alias("benchmark.ruled-grain")]
public interface IRuledGrain : IReportGrain;

[GrainType("benchmark-bare")]
public sealed class BareGrain : Grain, IBareGrain
{
    public Task<int> Report(ReportReadings command) => Task.FromResult(command.Readings.Count);
}

[GrainType("benchmark-ruled")]
public sealed class RuledGrain : Grain, IRuledGrain
{
    private static readonly DeviceModel Model = ShippedPacks.Load().SelectMany(scene => scene.Models).Single(model => model.Id == "river-gauge");

    private readonly Device _device = new()
    {
        Id = DeviceId.Parse("bench"),
        Model = Model.Id,
        Place = PlaceCode.Parse("341882001"),
        RegisteredAt = DateTimeOffset.UnixEpoch,
        Rules = Model.Pack,
    };

    private ReadingState _state = ReadingState.Empty(Model);

    public Task<int> Report(ReportReadings command)
    {
        var readings = new Reading[command.Readings.Count];
        for (var i = 0; i < readings.Length; i++)
        {
            readings[i] = new Reading(command.Readings[i].Time?.ToUnixTimeMilliseconds(), command.Readings[i].Points);
        }

        var accepted = ReadingRules.Accept(_device, _state.Trimmed(), Model, readings, new Arrival(0, command.Origin, []));
        _state = accepted.State;
        return Task.FromResult(accepted.Outcomes.Count(outcome => outcome.Kind == OutcomeKind.Stored));
    }
}
