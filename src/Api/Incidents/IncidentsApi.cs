using CityBrain.Api.Access;
using CityBrain.Api.Admission;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Incidents;

/// <summary>Incidents from opening to closing.</summary>
internal static class IncidentsApi
{
    /// <summary>Maps the group.</summary>
    public static void MapIncidents(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/incidents").WithTags("Incidents").RequireAuthorization(Policies.Read);
        read.MapGet("", List).WithName("listIncidents").WithSummary("Incidents, newest first.");
        read.MapGet("/{id}", Read).WithName("readIncident").WithSummary("One incident with its sources and its timeline.");

        var work = api.MapGroup("/incidents/{id}").WithTags("Incidents").RequireAuthorization(Policies.WorkIncidents);
        work.MapPost("/acknowledge", Acknowledge).WithName("acknowledgeIncident").WithSummary("An officer has seen it.");
        work.MapPost("/take-in-hand", TakeInHand).WithName("takeIncidentInHand").WithSummary("Somebody is dealing with it.");
        work.MapPost("/close", Close).WithName("closeIncident").WithSummary("It is over; needs evidence.");
        work.MapPost("/reopen", Reopen).WithName("reopenIncident").WithSummary("It is not over after all.");
        work.MapPost("/decline-reopening", DeclineReopening).WithName("declineIncidentReopening").WithSummary("A source proposed to reopen it, and it stays closed; needs a reason.");
        work.MapPost("/evidence", AddEvidence).WithName("addIncidentEvidence").WithSummary("Adds a piece of evidence, also after the closing.");
        work.MapPost("/level", DecideLevel).WithName("decideIncidentLevel").WithSummary("A person decides its level, with a reason.");
        work.MapPost("/undo-merge", UndoMerge).WithName("undoIncidentMerge").WithSummary("Sources return to incidents of their own: those named, or all but the first.");
    }

    private static Task<Results<Ok<Page<IncidentSummary>>, Problem>> List([AsParameters] IncidentFilter filter, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, cancellation) => grains.IncidentIndex().List(filter.ToQuery(), cancellation), aborted, CallClass.LifeSafety).Show();

    private static Task<Results<Ok<IncidentView>, Problem>> Read(IncidentId id, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, _) => grains.Incident(id).Read(), aborted, CallClass.LifeSafety).Show();

    private static Task<Results<Ok<IncidentView>, Problem>> Acknowledge(IncidentId id, JsonBody<IncidentNote> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(grains => grains.Incident(id).Acknowledge(new IncidentCommand(caller.Mandate(body.Hash, "acknowledge-incident"), body.Value.Note)), aborted, CallClass.LifeSafety).Show();

    private static Task<Results<Ok<IncidentView>, Problem>> TakeInHand(IncidentId id, JsonBody<IncidentNote> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(grains => grains.Incident(id).TakeInHand(new IncidentCommand(caller.Mandate(body.Hash, "take-incident-in-hand"), body.Value.Note)), aborted, CallClass.LifeSafety).Show();

    private static Task<Results<Ok<IncidentView>, Problem>> Reopen(IncidentId id, JsonBody<IncidentNote> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(grains => grains.Incident(id).Reopen(new IncidentCommand(caller.Mandate(body.Hash, "reopen-incident"), body.Value.Note)), aborted, CallClass.LifeSafety).Show();

    private static Task<Results<Ok<IncidentView>, Problem>> DeclineReopening(IncidentId id, JsonBody<IncidentNote> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(grains => grains.Incident(id).DeclineReopening(new IncidentCommand(caller.Mandate(body.Hash, "decline-incident-reopening"), body.Value.Note)), aborted, CallClass.LifeSafety).Show();

    private static Task<Results<Ok<IncidentView>, Problem>> AddEvidence(IncidentId id, JsonBody<EvidenceItem> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(grains => grains.Incident(id).AddEvidence(new AddIncidentEvidence(caller.Mandate(body.Hash, "add-incident-evidence"), body.Value)), aborted, CallClass.LifeSafety).Show();

    private static Task<Results<Ok<IncidentView>, Problem>> Close(IncidentId id, JsonBody<IncidentClosing> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        if (body.Value.Evidence.Any(item => item is null))
        {
            return Task.FromResult<Results<Ok<IncidentView>, Problem>>(new Problem(EdgeRefusals.JsonMismatch("$.evidence")));
        }

        var command = new CloseIncident(caller.Mandate(body.Hash, "close-incident"), body.Value.Note, body.Value.Evidence);
        return city.Command(grains => grains.Incident(id).Close(command), aborted, CallClass.LifeSafety).Show();
    }

    private static Task<Results<Ok<IncidentView>, Problem>> DecideLevel(IncidentId id, JsonBody<IncidentLevelDecision> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var command = new DecideIncidentLevel(caller.Mandate(body.Hash, "decide-incident-level"), body.Value.Level, body.Value.Reason);
        return city.Command(grains => grains.Incident(id).DecideLevel(command), aborted, CallClass.LifeSafety).Show();
    }

    private static Task<Results<Ok<IncidentView>, Problem>> UndoMerge(IncidentId id, JsonBody<IncidentMergeUndoing> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        if (body.Value.Sources?.Any(source => source is null) == true)
        {
            return Task.FromResult<Results<Ok<IncidentView>, Problem>>(new Problem(EdgeRefusals.JsonMismatch("$.sources")));
        }

        var command = new UndoIncidentMerge(caller.Mandate(body.Hash, "undo-incident-merge"), body.Value.Sources ?? [], body.Value.Reason);
        return city.Command(grains => grains.Incident(id).UndoMerge(command), aborted, CallClass.LifeSafety).Show();
    }
}
