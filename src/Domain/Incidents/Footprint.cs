namespace CityBrain.Domain.Incidents;

/// <summary>What decides whether a source merges into an incident: what it is, where it began, and when its sources were observed.</summary>
/// <param name="Kind">The kind of incident.</param>
/// <param name="Origin">Origin and session of all its sources.</param>
/// <param name="Device">The device of its first source.</param>
/// <param name="FirstLocation">Location of its first source, WGS84; null when not known. It never moves, so that merging cannot creep across the district.</param>
/// <param name="FirstCommunity">Community of its first source; null when not known.</param>
/// <param name="FirstAt">Observed time of its earliest source.</param>
/// <param name="LatestAt">Observed time of its latest source.</param>
public sealed record Footprint(
    string Kind,
    Origin Origin,
    DeviceId Device,
    Location? FirstLocation,
    PlaceCode? FirstCommunity,
    DateTimeOffset FirstAt,
    DateTimeOffset LatestAt)
{
    /// <summary>The footprint of an incident with this one source.</summary>
    public static Footprint Of(Source source) =>
        new(source.Kind, source.Origin, source.Alarm.Device, source.Spot, source.Community, source.ObservedAt, source.ObservedAt);

    /// <summary>The footprint with one source more: its times may grow, its place does not.</summary>
    public Footprint With(Source source) => this with
    {
        FirstAt = source.ObservedAt < FirstAt ? source.ObservedAt : FirstAt,
        LatestAt = source.ObservedAt > LatestAt ? source.ObservedAt : LatestAt,
    };

    /// <summary>
    /// Whether a source observed then belongs to it by time: at most ten minutes after its latest source. Sources of several devices may
    /// arrive out of their observed order; one between its sources, or at most ten minutes before the first, belongs to it just as it
    /// would have, had they come in order.
    /// </summary>
    public bool IsInTime(DateTimeOffset observedAt) =>
        observedAt >= FirstAt - IncidentLimits.MergeGapMax && observedAt <= LatestAt + IncidentLimits.MergeGapMax;

    /// <summary>
    /// How far the source is from its first location, in metres; null when it is too far, or of another kind, origin or session.
    /// Without coordinates on either side the same community is near, though no nearer than anything measured; with no community in common
    /// only the first source's own device is near.
    /// </summary>
    public double? MetersTo(Source source)
    {
        if (source.Kind != Kind || source.Origin != Origin)
        {
            return null;
        }

        if (FirstLocation is { } first && source.Spot is { } spot)
        {
            var meters = first.DistanceMeters(spot);
            return meters <= IncidentLimits.MergeDistanceMetersMax ? meters : null;
        }

        if (source.Alarm.Device == Device)
        {
            return 0;
        }

        return FirstCommunity is { } community && source.Community == community ? IncidentLimits.MergeDistanceMetersMax : null;
    }
}
