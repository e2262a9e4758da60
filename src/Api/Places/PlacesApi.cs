using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Places;

/// <summary>Divisions and their state, and the whole city at a glance.</summary>
internal static class PlacesApi
{
    private static readonly Refusal DivisionsInvalid = new(
        "divisions-invalid", "The file of divisions has errors; nothing of it was imported.", "Mend the lines that faults names and send the file again.");

    /// <summary>Maps places and the city.</summary>
    public static void MapPlaces(this IEndpointRouteBuilder api)
    {
        api.MapGroup("/places").WithTags("Places").RequireAuthorization(Policies.Read)
            .MapGet("/{code}", Read).WithName("readPlace").WithSummary("The place that has, or once had, this code, with its state rolled up from below.");
        api.MapGroup("/places").WithTags("Places").RequireAuthorization(Policies.Operate)
            .MapPost("/import", Import).WithName("importDivisions").WithSummary("Brings the register of divisions to what a CSV file says; the same file again changes nothing.");
        api.MapGroup("/city").WithTags("City").RequireAuthorization(Policies.Read)
            .MapGet("/overview", Overview).WithName("readCityOverview").WithSummary("The whole city from one snapshot.");
    }

    private static async Task<Results<Ok<PlaceView>, Problem>> Read(PlaceCode code, CityCalls city, CancellationToken aborted)
    {
        var found = await city.Ask((grains, _) => grains.City().Find(code), aborted);
        if (found.Refusal is { } why)
        {
            return new Problem(why);
        }

        var place = found.Value!;
        var key = PlaceCode.Parse(place.Code);
        var state = await city.Ask((grains, _) => StateOf(grains, key), aborted);
        return state.Refusal is { } lost ? new Problem(lost) : TypedResults.Ok(place with { State = state.Value });
    }

    private static async Task<Answer<PlaceState>> StateOf(IGrainFactory grains, PlaceCode key) => key.Level switch
    {
        PlaceLevel.City => await grains.City().Overview() is { Value: { } city } ? city.State : EdgeRefusals.Unavailable,
        PlaceLevel.District => await grains.District(key).Read(),
        _ => await grains.Community(key).Read(),
    };

    private static async Task<Results<Ok<ImportReceipt>, Problem>> Import(TextBody<CsvForm> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var command = new ImportDivisions(caller.Mandate(body.Hash, "import-divisions"), body.Text);
        var answer = await city.Command(grains => grains.City().Import(command), aborted);
        return answer switch
        {
            { Refusal: { } why } => new Problem(why),
            { Value: { Errors.Count: > 0 } receipt } =>
                new Problem(DivisionsInvalid, faults: [.. receipt.Errors.Select(error => new ProblemFault(error.Code, error.Reason, error.Remedy, Line: error.Line))]),
            _ => TypedResults.Ok(answer.Value!),
        };
    }

    private static Task<Results<Ok<CityOverview>, Problem>> Overview(CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, _) => grains.City().Overview(), aborted).Show();
}
