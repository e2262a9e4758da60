using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Devices;

/// <summary>Devices, their tokens and their readings.</summary>
internal static class DevicesApi
{
    /// <summary>Maps the group.</summary>
    public static void MapDevices(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/devices").WithTags("Devices").RequireAuthorization(Policies.Read);
        read.MapGet("", List).WithName("listDevices").WithSummary("Devices of a place, by key.");
        read.MapGet("/{id}", Read).WithName("readDevice").WithSummary("One device with its latest reading and its active alarms.");
        read.MapGet("/{id}/readings", Readings).WithName("listReadings").WithSummary("Readings of one device, oldest first; each with its quality and the raw value.");

        var operate = api.MapGroup("/devices").WithTags("Devices").RequireAuthorization(Policies.Operate);
        operate.MapPost("", Register).WithName("registerDevice").WithSummary("Registers a device and shows its token, once.");
        operate.MapPost("/{id}/token", IssueToken).WithName("issueDeviceToken").WithSummary("Gives a device a new token and shows it, once; the old one ends at once.");
        operate.MapDelete("/{id}/token", RevokeToken).WithName("revokeDeviceToken").WithSummary("Ends a device's token.");
    }

    private static Task<Results<Ok<Page<DeviceSummary>>, Problem>> List([AsParameters] DeviceFilter filter, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, cancellation) => grains.DeviceHistory().Devices(filter.ToQuery(), cancellation), aborted).Show();

    private static Task<Results<Ok<DeviceView>, Problem>> Read(DeviceId id, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, _) => grains.Device(id).Read(), aborted).Show();

    private static async Task<Results<Ok<Page<ReadingView>>, Problem>> Readings(
        DeviceId id, [AsParameters] ReadingsFilter filter, CityCalls city, CancellationToken aborted)
    {
        var page = await city.Ask((grains, cancellation) => grains.DeviceHistory().Readings(filter.ToQuery(id), cancellation), aborted);
        if (page is { Refusal: null, Value: { Items.Count: 0, Count: null or 0 } } && (await city.Ask((grains, _) => grains.Device(id).Read(), aborted)).Refusal is { } unknown)
        {
            return new Problem(unknown);
        }

        return page.Refusal is { } why ? new Problem(why) : TypedResults.Ok(page.Value!);
    }

    private static async Task<Results<Created<DeviceWithToken>, Problem>> Register(
        JsonBody<DeviceRegistration> body, Caller caller, DeviceTokens tokens, CityCalls city, CancellationToken aborted)
    {
        var (id, refusal) = body.Value.KeyOr(() => tokens.NewDevice(caller));
        if (refusal is not null)
        {
            return new Problem(refusal);
        }

        var token = tokens.Derive(id, caller);
        var (command, why) = body.Value.ToCommand(caller.Mandate(body.Hash, "register-device"), DeviceTokens.HashOf(token));
        if (command is null)
        {
            return new Problem(why!);
        }

        var answer = await city.Command(grains => grains.Device(id).Register(command), aborted);
        return answer.Refusal is { } refused
            ? new Problem(refused)
            : TypedResults.Created($"/api/v1/devices/{id}", new DeviceWithToken(answer.Value!.Id, token, answer.Value));
    }

    private static Task<Results<Ok<DeviceWithToken>, Problem>> IssueToken(DeviceId id, Caller caller, DeviceTokens tokens, CityCalls city, CancellationToken aborted)
    {
        var token = tokens.Derive(id, caller);
        var command = new IssueDeviceToken(caller.Mandate("issue-device-token"), DeviceTokens.HashOf(token));
        return city.Command(grains => grains.Device(id).IssueToken(command), aborted).Show(device => new DeviceWithToken(device.Id, token, device));
    }

    private static Task<Results<Ok<DeviceView>, Problem>> RevokeToken(DeviceId id, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var command = new RevokeDeviceToken(caller.Mandate("revoke-device-token"), "revoked by an operator");
        return city.Command(grains => grains.Device(id).RevokeToken(command), aborted).Show();
    }
}
