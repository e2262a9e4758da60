using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>A community's live summary. It holds no truth of its own: what it says is worked out from the durable rows.</summary>
[GrainType("community")]
public sealed class CommunityGrain : Grain, ICommunityGrain
{
    private readonly RollUp _rollUp;
    private readonly Cadence _cadence;

    /// <summary>Made by the silo.</summary>
    public CommunityGrain(IGrainContext context, IViews views, IReadingHistory history, TimeProvider clock)
    {
        var place = PlaceCode.Parse(context.GrainId.Key.ToString()!);
        _rollUp = new RollUp(place, views, history, clock, () => Task.FromResult(0));
        _cadence = new Cadence(this, async () => await GrainFactory.District(place.District!.Value).Push(new PlaceChange(place, await Read())));
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => _rollUp.Refresh();

    /// <inheritdoc/>
    public async Task<PlaceState> Read()
    {
        await _rollUp.Refresh();
        return _rollUp.State;
    }

    /// <inheritdoc/>
    public Task Push(PlaceChange change)
    {
        _rollUp.Take(change);
        return _cadence.Changed();
    }
}
