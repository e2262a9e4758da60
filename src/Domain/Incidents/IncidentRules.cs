namespace CityBrain.Domain.Incidents;

/// <summary>
/// What persons decide about an incident: acknowledge, take in hand, report the toll, decide the level, add evidence and photos, close, reopen. Pure; who and
/// when come from the caller. The order in which refusals win is that of <see cref="IncidentRefusals"/>. What holds already is accepted and changes nothing.
/// </summary>
public static partial class IncidentRules
{
    /// <summary>Basis of a proposal that rests on the sources' severity.</summary>
    public const string SeverityBasis = "severity";

    /// <summary>An officer has seen it.</summary>
    public static Decision<IncidentFact> DecideAcknowledge(Incident? incident, string? note, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : NoteRefusal(note) is { } unreadable ? unreadable
            : incident.IsClosed ? IncidentRefusals.IncidentClosed
            : null;
        return why is not null ? why
            : incident!.Status is IncidentStatus.Acknowledged or IncidentStatus.InHand ? Accept()
            : Accept(new IncidentAcknowledged(now, by, note ?? string.Empty));
    }

    /// <summary>Somebody is dealing with it.</summary>
    public static Decision<IncidentFact> DecideTakeInHand(Incident? incident, string? note, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : NoteRefusal(note) is { } unreadable ? unreadable
            : incident.IsClosed ? IncidentRefusals.IncidentClosed
            : incident.Status == IncidentStatus.Open ? IncidentRefusals.IncidentNotAcknowledged
            : null;
        return why is not null ? why
            : incident!.Status == IncidentStatus.InHand ? Accept()
            : Accept(new IncidentTakenInHand(now, by, note ?? string.Empty));
    }

    /// <summary>Casualties and losses are reported; the table of their class may raise the proposed level.</summary>
    public static Decision<IncidentFact> DecideReportToll(Incident? incident, AccidentClass accident, Toll toll, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : !Enum.IsDefined(accident) || !IsToll(toll) ? IncidentRefusals.TollInvalid
            : null;
        return why is not null ? why
            : incident!.AccidentClass == accident && incident.Toll == toll ? Accept()
            : AndLevel(incident, new TollReported(now, by, accident, toll));
    }

    /// <summary>A person decides the level, whatever is proposed.</summary>
    public static Decision<IncidentFact> DecideLevel(Incident? incident, Level level, string? reason, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : ReasonRefusal(reason) is { } reasonless ? reasonless
            : !Enum.IsDefined(level) ? IncidentRefusals.LevelUnknown
            : incident.IsClosed ? IncidentRefusals.IncidentClosed
            : null;
        return why is not null ? why : Accept(new LevelDecided(now, by, level, reason!));
    }

    /// <summary>A piece of evidence is added; also afterwards, when the incident is closed.</summary>
    public static Decision<IncidentFact> DecideAddEvidence(Incident? incident, Evidence evidence, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown : EvidenceRefusal(incident, [evidence]);
        return why is not null ? why : Accept(new EvidenceAdded(now, by, evidence));
    }

    /// <summary>A photo is added as evidence; also afterwards, when the incident is closed. A photo that it has already changes nothing.</summary>
    public static Decision<IncidentFact> DecideAddPhoto(Incident? incident, Photo photo, string by, DateTimeOffset now)
    {
        var has = incident?.Photos.Exists(held => held.Photo.Hash == photo.Hash) == true;
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : !photo.IsValid() ? IncidentRefusals.PhotoInvalid
            : !has && incident.EvidenceCount >= IncidentLimits.EvidenceMax ? IncidentRefusals.EvidenceTooMuch
            : null;
        return why is not null ? why
            : has ? Accept()
            : Accept(new PhotoAdded(now, by, photo));
    }

