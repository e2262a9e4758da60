using CityBrain.Api.Access;
using CityBrain.Api.Admission;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Incidents;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Net.Http.Headers;

namespace CityBrain.Api.Incidents;

/// <summary>Photos as evidence: taken in as bodies, given out to who may read the incident, and to nobody else.</summary>
internal static partial class PhotosApi
{
    private const string Kept = "private, max-age=3600";

    /// <summary>Adds what bounds the taking in of photos.</summary>
    public static void AddPhotos(this WebApplicationBuilder builder) => builder.Services.AddSingleton<PhotoIntake>();

    /// <summary>Maps the group.</summary>
    public static void MapPhotos(this IEndpointRouteBuilder api)
    {
        var photos = api.MapGroup("/incidents/{id}/photos").WithTags("Incidents");
        photos.MapPost("", Add).RequireAuthorization(Policies.WorkIncidents).WithName("addIncidentPhoto")
            .WithSummary("Adds a photo as evidence, also after the closing; it is written anew without place, camera or anything else that the file carried.")
            .Accepts<Stream>(PhotoReader.MediaTypes[0], [.. PhotoReader.MediaTypes.Skip(1)]);
        photos.MapGet("/{hash}", Read).RequireAuthorization(Policies.Read).WithName("readIncidentPhoto")
            .WithSummary("A photo of the incident.")
            .Produces<Stream>(StatusCodes.Status200OK, Photo.KeptMediaType);
    }

    private static async Task<Results<Ok<IncidentView>, Problem>> Add(
        IncidentId id, HttpContext context, Caller caller, PhotoIntake intake, [FromServices] IPhotoStore store, CityCalls city, ILogger<PhotoIntake> logger, CancellationToken aborted)
    {
        using var place = intake.Enter();
        if (place is null)
        {
            return new Problem(EdgeRefusals.Overloaded);
        }

        if ((await city.Ask((grains, _) => grains.Incident(id).Read(), aborted, CallClass.LifeSafety)).Refusal is { } unknown)
        {
            return new Problem(unknown);
        }

        var (bytes, hash, fault) = await BodyReader.Read(context, PhotoReader.MediaTypes, IncidentLimits.PhotoBytesMax, Limits.PhotoBodyDurationMax);
        if (fault is not null)
        {
            return fault;
        }

        var declared = MediaTypeHeaderValue.Parse(context.Request.ContentType!).MediaType.ToString();
        var (photo, refusal) = await intake.Read(bytes, declared.ToLowerInvariant(), aborted);
        if (photo is null)
        {
            return new Problem(refusal!);
        }

        try
        {
            await store.Keep(photo.File.Hash, photo.Content, aborted);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            LogNotKept(logger, failure);
            return new Problem(EdgeRefusals.Unavailable);
        }

        var command = new AddIncidentPhoto(caller.Mandate(hash, "add-incident-photo"), photo.File);
        return await city.Command(grains => grains.Incident(id).AddPhoto(command), aborted, CallClass.LifeSafety).Show();
    }

    private static async Task<Results<FileContentHttpResult, Problem>> Read(
        IncidentId id, string hash, HttpResponse response, [FromServices] IPhotoStore store, CityCalls city, CancellationToken aborted)
    {
        var incident = await city.Ask((grains, _) => grains.Incident(id).Read(), aborted, CallClass.LifeSafety);
        if (incident.Refusal is { } unknown)
        {
            return new Problem(unknown);
        }

        if (incident.Value!.Photos.FirstOrDefault(photo => photo.File.Hash == hash) is not { } held)
        {
            return new Problem(IncidentRefusals.PhotoUnknown);
        }

        if (await store.Read(hash, aborted) is not { } content)
        {
            return new Problem(PhotoRefusals.Lost);
        }

        // One's own browser may keep it for a while; a proxy may not, and another identity asks anew.
        (response.Headers.CacheControl, response.Headers.Vary) = (Kept, HeaderNames.Authorization);
        return TypedResults.Bytes(content, held.File.MediaType, entityTag: new EntityTagHeaderValue($"\"{hash}\""));
    }

    [LoggerMessage(EventId = 11, Level = LogLevel.Error, Message = "A photo could not be kept")]
    private static partial void LogNotKept(ILogger logger, Exception failure);
}
