using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>A district's live summary: what stands in it directly, and its communities.</summary>
[GrainType("district")]
public sealed class DistrictGrain : Grain, IDistrictGrain
{
    private readonly RollUp _rollUp;
    private readonly Cadence _cadence;

    /// <summary>Made by the silo.</summary>
    public DistrictGrain(IGrainContext context, IViews views, IReadingHistory history, TimeProvider clock)
    {
        var place = PlaceCode.Parse(context.GrainId.Key.ToString()!);
        _rollUp = new RollUp(place, views, history, clock, async () => (await GrainFactory.City().Find(place)).Value?.Children.Count ?? 0);
        _cadence = new Cadence(this, async () => await GrainFactory.City().Push(new PlaceChange(place, await Read())));
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
