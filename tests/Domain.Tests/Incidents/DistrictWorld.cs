using CityBrain.Domain.Incidents;

namespace CityBrain.Domain.Tests.Incidents;

/// <summary>
/// One desk and its incidents with the deliveries between them, each in the order of its stream: what the journal and its dispatcher do,
/// in memory. News of incidents reach the desk only when <see cref="DeliverToDesk"/> is called, so the desk may be stale.
/// </summary>
internal sealed class DistrictWorld
{
    private readonly Queue<(IncidentId Incident, IncidentFact Fact)> _toDesk = new();

    public Desk Desk { get; private set; } = Desk.Of(Given.District);

    public List<DeskFact> DeskFacts { get; } = [];

    public Dictionary<IncidentId, Incident> Incidents { get; } = [];

    public Dictionary<IncidentId, List<IncidentFact>> IncidentFacts { get; } = [];

    public IncidentId Raise(Source source)
    {
        Commit(DeskRules.DecideRaised(Desk, source));
        return Holder(source.Alarm);
    }

    public void Clear(AlarmId alarm, DateTimeOffset at) => Commit(DeskRules.DecideCleared(Desk, alarm, at));

    public void Do(IncidentId id, Func<Incident, OpeningDecision<IncidentFact>> decide)
    {
        var decision = decide(Incidents[id]);
        if (decision.Own is Decision<IncidentFact>.Refused)
        {
            decision.Openings.ShouldBeEmpty();
            return;
        }

        Record(id, decision.Own.Facts());
        Open(decision.Openings);
    }

    public void DeliverToDesk()
    {
        while (_toDesk.TryDequeue(out var news))
        {
            Commit(DeskRules.DecideNews(Desk, news.Incident, news.Fact));
        }
    }

    public IncidentId Holder(AlarmId alarm) =>
        Incidents.Values.Single(incident => incident.Sources.Exists(held => held.Source.Alarm == alarm)).Id;

    private void Commit(OpeningDecision<DeskFact> decision)
    {
        Open(decision.Openings);
        foreach (var fact in decision.Own.Facts())
        {
            Desk = DeskRules.Apply(Desk, fact);
            DeskFacts.Add(fact);
            var target = fact switch
            {
                SourceAssigned assigned => assigned.Incident,
                ClearanceForwarded forwarded => forwarded.Incident,
                _ => (IncidentId?)null,
            };
            if (target is { } id)
            {
                Record(id, IncidentRules.DecideNews(Incidents[id], fact).Facts());
            }
        }
    }

    private void Open(IReadOnlyList<Opening> openings)
    {
        foreach (var opening in openings)
        {
            Incidents.ContainsKey(opening.Incident).ShouldBeFalse($"{opening.Incident} is given twice");
            Incidents[opening.Incident] = IncidentRules.Apply(null, opening.Facts[0]);
            IncidentFacts[opening.Incident] = [opening.Facts[0]];
            Record(opening.Incident, [.. opening.Facts.Skip(1)]);
        }
    }

    private void Record(IncidentId id, IReadOnlyList<IncidentFact> facts)
    {
        foreach (var fact in facts)
        {
            Incidents[id] = IncidentRules.Apply(Incidents[id], fact);
            IncidentFacts[id].Add(fact);
            _toDesk.Enqueue((id, fact));
        }
    }
}
