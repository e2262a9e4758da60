using CityBrain.Domain.Devices;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Journal;
using CityBrain.Grains.Places;
using CityBrain.Journal.Streams;
using Orleans.Concurrency;

namespace CityBrain.Grains.Incidents;

/// <summary>
/// A district's desk: takes in the alarms of its devices and decides which incident each belongs to. It speaks with devices and incidents
/// through the journal alone.
/// </summary>
[GrainType(TypeName)]
[Reentrant] // For the pipelined commit of the journaled grain only.
public sealed class IncidentDeskGrain(JournalAccess journal) : JournaledGrain<Desk>(journal, TypeName)
{
    internal const string TypeName = "desk";

    private readonly HashSet<PlaceCode> _touched = [];

    /// <inheritdoc/>
    protected override Desk Initial => Desk.Of(PlaceCode.Parse(this.GetPrimaryKeyString()));

    /// <inheritdoc/>
    protected override Desk Apply(Desk state, object fact) => DeskRules.Apply(state, (DeskFact)fact);

    /// <inheritdoc/>
    protected override Proposal<Desk, bool> Receive(Desk state, Delivery delivery, object fact) => fact switch
    {
        AlarmRaised raised => Propose(state, DeskRules.DecideRaised(state, SourceOf(raised, delivery)), delivery),
        AlarmCleared cleared => Propose(state, DeskRules.DecideCleared(state, cleared.Alarm, cleared.At), delivery),
        IncidentFact news => Propose(state, DeskRules.DecideNews(state, IncidentViews.IdOf(delivery.Stream), news), delivery),
        _ => new Proposal<Desk, bool>.Accepted(state, false),
    };

    /// <inheritdoc/>
    protected override void Announce()
    {
        foreach (var place in _touched)
        {
            GrainFactory.HintChanged(place);
        }

        _touched.Clear();
    }

    private Proposal<Desk, bool> Propose(Desk state, OpeningDecision<DeskFact> decision, Delivery delivery)
    {
        var facts = ((Decision<DeskFact>.Accepted)decision.Own).Facts;
        var opened = Openings.Of(decision.Openings, Journal.Forms);
        foreach (var row in opened.Rows)
        {
            _touched.Add(PlaceCode.Parse(row.Place));
        }

        return Accept(state, facts, delivery.ObservedAt, _ => true) with { NewStreams = opened.Streams, Views = opened.Rows };
    }

    private static Source SourceOf(AlarmRaised raised, Delivery delivery) => new()
    {
        Alarm = raised.Alarm,
        Kind = raised.Kind,
        Title = raised.Title,
        Severity = raised.Severity,
        ObservedAt = raised.Alarm.RaisedAt,
        Place = raised.Place,
        Location = raised.Location,
        Origin = raised.Origin,
        PackHash = raised.PackHash,
        Trace = delivery.Mandate.Trace,
    };
}
