using CityBrain.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Hosting;

/// <summary>Health, for whoever watches the process.</summary>
internal static class HealthApi
{
    /// <summary>Maps liveness and readiness; they tell nothing but that.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var health = routes.MapGroup("/health").AllowAnonymous().WithTags("Health");
        health.MapGet("/live", Live).WithName("readLiveness").WithSummary("Answers as long as the process runs.");
        health.MapGet("/ready", Ready).WithName("readReadiness").WithSummary("Answers 200 when the city takes work: its grains answer and its journal can be written.");
    }

    private static Ok<Health> Live() => TypedResults.Ok(new Health("live"));

    private static async Task<Results<Ok<Health>, Problem>> Ready(IReadiness readiness, CancellationToken aborted) =>
        await readiness.Missing(aborted) is null ? TypedResults.Ok(new Health("ready")) : new Problem(EdgeRefusals.Unavailable);
}

/// <summary>How the process is.</summary>
/// <param name="Status"><c>live</c> or <c>ready</c>.</param>
internal sealed record Health(string Status);
