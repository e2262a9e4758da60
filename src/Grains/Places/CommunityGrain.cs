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
        _rollUp = new RollUp(place, views, history, clock);
        _cadence = new Cadence(this, () => GrainFactory.District(place.District!.Value).Push(new PlaceChange(place, _rollUp.State(0))));
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => _rollUp.Load(cancellationToken);

    /// <inheritdoc/>
    public Task<PlaceState> Read() => Task.FromResult(_rollUp.State(0));

    /// <inheritdoc/>
    public async Task Push(PlaceChange change)
    {
        await _rollUp.Take(change, CancellationToken.None);
        await _cadence.Changed();
    }
}