    /// <summary>It is over. Needs evidence: given here, or added since it was opened or last reopened.</summary>
    public static Decision<IncidentFact> DecideClose(
        Incident? incident, string? note, IReadOnlyList<Evidence> evidence, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : NoteRefusal(note) is { } unreadable ? unreadable
            : EvidenceRefusal(incident, evidence) is { } unfit ? unfit
            : incident.IsClosed ? IncidentRefusals.IncidentClosed
            : incident.Status == IncidentStatus.Open ? IncidentRefusals.IncidentNotAcknowledged
            : incident.EvidenceCount - incident.EvidenceBefore + evidence.Count == 0 ? IncidentRefusals.EvidenceMissing
            : null;
        if (why is not null)
        {
            return why;
        }

        var asOf = incident!.Footprint.Origin.Kind == OriginKind.Replayed ? incident.Footprint.LatestAt : now;
        var closed = new IncidentClosed(now, by, note ?? string.Empty, asOf, incident.Footprint, incident.Sources.Count);
        return Accept([.. evidence.Select(item => new EvidenceAdded(now, by, item)), closed]);
    }

    /// <summary>It is not over after all.</summary>
    public static Decision<IncidentFact> DecideReopen(Incident? incident, string? reason, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : ReasonRefusal(reason) is { } reasonless ? reasonless
            : !incident.IsClosed ? IncidentRefusals.IncidentNotClosed
            : null;
        return why is not null ? why : Accept(new IncidentReopened(now, by, reason!, incident!.Footprint, incident.Sources.Count));
    }

    /// <summary>A source proposed to reopen it, and a person decides that it stays closed.</summary>
    public static Decision<IncidentFact> DecideDeclineReopening(Incident? incident, string? reason, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : ReasonRefusal(reason) is { } reasonless ? reasonless
            : !incident.IsReopeningProposed ? IncidentRefusals.ReopeningNotProposed
            : null;
        return why is not null ? why : Accept(new ReopeningDeclined(now, by, reason!));
    }

    private static Decision<IncidentFact> Accept(params IncidentFact[] facts) => facts;

    private static Refusal? ReasonRefusal(string? reason) =>
        string.IsNullOrWhiteSpace(reason) ? IncidentRefusals.ReasonMissing : NoteRefusal(reason);

    private static Refusal? NoteRefusal(string? note) =>
        note is null ? null
        : note.Length > IncidentLimits.ReasonLengthMax ? IncidentRefusals.ReasonTooLong
        : !WrittenText.IsReadable(note) ? IncidentRefusals.ReasonUnreadable
        : null;

    private static Refusal? EvidenceRefusal(Incident incident, IReadOnlyList<Evidence> evidence) =>
        evidence.Any(item => !item.IsValid) ? IncidentRefusals.EvidenceInvalid
        : incident.EvidenceCount + evidence.Count > IncidentLimits.EvidenceMax ? IncidentRefusals.EvidenceTooMuch
        : null;

    private static bool IsToll(Toll toll)
    {
        long?[] figures = [toll.Deaths, toll.InjuredOrPoisoned, toll.Evacuated, toll.DirectLossYuan];
        return figures.Any(figure => figure is not null) && figures.All(figure => figure is null or >= 0);
    }

    // What changes the sources or the toll may change the proposed level: then that is a fact of its own.
    private static Decision<IncidentFact> AndLevel(Incident incident, IncidentFact fact)
    {
        var after = Apply(incident, fact);
        var (level, basis) = Propose(after);
        return level == after.Proposed && basis == after.ProposedBasis ? Accept(fact) : Accept(fact, new LevelProposed(fact.At, fact.By, level, basis));
    }

    private static (Level Level, string Basis) Propose(Incident incident)
    {
        var bySeverity = incident.Sources.Select(held => IncidentLevels.OfSeverity(held.Source.Severity)).Min();
        if (incident is { AccidentClass: { } accident, Toll: { } toll }
            && IncidentLevels.TableFor(accident, DeskRules.DayOf(incident.Footprint.FirstAt)) is { } table
            && IncidentLevels.OfToll(table, toll) is var byToll && byToll < bySeverity)
        {
            return (byToll, table.Name);
        }

        return (bySeverity, SeverityBasis);
    }
}
