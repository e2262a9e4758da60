using Microsoft.Extensions.Options;

namespace CityBrain.Api.Live;

/// <summary>Counts viewers, of each credential and altogether.</summary>
internal sealed class LiveDoor(IOptions<LiveOptions> options, LiveMeters meters)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, int> _viewers = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Lets a viewer in, if there is room; it is out again when what is returned is disposed.</summary>
    public IDisposable? TryEnter(string actor)
    {
        lock (_lock)
        {
            var held = _viewers.GetValueOrDefault(actor);
            if (held >= options.Value.ViewersPerCredentialMax || _all >= options.Value.ViewersMax)
            {
                return null;
            }

            (_viewers[actor], _all) = (held + 1, _all + 1);
        }

        meters.Viewers(1);
        return new Place(this, actor);
    }

    private void Leave(string actor)
    {
        lock (_lock)
        {
            _all--;
            if (--_viewers[actor] == 0)
            {
                _viewers.Remove(actor);
            }
        }

        meters.Viewers(-1);
    }

    private sealed class Place(LiveDoor door, string actor) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                door.Leave(actor);
            }
        }
    }
}
