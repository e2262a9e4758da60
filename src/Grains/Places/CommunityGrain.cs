using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains.Places;

/// <summary>A community's live summary. It holds no truth of its own: what it says is worked out from the durable rows.</summary>
[GrainType("community")]
public sealed class CommunityGrain : Grain, ICommunityGrain
{
    private readonly Func<RollUp> _begin;
    private readonly PlaceCode _place;
    private readonly Cadence _cadence;
    private RollUp _rollUp;

    /// <summary>Made by the silo.</summary>
    public CommunityGrain(IGrainContext context, IViews views, IReadingHistory history, TimeProvider clock)
    {
        _place = PlaceCode.Parse(context.GrainId.Key.ToString()!);
        _begin = () => new RollUp(_place, views, history, clock);
        _rollUp = _begin();
        _cadence = new Cadence(this, () => GrainFactory.District(_place.District!.Value).Push(new PlaceChange(_place, _rollUp.State(0))));
    }

    /// <inheritdoc/>
    public override Task OnActivateAsync(CancellationToken cancellationToken) => _rollUp.Load(cancellationToken);

    /// <inheritdoc/>
    public async Task<PlaceState> Read()
    {
        await Refresh();
        return _rollUp.State(0);
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
            await _rollUp.Load(CancellationToken.None);
        }
    }
}
