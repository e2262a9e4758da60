using Orleans.Concurrency;

namespace CityBrain.Grains.Interfaces.Incidents;

/// <summary>One incident from its first source to its closing. Keyed by <see cref="IncidentId"/>; opened by its district's desk.</summary>
[Alias("citybrain.incident-grain"), GrainInterfaceType("citybrain.incident-grain")]
public interface IIncidentGrain : IGrainWithStringKey
{
    /// <summary>An officer has seen it.</summary>
    [Alias("acknowledge")]
    Task<Answer<IncidentView>> Acknowledge(IncidentCommand command);

    /// <summary>Somebody is dealing with it.</summary>
    [Alias("take-in-hand")]
    Task<Answer<IncidentView>> TakeInHand(IncidentCommand command);

    /// <summary>It is over; needs evidence.</summary>
    [Alias("close")]
    Task<Answer<IncidentView>> Close(CloseIncident command);

    /// <summary>It is not over after all.</summary>
    [Alias("reopen")]
    Task<Answer<IncidentView>> Reopen(IncidentCommand command);

    /// <summary>A source proposed to reopen it, and a person decides, with a reason, that it stays closed.</summary>
    [Alias("decline-reopening")]
    Task<Answer<IncidentView>> DeclineReopening(IncidentCommand command);

    /// <summary>A piece of evidence is added; also after the closing.</summary>
    [Alias("add-evidence")]
    Task<Answer<IncidentView>> AddEvidence(AddIncidentEvidence command);

    /// <summary>A photo, whose file is kept already, is added as evidence; also after the closing.</summary>
    [Alias("add-photo")]
    Task<Answer<IncidentView>> AddPhoto(AddIncidentPhoto command);

    /// <summary>A person decides its level, with a reason.</summary>
    [Alias("decide-level")]
    Task<Answer<IncidentView>> DecideLevel(DecideIncidentLevel command);

    /// <summary>Undoes merges: the sources named, or all but the first, return to incidents of their own.</summary>
    [Alias("undo-merge")]
    Task<Answer<IncidentView>> UndoMerge(UndoIncidentMerge command);

    /// <summary>The incident with its timeline.</summary>
    [Alias("read")]
    Task<Answer<IncidentView>> Read();
}

/// <summary>Questions over incidents.</summary>
[Alias("citybrain.incident-index-grain"), GrainInterfaceType("citybrain.incident-index-grain")]
public interface IIncidentIndexGrain : IGrainWithIntegerKey
{
    /// <summary>Incidents, newest first.</summary>
    [Alias("list"), ReadOnly]
    Task<Answer<Page<IncidentSummary>>> List(IncidentQuery query, CancellationToken cancellation);
}

/// <summary>A step that needs no more than a note or reason.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.incident-command")]
public sealed record IncidentCommand([property: Id(0)] Mandate Mandate, [property: Id(1)] string? Note);

/// <summary>Closes an incident.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.close-incident")]
public sealed record CloseIncident([property: Id(0)] Mandate Mandate, [property: Id(1)] string Note, [property: Id(2)] IReadOnlyList<EvidenceItem> Evidence);

/// <summary>Adds a piece of evidence.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.add-incident-evidence")]
public sealed record AddIncidentEvidence([property: Id(0)] Mandate Mandate, [property: Id(1)] EvidenceItem Evidence);

/// <summary>A piece of evidence: a note, a reading back to normal, or a reference to something kept elsewhere.</summary>
/// <param name="Kind"><c>note</c>, <c>reading</c> or <c>reference</c>.</param>
/// <param name="Text">The note or the reference, at most 2,000 characters.</param>
[GenerateSerializer, Immutable, Alias("citybrain.evidence-item")]
public sealed record EvidenceItem([property: Id(0)] string Kind, [property: Id(1)] string Text);

/// <summary>Decides an incident's level.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.decide-incident-level")]
public sealed record DecideIncidentLevel([property: Id(0)] Mandate Mandate, [property: Id(1)] Level Level, [property: Id(2)] string Reason);

/// <summary>Undoes merges.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.undo-incident-merge")]
public sealed record UndoIncidentMerge([property: Id(0)] Mandate Mandate, [property: Id(1)] IReadOnlyList<string> Sources, [property: Id(2)] string Reason);

/// <summary>Which incidents.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.incident-query")]
public sealed record IncidentQuery
{
    /// <summary>In or below this place; null for the whole city.</summary>
    [Id(0)]
    public PlaceCode? Place { get; init; }

    /// <summary>Only this kind.</summary>
    [Id(1)]
    public string? Kind { get; init; }

    /// <summary>Only these states; empty for all.</summary>
    [Id(2)]
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Only this level.</summary>
    [Id(3)]
    public Level? Level { get; init; }

    /// <summary>Only this origin.</summary>
    [Id(4)]
    public OriginKind? Origin { get; init; }

