namespace CityBrain.Domain.Incidents;

/// <summary>What happened to an incident. Stream <c>incident/{id}</c>.</summary>
/// <param name="At">When: the observed time for what a device reports, the time of the decision for what a person does.</param>
/// <param name="By">Who: <c>device:…</c>, <c>person:…</c>, <c>department:…</c> or <c>city</c>.</param>
public abstract record IncidentFact(DateTimeOffset At, string By);

/// <summary>It began: the first fact of its stream.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Incident">Its key.</param>
/// <param name="Source">Its first source.</param>
/// <param name="Proposed">The level that the source's severity proposes.</param>
/// <param name="SeparatedFrom">The incident that the source was merged into before; null when a desk opened it.</param>
public sealed record IncidentOpened(
    DateTimeOffset At, string By, IncidentId Incident, Source Source, Level Proposed, IncidentId? SeparatedFrom) : IncidentFact(At, By);

/// <summary>A further source joined.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Source">The source.</param>
public sealed record SourceJoined(DateTimeOffset At, string By, Source Source) : IncidentFact(At, By);

/// <summary>The alarm that a source reports cleared.</summary>
/// <param name="At">Observed time of the reading that cleared it.</param>
/// <param name="By">Who.</param>
/// <param name="Alarm">The alarm.</param>
public sealed record SourceCleared(DateTimeOffset At, string By, AlarmId Alarm) : IncidentFact(At, By);

/// <summary>An alarm cleared whose source has left for an incident of its own; the desk forwards it there.</summary>
/// <param name="At">Observed time of the reading that cleared it.</param>
/// <param name="By">Who.</param>
/// <param name="Alarm">The alarm.</param>
/// <param name="To">The incident that holds it now.</param>
public sealed record ClearancePassedOn(DateTimeOffset At, string By, AlarmId Alarm, IncidentId To) : IncidentFact(At, By);

/// <summary>A source came although it is closed: the source is kept with it, and a person decides whether it is reopened.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Source">The source.</param>
public sealed record ReopeningProposed(DateTimeOffset At, string By, Source Source) : IncidentFact(At, By);

/// <summary>A person decided that it stays closed.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
public sealed record ReopeningDeclined(DateTimeOffset At, string By, string Reason) : IncidentFact(At, By);

/// <summary>An officer has seen it.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Note">What the officer adds; may be empty.</param>
public sealed record IncidentAcknowledged(DateTimeOffset At, string By, string Note) : IncidentFact(At, By);

/// <summary>Somebody is dealing with it.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Note">What that person adds; may be empty.</param>
public sealed record IncidentTakenInHand(DateTimeOffset At, string By, string Note) : IncidentFact(At, By);

/// <summary>A person reported what it cost so far; replaces the last report.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Class">Whose table of levels applies.</param>
/// <param name="Toll">Casualties and losses.</param>
public sealed record TollReported(DateTimeOffset At, string By, AccidentClass Class, Toll Toll) : IncidentFact(At, By);

/// <summary>The rules propose another level than before.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who brought what changed it.</param>
/// <param name="Level">The level.</param>
/// <param name="Basis">What it rests on: <c>severity</c>, or the name of the table of levels.</param>
public sealed record LevelProposed(DateTimeOffset At, string By, Level Level, string Basis) : IncidentFact(At, By);

/// <summary>A person decided the level.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Level">The level.</param>
/// <param name="Reason">Why.</param>
public sealed record LevelDecided(DateTimeOffset At, string By, Level Level, string Reason) : IncidentFact(At, By);

/// <summary>A piece of evidence was added.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Evidence">The evidence.</param>
public sealed record EvidenceAdded(DateTimeOffset At, string By, Evidence Evidence) : IncidentFact(At, By);

/// <summary>A photo was added as evidence; its file was on disk before this was written.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Photo">The photo.</param>
public sealed record PhotoAdded(DateTimeOffset At, string By, Photo Photo) : IncidentFact(At, By);

/// <summary>It is over.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Note">How it ended; may be empty, because the evidence says it.</param>
/// <param name="AsOf">When, on the clock of its origin: for a replayed incident the observed time of its latest source.</param>
/// <param name="Footprint">What merges into it, for its desk.</param>
/// <param name="Sources">How many sources it has.</param>
public sealed record IncidentClosed(DateTimeOffset At, string By, string Note, DateTimeOffset AsOf, Footprint Footprint, int Sources)
    : IncidentFact(At, By);

/// <summary>It is not over after all.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Footprint">What merges into it, for its desk.</param>
/// <param name="Sources">How many sources it has.</param>
public sealed record IncidentReopened(DateTimeOffset At, string By, string Reason, Footprint Footprint, int Sources) : IncidentFact(At, By);

/// <summary>Sources left for incidents of their own, whose first facts are committed together with this one.</summary>
/// <param name="At">When.</param>
/// <param name="By">Who.</param>
/// <param name="Reason">Why.</param>
/// <param name="Parts">The sources that left, each with its new incident.</param>
/// <param name="Footprint">What merges into it now, for its desk.</param>
/// <param name="Sources">How many sources it has left.</param>
public sealed record SourcesSeparated(
    DateTimeOffset At, string By, string Reason, IReadOnlyList<SeparatedSource> Parts, Footprint Footprint, int Sources) : IncidentFact(At, By);

/// <summary>A source that left, and the incident that it has now.</summary>
/// <param name="Incident">The new incident.</param>
/// <param name="Source">The source.</param>
public sealed record SeparatedSource(IncidentId Incident, Source Source);
