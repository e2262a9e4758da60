using CityBrain.Api.Problems;
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

    private static async Task<Results<Ok<TelemetryReceipt>, Problem>> Report(
        string token, TelemetryBody body, HttpContext context, TelemetryIntake intake, CancellationToken aborted)
    {
        if (!DeviceTokens.TryRead(token, out var device))
        {
            return new Problem(EdgeRefusals.DeviceTokenInvalid);
        }

        var answer = await intake.Take(new TelemetrySender(device, DeviceTokens.HashOf(token), null, Problem.TraceOf(context)), body, aborted);
        return answer switch
        {
            { Refusal: { } why } => new Problem(why.AsToldToDevices()),
            { Value: { NothingTaken: true } receipt } => new Problem(
                new Refusal(receipt.Refused[0].Code, receipt.Refused[0].Reason, receipt.Refused[0].Remedy),
                faults: [.. receipt.Refused.Select(one => new ProblemFault(one.Code, one.Reason, one.Remedy, Index: one.Index))]),
            _ => TypedResults.Ok(answer.Value),
        };
    }
}
