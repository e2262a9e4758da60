using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Devices;

/// <summary>Replay sessions: what is read again under one is marked so and never counted as live.</summary>
internal static class ReplaysApi
{
    private static readonly Refusal Finished = new(
        "replay-finished", "The replay session is finished.", "Open it again with POST /api/v1/replays.", RefusalKind.Conflict);

    /// <summary>Maps the group.</summary>
    public static void MapReplays(this IEndpointRouteBuilder api)
    {
        api.MapGroup("/replays").WithTags("Replays").RequireAuthorization(Policies.Read)
            .MapGet("/{id}", Read).WithName("readReplay").WithSummary("A replay session.");
        var operate = api.MapGroup("/replays").WithTags("Replays").RequireAuthorization(Policies.Operate);
        operate.MapPost("", Open).WithName("openReplay").WithSummary("Opens the session of a source, or answers the one that is open, so that an interrupted replay goes on.");
        operate.MapPost("/{id}/readings", Report).WithName("replayReadings").WithSummary("Takes readings of many devices into the session; answers when they are durable.");
        operate.MapPost("/{id}/finish", Finish).WithName("finishReplay").WithSummary("Ends the session.");
    }

    private static Task<Results<Ok<ReplayView>, Problem>> Read(ReplayId id, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, _) => grains.Replay(id.Value).Read(), aborted).Show();

    private static async Task<Results<Ok<ReplayView>, Problem>> Open(JsonBody<ReplayOpening> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var (id, refusal) = body.Value.Session();
        if (refusal is not null)
        {
            return new Problem(refusal);
        }

        var command = new OpenReplay(caller.Mandate(body.Hash, "open-replay"), body.Value.Source, body.Value.SourceHash, body.Value.As);
        return await city.Command(grains => grains.Replay(id.Value).Open(command), aborted).Show();
    }

    private static Task<Results<Ok<ReplayView>, Problem>> Finish(ReplayId id, JsonBody<NoMembers> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(grains => grains.Replay(id.Value).Finish(new FinishReplay(caller.Mandate(body.Hash, "finish-replay"))), aborted).Show();

    private static async Task<Results<Ok<TelemetryReceipt>, Problem>> Report(ReplayId id, ReplayBody body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var session = await city.Ask((grains, _) => grains.Replay(id.Value).Read(), aborted);
        if (session.Refusal is { } unknown)
        {
            return new Problem(unknown);
        }

        if (session.Value!.State == "finished")
        {
            return new Problem(Finished);
        }

        var reports = await Task.WhenAll(body.ByDevice.Select(part => Send(part, id, caller, city, aborted)));
        return reports.FirstOrDefault(report => report.Lost is not null).Lost is { } lost ? new Problem(lost) : TypedResults.Ok(Sum(reports));
    }

    // What one device took; a device that refuses as a whole refuses each of its readings, a lost city refuses the request.
    private static async Task<(TelemetryReceipt? Receipt, Refusal? Lost)> Send(DevicePart part, ReplayId session, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var command = new ReportReadings { Origin = Origin.Replayed(session.Value), Actor = caller.Actor, Trace = caller.Trace, Readings = part.Readings };
        var answer = await city.Command(grains => grains.Device(part.Device).Report(command), aborted);
        return answer switch
        {
            { Refusal: { Kind: RefusalKind.Unavailable or RefusalKind.Unknown } lost } => (null, lost),
            { Refusal: { } why } => (new TelemetryReceipt { Stored = 0, Duplicates = 0, Conflicts = 0, Refused = [.. part.Places.Select(place => RefusedLine.Of(place, why))] }, null),
            { Value: { } receipt } => (TelemetryReceipt.Of(receipt, part.Places), null),
            _ => (null, EdgeRefusals.OutcomeUnknown),
        };
    }

    private static TelemetryReceipt Sum(IEnumerable<(TelemetryReceipt? Receipt, Refusal? Lost)> reports)
    {
        var receipts = reports.Select(report => report.Receipt!).ToList();
        return new TelemetryReceipt
        {
            Stored = receipts.Sum(one => one.Stored),
            Duplicates = receipts.Sum(one => one.Duplicates),
            Conflicts = receipts.Sum(one => one.Conflicts),
            Refused = [.. receipts.SelectMany(one => one.Refused).OrderBy(one => one.Index)],
        };
    }
}
