using System.Collections.Immutable;

namespace CityBrain.Domain.Incidents;

/// <summary>
/// What the incident desk of one district knows: the incidents that a new source may belong to, which incident holds each active alarm,
/// and the day's serials. Incidents tell it of closing, reopening and separating, so what it knows may be slightly stale.
/// </summary>
public sealed record Desk
{
    /// <summary>The district's key.</summary>
    public required PlaceCode District { get; init; }

    /// <summary>Incidents that a source may still join, by key.</summary>
    public ImmutableDictionary<IncidentId, DeskEntry> Incidents { get; init; } = ImmutableDictionary<IncidentId, DeskEntry>.Empty;

    /// <summary>Which incident holds an alarm that has not cleared. At most one per device and rule.</summary>
    public ImmutableDictionary<AlarmId, IncidentId> Active { get; init; } = ImmutableDictionary<AlarmId, IncidentId>.Empty;

    /// <summary>The last serial given on each day (+08:00 of the observed time). One number per day with incidents; never forgotten, or keys would repeat.</summary>
    public ImmutableSortedDictionary<DateOnly, int> Serials { get; init; } = ImmutableSortedDictionary<DateOnly, int>.Empty;

    /// <summary>How many incidents it ever heard of: the order of the next one.</summary>
    public long Known { get; init; }

    /// <summary>A desk that has seen nothing yet.</summary>
    public static Desk Of(PlaceCode district) => new() { District = district };
}

/// <summary>An incident as its desk knows it.</summary>
/// <param name="Incident">Its key.</param>
/// <param name="Footprint">What merges into it.</param>
/// <param name="Sources">How many sources it has.</param>
/// <param name="ClosedAsOf">When it was closed, on the clock of its origin; null while it is not closed.</param>
/// <param name="Order">Its place among all that the desk heard of.</param>
public sealed record DeskEntry(IncidentId Incident, Footprint Footprint, int Sources, DateTimeOffset? ClosedAsOf, long Order)
{
    /// <summary>Whether it takes sources without a person's decision.</summary>
    public bool IsOpen => ClosedAsOf is null;
}