    /// <summary>Earliest opening, inclusive.</summary>
    [Id(5)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest opening, exclusive.</summary>
    [Id(6)]
    public DateTimeOffset? To { get; init; }

    /// <summary>Cursor.</summary>
    [Id(7)]
    public string? After { get; init; }

    /// <summary>1 to 1,000.</summary>
    [Id(8)]
    public int Limit { get; init; } = 100;

    /// <summary>Whether to count all that match.</summary>
    [Id(9)]
    public bool Count { get; init; }
}

/// <summary>An incident in a list.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.incident-summary")]
public sealed record IncidentSummary
{
    /// <summary>Its key.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>Its kind.</summary>
    [Id(1)]
    public required string Kind { get; init; }

    /// <summary>Title in Chinese.</summary>
    [Id(2)]
    public required string TitleZh { get; init; }

    /// <summary>Title in English.</summary>
    [Id(3)]
    public required string TitleEn { get; init; }

    /// <summary><c>open</c>, <c>acknowledged</c>, <c>in-hand</c>, <c>closed</c> or <c>reopened</c>.</summary>
    [Id(4)]
    public required string State { get; init; }

    /// <summary>The level in force: decided, else proposed.</summary>
    [Id(5)]
    public required Level Level { get; init; }

    /// <summary>Whether a person decided the level.</summary>
    [Id(6)]
    public required bool LevelDecided { get; init; }

    /// <summary>Code of its place.</summary>
    [Id(7)]
    public required string Place { get; init; }

    /// <summary>Its first location; null when not known.</summary>
    [Id(8)]
    public Location? Location { get; init; }

    /// <summary>Live, replayed or simulated.</summary>
    [Id(9)]
    public required OriginKind Origin { get; init; }

    /// <summary>The session; null when live.</summary>
    [Id(10)]
    public string? Session { get; init; }

    /// <summary>Observed time of its first source.</summary>
    [Id(11)]
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>How many sources it has.</summary>
    [Id(12)]
    public required int Sources { get; init; }

    /// <summary>Whether somebody has to decide on reopening it.</summary>
    [Id(13)]
    public bool ReopeningProposed { get; init; }
}

/// <summary>An incident as shown.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.incident-view")]
public sealed record IncidentView
{
    /// <summary>What a list shows.</summary>
    [Id(0)]
    public required IncidentSummary Summary { get; init; }

    /// <summary>The level that the rules propose.</summary>
    [Id(1)]
    public required Level ProposedLevel { get; init; }

    /// <summary>Why a person decided otherwise, or as proposed; null when none did.</summary>
    [Id(2)]
    public string? LevelReason { get; init; }

    /// <summary>Its sources.</summary>
    [Id(3)]
    public required IReadOnlyList<IncidentSource> Sources { get; init; }

    /// <summary>Evidence of its closing in words; photos stand apart.</summary>
    [Id(4)]
    public IReadOnlyList<EvidenceItem> Evidence { get; init; } = [];

    /// <summary>What happened, oldest first.</summary>
    [Id(5)]
    public required IReadOnlyList<TimelineEntry> Timeline { get; init; }

    /// <summary>One trace from the first reading to the closing.</summary>
    [Id(6)]
    public required string Trace { get; init; }

    /// <summary>Photos as evidence, oldest first.</summary>
    [Id(7)]
    public IReadOnlyList<IncidentPhoto> Photos { get; init; } = [];
}

/// <summary>A source of an incident.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.incident-source")]
public sealed record IncidentSource
{
    /// <summary>Its key: for an alarm device, rule and raise time.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary><c>alarm</c>.</summary>
    [Id(1)]
    public required string Kind { get; init; }

    /// <summary>The device, where it is an alarm.</summary>
    [Id(2)]
    public string? Device { get; init; }

    /// <summary>The rule, where it is an alarm.</summary>
    [Id(3)]
    public string? Rule { get; init; }

    /// <summary>Hash of the pack whose rule raised it.</summary>
    [Id(4)]
    public string? PackHash { get; init; }

    /// <summary>When it was observed.</summary>
    [Id(5)]
    public required DateTimeOffset ObservedAt { get; init; }

    /// <summary>When it cleared; null while it has not.</summary>
    [Id(6)]
    public DateTimeOffset? ClearedAt { get; init; }

    /// <summary>Its trace.</summary>
    [Id(7)]
    public required string Trace { get; init; }
}

/// <summary>A line of an incident's timeline.</summary>
/// <param name="At">When it was observed.</param>
/// <param name="RecordedAt">When it was recorded; null for a line that is not yet read back.</param>
/// <param name="Code">What happened, as a stable code: <c>opened</c>, <c>source-joined</c>, <c>closed</c>, …</param>
/// <param name="Actor">Who.</param>
/// <param name="Zh">The line in Chinese.</param>
/// <param name="En">The line in English.</param>
/// <param name="Photo">Hash of the photo that the line shows; null where it shows none.</param>
[GenerateSerializer, Immutable, Alias("citybrain.timeline-entry")]
public sealed record TimelineEntry(
    [property: Id(0)] DateTimeOffset At,
    [property: Id(1)] DateTimeOffset? RecordedAt,
    [property: Id(2)] string Code,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Zh,
    [property: Id(5)] string En,
    [property: Id(6)] string? Photo = null);
