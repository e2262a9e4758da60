using CityBrain.Api.Admission;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Devices;

/// <summary>What devices send. They sign in by the token in their path; the device itself checks it.</summary>
internal static class TelemetryApi
{
    /// <summary>Maps the telemetry of devices.</summary>
    public static void MapTelemetry(this IEndpointRouteBuilder api) => api.MapGroup("/{token}/telemetry").WithTags("Telemetry").AllowAnonymous()
        .MapPost("", Report).WithName("reportTelemetry")
        .WithSummary("Takes readings of one device: {\"ts\": epoch milliseconds, \"values\": {…}}, a bare object of values, or an array of either; answers when they are durable.")
        .Accepts<System.Text.Json.Nodes.JsonNode>("application/json");

    private static async Task<Results<Ok<TelemetryReceipt>, Problem>> Report(string token, TelemetryBody body, HttpContext context, CityCalls city, EdgeMeters meters, CancellationToken aborted)
    {
        if (!DeviceTokens.TryRead(token, out var device))
        {
            return new Problem(EdgeRefusals.DeviceTokenInvalid);
        }

        var command = new ReportReadings
        {
            TokenHash = DeviceTokens.HashOf(token),
            Origin = Origin.Live,
            Actor = $"device:{device}",
            Trace = Problem.TraceOf(context),
            Readings = body.Readings,
        };
        var answer = await city.Command(grains => grains.Device(device).Report(command), aborted, CallClass.Telemetry);
        if (answer.Refusal is { } why)
        {
            // Whether the device is unknown, the token wrong or revoked: a stranger is told the same.
            return new Problem(why.Kind is RefusalKind.Unauthenticated or RefusalKind.Missing ? EdgeRefusals.DeviceTokenInvalid : why);
        }

        meters.Reported(answer.Value!);
        var receipt = TelemetryReceipt.Of(answer.Value!);
        return receipt.NothingTaken
            ? new Problem(answer.Value!.Refused[0].Refusal, faults: [.. receipt.Refused.Select(one => new ProblemFault(one.Code, one.Reason, one.Remedy, Index: one.Index))])
            : TypedResults.Ok(receipt);
    }
}

/// <summary>What became of readings; all that were taken are durable.</summary>
internal sealed record TelemetryReceipt
{
    /// <summary>Stored now.</summary>
    public required int Stored { get; init; }

    /// <summary>Were there already with the same values.</summary>
    public required int Duplicates { get; init; }

    /// <summary>Stand beside a first reading of the same time with other values.</summary>
    public required int Conflicts { get; init; }

    /// <summary>Readings that were refused; the others are in.</summary>
    public required IReadOnlyList<RefusedLine> Refused { get; init; }

    /// <summary>Whether every reading was refused.</summary>
    internal bool NothingTaken => Refused.Count > 0 && Stored + Duplicates + Conflicts == 0;

    /// <summary>The receipt of one device.</summary>
    public static TelemetryReceipt Of(ReportReceipt receipt) => new()
    {
        Stored = receipt.Stored,
        Duplicates = receipt.Duplicates,
        Conflicts = receipt.Conflicts,
        Refused = [.. receipt.Refused.Select(one => RefusedLine.Of(one.Index, one.Refusal))],
    };
}

/// <summary>A reading that was refused.</summary>
/// <param name="Index">Its place in the request, from 0.</param>
/// <param name="Code">Stable code.</param>
/// <param name="Reason">Why.</param>
/// <param name="Remedy">What can be done.</param>
internal sealed record RefusedLine(int Index, string Code, string Reason, string Remedy)
{
    /// <summary>A refusal at a place.</summary>
    public static RefusedLine Of(int index, Refusal why) => new(index, why.Code, why.Reason, why.Remedy);
}
