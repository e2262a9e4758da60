using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Scenes;
using CityBrain.Scenes.Packs;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Scenes;

/// <summary>Scenes and their packs.</summary>
internal static class ScenesApi
{
    private static readonly Refusal PackInvalid = new(
        "pack-invalid", "The pack has faults; the scene in force is what it was.", "Mend the places that faults names and publish again.");

    private static readonly Refusal SceneUnknown = new("scene-unknown", "There is no such scene.", "GET /api/v1/scenes lists the scenes there are.", RefusalKind.Missing);

    /// <summary>Maps the group.</summary>
    public static void MapScenes(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/scenes").WithTags("Scenes").RequireAuthorization(Policies.Read);
        read.MapGet("", List).WithName("listScenes").WithSummary("The scenes in force.");
        read.MapGet("/schema", Schema).WithName("readPackSchema").WithSummary("The JSON Schema of packs, for editors.");
        read.MapGet("/{id}", Read).WithName("readScene").WithSummary("One scene with its pack and its versions.");
        api.MapGroup("/scenes").WithTags("Scenes").RequireAuthorization(Policies.Operate)
            .MapPost("", Publish).WithName("publishScene").WithSummary("Checks a pack and puts it in force without a restart; running devices switch at their next reading.");
    }

    private static Task<Results<Ok<IReadOnlyList<SceneView>>, Problem>> List(CityCalls city, CancellationToken aborted) =>
        city.Read(grains => grains.SceneRegistry().List(), aborted).Show();

    private static ContentHttpResult Schema() => TypedResults.Text(PackSchema.Write(), "application/schema+json");

    private static async Task<Results<Ok<SceneView>, Problem>> Read(string id, CityCalls city, CancellationToken aborted) =>
        id.Length > 64 ? new Problem(SceneUnknown) : await city.Ask((grains, _) => grains.SceneRegistry().Read(id), aborted).Show();

    private static async Task<Results<Ok<SceneView>, Problem>> Publish(TextBody<PackForm> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var answer = await city.Command(grains => grains.SceneRegistry().Publish(new PublishScene(caller.Mandate(body.Hash, "publish-scene"), body.Text)), aborted);
        return answer switch
        {
            { Refusal: { } why } => new Problem(why),
            { Value: { Faults.Count: > 0 } receipt } =>
                new Problem(PackInvalid, faults: [.. receipt.Faults.Select(fault => new ProblemFault(fault.Code, fault.Reason, fault.Remedy, fault.Path, fault.Line))]),
            _ => TypedResults.Ok(answer.Value!.Scene!),
        };
    }
}
