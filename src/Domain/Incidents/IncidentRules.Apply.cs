using System.Collections.Immutable;

namespace CityBrain.Domain.Incidents;

/// <content>The one transition function of incidents.</content>
public static partial class IncidentRules
{
    /// <summary>The incident after a fact; the first must be <see cref="IncidentOpened"/>. Every fact also writes its line of the timeline.</summary>
    /// <exception cref="InvalidOperationException">A fact came before the opening: the stream is damaged.</exception>
    public static Incident Apply(Incident? incident, IncidentFact fact)
    {
        var before = fact is IncidentOpened opened
            ? Begin(opened)
            : incident ?? throw new InvalidOperationException($"An incident's stream begins with {fact.GetType().Name}.");
        var after = Change(before, fact);
        return after with { Timeline = after.Timeline.Add(Incidents.Timeline.LineOf(after, fact)) };
    }

    private static Incident Begin(IncidentOpened opened) => new()
    {
        Id = opened.Incident,
        Title = opened.Source.Title,
        Footprint = Footprint.Of(opened.Source),
        Trace = opened.Source.Trace,
        Sources = [new HeldSource(opened.Source, null)],
        SeparatedFrom = opened.SeparatedFrom,
        Proposed = opened.Proposed,
    };

    private static Incident Change(Incident incident, IncidentFact fact) => fact switch
    {
        SourceJoined joined => Take(incident, joined.Source),
        ReopeningProposed proposed => Take(incident, proposed.Source) with { Reopening = incident.Reopening.Add(proposed.Source.Alarm) },
        SourceCleared cleared => incident with { Sources = Cleared(incident.Sources, cleared) },
        SourcesSeparated separated => Part(incident, separated),
        ReopeningDeclined => incident with { Reopening = [] },
        IncidentAcknowledged => incident with { Status = IncidentStatus.Acknowledged },
        IncidentTakenInHand => incident with { Status = IncidentStatus.InHand },
        TollReported reported => incident with { AccidentClass = reported.Class, Toll = reported.Toll },
        LevelProposed proposed => incident with { Proposed = proposed.Level, ProposedBasis = proposed.Basis },
        LevelDecided decided => incident with { Decided = decided.Level, DecidedReason = decided.Reason },
        EvidenceAdded added => incident with { Evidence = incident.Evidence.Add(added.Evidence) },
        PhotoAdded added => incident with { Photos = incident.Photos.Add(new HeldPhoto(added.Photo, added.At, added.By)) },
        IncidentClosed closed => incident with { Status = IncidentStatus.Closed, ClosedAt = closed.At },
        IncidentReopened => incident with
        {
            Status = IncidentStatus.Reopened,
            ClosedAt = null,
            Reopening = [],
            EvidenceBefore = incident.EvidenceCount,
        },
        _ => incident,
    };

    private static Incident Take(Incident incident, Source source) => Named(incident with
    {
        Sources = incident.Sources.Add(new HeldSource(source, null)),
        Footprint = incident.Footprint.With(source),
    });

    private static Incident Part(Incident incident, SourcesSeparated separated)
    {
        var left = separated.Parts.Select(part => part.Source.Alarm).ToHashSet();
        return Named(incident with
        {
            Sources = incident.Sources.RemoveAll(held => left.Contains(held.Source.Alarm)),
            Reopening = incident.Reopening.RemoveAll(left.Contains),
            Parts = incident.Parts.AddRange(separated.Parts.Select(part => KeyValuePair.Create(part.Source.Alarm, part.Incident))),
            PartsGiven = incident.PartsGiven + separated.Parts.Count,
            Footprint = separated.Footprint,
        });
    }

    // By the gravest source, of equal ones by the first.
    private static Incident Named(Incident incident) => incident with { Title = incident.Sources.MaxBy(held => held.Source.Severity)!.Source.Title };

    private static ImmutableList<HeldSource> Cleared(ImmutableList<HeldSource> sources, SourceCleared cleared)
    {
        var index = sources.FindIndex(held => held.Source.Alarm == cleared.Alarm);
        return index < 0 ? sources : sources.SetItem(index, sources[index] with { ClearedAt = cleared.At });
    }
}
