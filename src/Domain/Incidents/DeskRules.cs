namespace CityBrain.Domain.Incidents;

/// <summary>
/// How a desk merges. A source joins an open incident of the same kind, origin and session that is near and in time; of several the
/// nearest, then the one that began first, then the lower key. Failing that, it goes to an incident closed within the last 30 minutes, which then proposes to
/// reopen. Failing that, it opens an incident.
/// </summary>
public static class DeskRules
{
    /// <summary>Decides where a source belongs. A source that the desk already holds changes nothing. Never refuses.</summary>
    public static OpeningDecision<DeskFact> DecideRaised(Desk desk, Source source)
    {
        if (desk.Active.ContainsKey(source.Alarm))
        {
            return Accept();
        }

        if (IncidentFor(desk, source) is { } entry)
        {
            return Accept(new SourceAssigned(entry.Incident, source));
        }

        var day = DayOf(source.ObservedAt);
        var serial = desk.Serials.GetValueOrDefault(day) + 1;
        var incident = IncidentId.Of(desk.District, day, serial);
        var opened = new IncidentOpened(source.ObservedAt, source.Reporter, incident, source, IncidentLevels.OfSeverity(source.Severity), null);
        return new OpeningDecision<DeskFact>(
            Accept(new IncidentNumbered(incident, day, serial, source)),
            [new Opening(incident, [opened])]);
    }

    /// <summary>Decides what an alarm's clearing means. An alarm that no incident holds changes nothing. Never refuses.</summary>
    public static Decision<DeskFact> DecideCleared(Desk desk, AlarmId alarm, DateTimeOffset clearedAt) =>
        desk.Active.TryGetValue(alarm, out var incident) ? Accept(new ClearanceForwarded(incident, alarm, clearedAt)) : Accept();

    /// <summary>Decides what a fact of an incident means for its desk; most mean nothing. Never refuses.</summary>
    public static Decision<DeskFact> DecideNews(Desk desk, IncidentId incident, IncidentFact news) => news switch
    {
        IncidentClosed closed => Accept(new IncidentStandingNoted(incident, closed.Footprint, closed.Sources, closed.AsOf)),
        IncidentReopened reopened => Accept(new IncidentStandingNoted(incident, reopened.Footprint, reopened.Sources, null)),
        SourcesSeparated separated => Accept(new SeparationNoted(incident, separated.Footprint, separated.Sources, separated.Parts)),
        ClearancePassedOn passed => Accept(new ClearanceForwarded(passed.To, passed.Alarm, passed.At)),
        _ => Accept(),
    };

    /// <summary>The desk after a fact. Total: a fact that no longer fits changes what it can.</summary>
    public static Desk Apply(Desk desk, DeskFact fact) => fact switch
    {
        IncidentNumbered numbered => Enter(Forget(desk, numbered.Source), numbered.Incident, Footprint.Of(numbered.Source), 1, null) with
        {
            Serials = desk.Serials.SetItem(numbered.Day, Math.Max(numbered.Serial, desk.Serials.GetValueOrDefault(numbered.Day))),
            Active = desk.Active.SetItem(numbered.Source.Alarm, numbered.Incident),
        },
        SourceAssigned assigned => Assign(Forget(desk, assigned.Source), assigned),
        ClearanceForwarded cleared => desk with { Active = desk.Active.Remove(cleared.Alarm) },
        IncidentStandingNoted noted => Enter(desk, noted.Incident, Latest(desk, noted), noted.Sources, noted.ClosedAsOf),
        SeparationNoted separation => Separate(desk, separation),
        _ => desk,
    };

    /// <summary>The day in the city's time.</summary>
    public static DateOnly DayOf(DateTimeOffset observedAt) => DateOnly.FromDateTime(observedAt.ToOffset(IncidentLimits.CityOffset).DateTime);

    private static Decision<DeskFact> Accept(params DeskFact[] facts) => facts;

