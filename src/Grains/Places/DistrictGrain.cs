using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>A district's live summary: what stands in it directly, and its communities.</summary>
[GrainType("district")]
public sealed class DistrictGrain : Grain, IDistrictGrain
{
    private readonly PlaceCode _place;
    private readonly RollUp _rollUp;
    private readonly Cadence _cadence;
    private int _communities;

    /// <summary>Made by the silo.</summary>
    public DistrictGrain(IGrainContext context, IViews views, IReadingHistory history, TimeProvider clock)
    {
        _place = PlaceCode.Parse(context.GrainId.Key.ToString()!);
        _rollUp = new RollUp(_place, views, history, clock);
        _cadence = new Cadence(this, () => GrainFactory.City().Push(new PlaceChange(_place, _rollUp.State(_communities))));
    }

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var register = await GrainFactory.City().Find(_place);
        _communities = register.Value?.Children.Count ?? 0;
        await _rollUp.Load(cancellationToken);
    }

    /// <inheritdoc/>
    public Task<PlaceState> Read() => Task.FromResult(_rollUp.State(_communities));

    /// <inheritdoc/>
    public async Task Push(PlaceChange change)
    {
        await _rollUp.Take(change, CancellationToken.None);
        await _cadence.Changed();
    }
}
