using System.Diagnostics.Metrics;

namespace CityBrain.Api.Live;

/// <summary>What the live feed counts.</summary>
internal sealed class LiveMeters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "CityBrain.Live";

    private readonly UpDownCounter<long> _viewers;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _conflated;
    private readonly Counter<long> _ended;

    /// <summary>Makes the instruments.</summary>
    public LiveMeters(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _viewers = meter.CreateUpDownCounter<long>("citybrain.live.viewers", "{viewer}", "Viewers that are signed in.");
        _sent = meter.CreateCounter<long>("citybrain.live.frames.sent", "{frame}", "Frames that left for a viewer.");
        _conflated = meter.CreateCounter<long>("citybrain.live.frames.conflated", "{frame}", "Frames that a newer one replaced while they waited for a slow viewer.");
        _ended = meter.CreateCounter<long>("citybrain.live.ended", "{feed}", "Feeds that the city ended, by reason.");
    }

    /// <summary>A viewer came or went.</summary>
    public void Viewers(int change) => _viewers.Add(change);

    /// <summary>Frames of a type left.</summary>
    public void Sent(string type, int count) => _sent.Add(count, new KeyValuePair<string, object?>("type", type));

    /// <summary>A frame was replaced.</summary>
    public void Conflated(string type) => _conflated.Add(1, new KeyValuePair<string, object?>("type", type));

    /// <summary>A feed was ended.</summary>
    public void Ended(string code) => _ended.Add(1, new KeyValuePair<string, object?>("reason", code));
}