    private static DeskEntry? IncidentFor(Desk desk, Source source)
    {
        var near = desk.Incidents.Values
            .Where(entry => entry.Sources < IncidentLimits.SourcesMax)
            .Select(entry => (Entry: entry, Meters: entry.Footprint.MetersTo(source)))
            .Where(candidate => candidate.Meters is not null)
            .OrderBy(candidate => candidate.Meters)
            .ThenBy(candidate => candidate.Entry.Footprint.FirstAt)
            .ThenBy(candidate => candidate.Entry.Incident.Value, StringComparer.Ordinal)
            .Select(candidate => candidate.Entry)
            .ToList();
        return near.Find(entry => entry.IsOpen && entry.Footprint.IsInTime(source.ObservedAt))
            ?? near.Find(entry => entry.ClosedAsOf is { } closed && IsJustClosed(entry, closed, source.ObservedAt));
    }

    private static bool IsJustClosed(DeskEntry entry, DateTimeOffset closed, DateTimeOffset observedAt) =>
        (observedAt >= closed && observedAt <= closed + IncidentLimits.ReopeningWindow)
        || (observedAt < closed && entry.Footprint.IsInTime(observedAt));

    private static Desk Assign(Desk desk, SourceAssigned assigned)
    {
        var active = desk.Active.SetItem(assigned.Source.Alarm, assigned.Incident);
        return desk.Incidents.TryGetValue(assigned.Incident, out var entry)
            ? desk with
            {
                Active = active,
                Incidents = desk.Incidents.SetItem(
                    assigned.Incident, entry with { Footprint = entry.Footprint.With(assigned.Source), Sources = entry.Sources + 1 }),
            }
            : desk with { Active = active };
    }

    private static Desk Separate(Desk desk, SeparationNoted separation)
    {
        var closedAsOf = desk.Incidents.GetValueOrDefault(separation.Incident)?.ClosedAsOf;
        var after = Enter(desk, separation.Incident, separation.Footprint, separation.Sources, closedAsOf);
        foreach (var part in separation.Parts)
        {
            after = Enter(after, part.Incident, Footprint.Of(part.Source), 1, null);
            after = after.Active.ContainsKey(part.Source.Alarm)
                ? after with { Active = after.Active.SetItem(part.Source.Alarm, part.Incident) }
                : after;
        }

        return after;
    }

    // A source may have been assigned while the news was on its way.
    private static Footprint Latest(Desk desk, IncidentStandingNoted noted) =>
        desk.Incidents.TryGetValue(noted.Incident, out var entry) && entry.Footprint.LatestAt > noted.Footprint.LatestAt
            ? noted.Footprint with { LatestAt = entry.Footprint.LatestAt }
            : noted.Footprint;

    private static Desk Enter(Desk desk, IncidentId incident, Footprint footprint, int sources, DateTimeOffset? closedAsOf)
    {
        var known = desk.Incidents.GetValueOrDefault(incident);
        var entry = new DeskEntry(incident, footprint, sources, closedAsOf, known?.Order ?? desk.Known);
        return Bound(
            desk with { Incidents = desk.Incidents.SetItem(incident, entry), Known = known is null ? desk.Known + 1 : desk.Known },
            footprint.Origin.Kind);
    }

    private static Desk Bound(Desk desk, OriginKind origin)
    {
        if (desk.Incidents.Count <= IncidentLimits.DeskIncidentsMax)
        {
            return desk;
        }

        var same = desk.Incidents.Values.Where(entry => entry.Footprint.Origin.Kind == origin).ToList();
        return same.Count <= IncidentLimits.DeskIncidentsMax
            ? desk
            : desk with { Incidents = desk.Incidents.Remove(same.MinBy(entry => entry.Order)!.Incident) };
    }

    // A replayed file may bring one device after the other, so its incidents are forgotten by number, not by time.
    private static Desk Forget(Desk desk, Source source)
    {
        if (source.Origin.Kind == OriginKind.Replayed)
        {
            return desk;
        }

        var over = desk.Incidents.Values
            .Where(entry => entry.Footprint.Origin == source.Origin && IsOver(entry, source.ObservedAt))
            .Select(entry => entry.Incident);
        return desk with { Incidents = desk.Incidents.RemoveRange(over) };
    }

    private static bool IsOver(DeskEntry entry, DateTimeOffset at) =>
        entry.ClosedAsOf is { } closed ? closed + IncidentLimits.ReopeningWindow < at : entry.Footprint.LatestAt + IncidentLimits.QuietMemory < at;
}
