using CityBrain.Domain.Incidents;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Grains.Journal;
using CityBrain.Grains.Places;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Streams;
using Orleans.Concurrency;

namespace CityBrain.Grains.Incidents;

/// <summary>One incident. What may happen to it is decided in <see cref="IncidentRules"/>.</summary>
[GrainType(TypeName)]
[Reentrant] // For the pipelined commit of the journaled grain only.
public sealed class IncidentGrain(JournalAccess journal) : JournaledGrain<Held<Incident>>(journal, TypeName), IIncidentGrain
{
    internal const string TypeName = "incident";

    private static readonly AnswerForm<IncidentView> Form = ViewJson.Kept(ViewJson.Default.IncidentView);

    /// <inheritdoc/>
    protected override Held<Incident> Initial => Held<Incident>.Nothing;

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> Acknowledge(IncidentCommand command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideAcknowledge(incident, command.Note, command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> TakeInHand(IncidentCommand command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideTakeInHand(incident, command.Note, command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> Close(CloseIncident command)
    {
        var evidence = command.Evidence.Select(IncidentViews.ToEvidence).ToList();
        return Decide(command.Mandate, incident => IncidentRules.DecideClose(incident, command.Note, evidence, command.Mandate.Actor, Now));
    }

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> Reopen(IncidentCommand command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideReopen(incident, command.Note, command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> DeclineReopening(IncidentCommand command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideDeclineReopening(incident, command.Note, command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> AddEvidence(AddIncidentEvidence command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideAddEvidence(incident, IncidentViews.ToEvidence(command.Evidence), command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> AddPhoto(AddIncidentPhoto command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideAddPhoto(incident, IncidentViews.ToPhoto(command.Photo), command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> DecideLevel(DecideIncidentLevel command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideLevel(incident, command.Level, command.Reason, command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> UndoMerge(UndoIncidentMerge command) =>
        Decide(command.Mandate, incident => IncidentRules.DecideSeparate(incident, command.Sources, command.Reason, command.Mandate.Actor, Now));

    /// <inheritdoc/>
    public Task<Answer<IncidentView>> Read() =>
        Task.FromResult(Answer<IncidentView>(held => held.Value is { } incident ? incident.ToView() : IncidentRefusals.IncidentUnknown));

    /// <inheritdoc/>
    protected override Held<Incident> Apply(Held<Incident> state, object fact) => new(IncidentRules.Apply(state.Value, (IncidentFact)fact));

    /// <inheritdoc/>
    protected override Proposal<Held<Incident>, bool> Receive(Held<Incident> state, Delivery delivery, object fact) =>
        state.Value is { } incident && fact is DeskFact news
            ? Propose(state, IncidentRules.DecideNews(incident, news), _ => true)
            : new Proposal<Held<Incident>, bool>.Accepted(state, false);

    /// <inheritdoc/>
    protected override void Announce()
    {
        if (Durable.Value is { } incident)
        {
            GrainFactory.HintChanged(incident.Sources[0].Source.Place);
        }
    }

    // Whatever a person does to an incident goes on under the trace of its first reading.
    private Task<Answer<IncidentView>> Decide(Mandate mandate, Func<Incident?, OpeningDecision<IncidentFact>> rule) =>
        Execute(
            mandate with { Trace = Durable.Value?.Trace ?? mandate.Trace },
            ServiceClass.LifeSafety,
            Form,
            state => Propose(state, rule(state.Value), after => after.Value!.ToView()));

    private Proposal<Held<Incident>, TAnswer> Propose<TAnswer>(
        Held<Incident> state, OpeningDecision<IncidentFact> decision, Func<Held<Incident>, TAnswer> answer)
    {
        var observed = decision.Own is Decision<IncidentFact>.Accepted { Facts: [.., var last] } ? last.At : Now;
        var proposal = Propose(state, decision.Own, observed, answer);
        if (proposal is not Proposal<Held<Incident>, TAnswer>.Accepted { Facts.Count: > 0 } accepted)
        {
            return proposal;
        }

        var opened = Openings.Of(decision.Openings, Journal.Forms);
        return accepted with { NewStreams = opened.Streams, Views = [accepted.After.Value!.ToRow(), .. opened.Rows] };
    }
}
