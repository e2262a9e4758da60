using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>A district's live summary: what stands in it directly, and its communities.</summary>
[GrainType("district")]
public sealed class DistrictGrain : Grain, IDistrictGrain
{
    private readonly Func<RollUp> _begin;
    private readonly PlaceCode _place;
    private readonly Cadence _cadence;
    private RollUp _rollUp;
    private int _communities;

    /// <summary>Made by the silo.</summary>
    public DistrictGrain(IGrainContext context, IViews views, IReadingHistory history, TimeProvider clock)
    {
        _place = PlaceCode.Parse(context.GrainId.Key.ToString()!);
        _begin = () => new RollUp(_place, views, history, clock);
        _rollUp = _begin();
        _cadence = new Cadence(this, () => GrainFactory.City().Push(new PlaceChange(_place, _rollUp.State(_communities))));
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => Load(cancellationToken);

    /// <inheritdoc/>
    public async Task<PlaceState> Read()
    {
        await Refresh();
        return _rollUp.State(_communities);
    }

    /// <inheritdoc/>
    public async Task Push(PlaceChange change)
    {
        await Refresh();
        await _rollUp.Take(change, CancellationToken.None);
        await _cadence.Changed();
    }

    private async Task Refresh()
    {
        if (!_rollUp.IsFresh)
        {
            _rollUp = _begin();
            await Load(CancellationToken.None);
        }
    }

    private async Task Load(CancellationToken cancellation)
    {
        var register = await GrainFactory.City().Find(_place);
        _communities = register.Value?.Children.Count ?? _communities;
        await _rollUp.Load(cancellation);
    }
}
