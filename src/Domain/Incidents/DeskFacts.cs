namespace CityBrain.Domain.Incidents;

/// <summary>What happened at an incident desk. Stream <c>desk/{district}</c>.</summary>
public abstract record DeskFact;

/// <summary>The desk opened an incident; the first fact of the incident's own stream is committed together with this one.</summary>
/// <param name="Incident">The key it got.</param>
/// <param name="Day">The day (+08:00) of the source's observed time.</param>
/// <param name="Serial">The serial within desk and day, from 1.</param>
/// <param name="Source">Its first source.</param>
public sealed record IncidentNumbered(IncidentId Incident, DateOnly Day, int Serial, Source Source) : DeskFact;

/// <summary>The desk found the incident that a source belongs to. Delivered to the incident, which takes the source or proposes to reopen.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Source">The source.</param>
public sealed record SourceAssigned(IncidentId Incident, Source Source) : DeskFact;

/// <summary>An alarm cleared. Delivered to the incident that holds it.</summary>
/// <param name="Incident">The incident, as far as the desk knows.</param>
/// <param name="Alarm">The alarm.</param>
/// <param name="ClearedAt">Observed time of the reading that cleared it.</param>
public sealed record ClearanceForwarded(IncidentId Incident, AlarmId Alarm, DateTimeOffset ClearedAt) : DeskFact;

/// <summary>The desk heard that an incident was closed or reopened.</summary>
/// <param name="Incident">The incident.</param>
/// <param name="Footprint">What merges into it.</param>
/// <param name="Sources">How many sources it has.</param>
/// <param name="ClosedAsOf">When it was closed, on the clock of its origin; null when it was reopened.</param>
public sealed record IncidentStandingNoted(IncidentId Incident, Footprint Footprint, int Sources, DateTimeOffset? ClosedAsOf) : DeskFact;

/// <summary>The desk heard that sources left an incident for incidents of their own.</summary>
/// <param name="Incident">The incident that they left.</param>
/// <param name="Footprint">What merges into it now.</param>
/// <param name="Sources">How many sources it has left.</param>
/// <param name="Parts">The sources that left, each with its new incident.</param>
public sealed record SeparationNoted(IncidentId Incident, Footprint Footprint, int Sources, IReadOnlyList<SeparatedSource> Parts) : DeskFact;
