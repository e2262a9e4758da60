using System.Collections.Immutable;
using CityBrain.Domain.Devices;

namespace CityBrain.Domain.Incidents;

/// <summary>Where an incident stands: open → acknowledged → in hand → closed → reopened.</summary>
public enum IncidentStatus
{
    /// <summary>Nobody has seen it yet.</summary>
    Open,

    /// <summary>An officer has seen it.</summary>
    Acknowledged,

    /// <summary>Somebody is dealing with it.</summary>
    InHand,

    /// <summary>It is over, with evidence.</summary>
    Closed,

    /// <summary>It was closed too early, and is open again.</summary>
    Reopened,
}

/// <summary>One incident from its first source to its closing. Immutable; changes only through <see cref="IncidentRules.Apply"/>.</summary>
public sealed record Incident
{
    /// <summary>Its key.</summary>
    public required IncidentId Id { get; init; }

    /// <summary>What the rule of its gravest source calls it; of equal ones that of the first.</summary>
    public required LocalText Title { get; init; }

    /// <summary>Kind, origin, first location and times: what merges into it.</summary>
    public required Footprint Footprint { get; init; }

    /// <summary>The trace of its first source.</summary>
    public required string Trace { get; init; }

    /// <summary>Where it stands.</summary>
    public IncidentStatus Status { get; init; } = IncidentStatus.Open;

    /// <summary>Its sources, in the order they came; never empty.</summary>
    public required ImmutableList<HeldSource> Sources { get; init; }

    /// <summary>The incident that its first source was merged into before; null when a desk opened it.</summary>
    public IncidentId? SeparatedFrom { get; init; }

    /// <summary>The sources that left, and the incident each has now.</summary>
    public ImmutableDictionary<AlarmId, IncidentId> Parts { get; init; } = ImmutableDictionary<AlarmId, IncidentId>.Empty;

    /// <summary>How many incidents were separated from it, ever.</summary>
    public int PartsGiven { get; init; }

    /// <summary>The level that the rules propose.</summary>
    public required Level Proposed { get; init; }

    /// <summary>What the proposal rests on: <c>severity</c>, or the name of a table of levels.</summary>
    public string ProposedBasis { get; init; } = IncidentRules.SeverityBasis;

    /// <summary>The level that a person decided; null while none did.</summary>
    public Level? Decided { get; init; }

    /// <summary>Why that person decided so.</summary>
    public string? DecidedReason { get; init; }

    /// <summary>Whose table of levels applies; null while no toll was reported.</summary>
    public AccidentClass? AccidentClass { get; init; }

    /// <summary>What it cost so far; null while nothing was reported.</summary>
    public Toll? Toll { get; init; }

    /// <summary>All evidence in words, oldest first.</summary>
    public ImmutableList<Evidence> Evidence { get; init; } = [];

    /// <summary>All photos, oldest first; each is a piece of evidence.</summary>
    public ImmutableList<HeldPhoto> Photos { get; init; } = [];

    /// <summary>How many pieces of evidence there are, photos among them.</summary>
    public int EvidenceCount => Evidence.Count + Photos.Count;

    /// <summary>How much of the evidence was there when it was last reopened: closing again needs more.</summary>
    public int EvidenceBefore { get; init; }

    /// <summary>The sources that came after closing and wait for a person's decision to reopen.</summary>
    public ImmutableList<AlarmId> Reopening { get; init; } = [];

    /// <summary>When it was closed; null while it is not.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    /// <summary>What happened, in the order it was recorded.</summary>
    public ImmutableList<TimelineLine> Timeline { get; init; } = [];

    /// <summary>The level in force: decided, else proposed.</summary>
    public Level Level => Decided ?? Proposed;

    /// <summary>Whether it is over.</summary>
    public bool IsClosed => Status == IncidentStatus.Closed;

    /// <summary>Whether a person has to decide on reopening it.</summary>
    public bool IsReopeningProposed => !Reopening.IsEmpty;
}

/// <summary>A source as its incident holds it.</summary>
/// <param name="Source">The source.</param>
/// <param name="ClearedAt">Observed time of its clearing; null while it has not cleared.</param>
public sealed record HeldSource(Source Source, DateTimeOffset? ClearedAt);
