namespace CityBrain.Domain.Incidents;

/// <content>What happens to an incident's sources: they come from the desk, clear, and leave when a merge is undone.</content>
public static partial class IncidentRules
{
    /// <summary>
    /// Decides what a fact of the desk means for the incident that it names. A source that it has already, or that has left it, changes nothing.
    /// A source that comes after closing proposes to reopen, because the desk may not have heard of the closing yet. Never refuses.
    /// </summary>
    public static Decision<IncidentFact> DecideNews(Incident incident, DeskFact news) => news switch
    {
        SourceAssigned assigned when assigned.Incident == incident.Id => Join(incident, assigned.Source),
        ClearanceForwarded forwarded when forwarded.Incident == incident.Id => Clear(incident, forwarded.Alarm, forwarded.ClearedAt),
        _ => Accept(),
    };

    /// <summary>Undoes the whole merge: every source but the first returns to an incident of its own.</summary>
    public static OpeningDecision<IncidentFact> DecideUndoMerge(Incident? incident, string? reason, string by, DateTimeOffset now) =>
        DecideSeparate(incident, [], reason, by, now);

    /// <summary>One source returns to an incident of its own.</summary>
    public static OpeningDecision<IncidentFact> DecideSeparateSource(Incident? incident, string source, string? reason, string by, DateTimeOffset now) =>
        DecideSeparate(incident, [source], reason, by, now);

    /// <summary>The sources named by their keys, or all but the first when none is named, return to incidents of their own. Possible wherever the incident stands.</summary>
    public static OpeningDecision<IncidentFact> DecideSeparate(
        Incident? incident, IReadOnlyList<string> sources, string? reason, string by, DateTimeOffset now)
    {
        var why = incident is null ? IncidentRefusals.IncidentUnknown
            : ReasonRefusal(reason) is { } reasonless ? reasonless
            : incident.Sources.Count < 2 ? IncidentRefusals.NothingMerged
            : sources.Any(key => !incident.Sources.Exists(held => held.Source.Key == key)) ? IncidentRefusals.SourceUnknown
            : sources.Contains(incident.Sources[0].Source.Key) ? IncidentRefusals.FirstSourceStays
            : null;
        if (why is not null)
        {
            return why;
        }

        var leaving = incident!.Sources.Skip(1).Where(held => sources.Count == 0 || sources.Contains(held.Source.Key)).ToList();
        var staying = incident.Sources.Except(leaving).ToList();
        var footprint = staying.Skip(1).Aggregate(Footprint.Of(staying[0].Source), (print, held) => print.With(held.Source));
        var parts = leaving.Select((held, index) => new SeparatedSource(incident.Id.Part(incident.PartsGiven + index + 2), held.Source)).ToArray();
        var own = AndLevel(incident, new SourcesSeparated(now, by, reason!, parts, footprint, staying.Count));
        return new OpeningDecision<IncidentFact>(own, [.. leaving.Zip(parts, (held, part) => OpeningOf(incident.Id, held, part, by, now))]);
    }

    private static Opening OpeningOf(IncidentId parent, HeldSource held, SeparatedSource part, string by, DateTimeOffset now)
    {
        var opened = new IncidentOpened(now, by, part.Incident, held.Source, IncidentLevels.OfSeverity(held.Source.Severity), parent);
        return new Opening(
            part.Incident,
            held.ClearedAt is { } cleared ? [opened, new SourceCleared(cleared, held.Source.Reporter, held.Source.Alarm)] : [opened]);
    }

    private static Decision<IncidentFact> Join(Incident incident, Source source)
    {
        if (incident.Parts.ContainsKey(source.Alarm) || incident.Sources.Exists(held => held.Source.Alarm == source.Alarm))
        {
            return Accept();
        }

        return AndLevel(incident, incident.IsClosed
            ? new ReopeningProposed(source.ObservedAt, source.Reporter, source)
            : new SourceJoined(source.ObservedAt, source.Reporter, source));
    }

    private static Decision<IncidentFact> Clear(Incident incident, AlarmId alarm, DateTimeOffset clearedAt)
    {
        var by = $"device:{alarm.Device}";
        if (incident.Parts.TryGetValue(alarm, out var part))
        {
            return Accept(new ClearancePassedOn(clearedAt, by, alarm, part));
        }

        return incident.Sources.Exists(held => held.Source.Alarm == alarm && held.ClearedAt is null)
            ? Accept(new SourceCleared(clearedAt, by, alarm))
            : Accept();
    }
}
