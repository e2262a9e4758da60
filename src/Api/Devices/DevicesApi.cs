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
        operate.MapPost("", Register).WithName("registerDevice").WithSummary("Registers a device and shows its token. A device that is registered already with the same content is answered without one.");
        operate.MapPost("/{id}/move", Move).WithName("moveDevice").WithSummary("Says where a device stands from now on.");
        operate.MapPost("/{id}/mount", Mount).WithName("mountDevice").WithSummary("Says which gateway or pole carries a device from now on and may speak for it.");
        operate.MapPost("/{id}/retire", Retire).WithName("retireDevice").WithSummary("Takes a device out of use for ever and ends its active alarms; its history stays.");
        operate.MapPost("/{id}/token", IssueToken).WithName("issueDeviceToken").WithSummary("Gives a device a new token and shows it; the old one ends at once.");
        operate.MapDelete("/{id}/token", RevokeToken).WithName("revokeDeviceToken").WithSummary("Ends a device's token.");
    }

    private static Task<Results<Ok<Page<DeviceSummary>>, Problem>> List([AsParameters] DeviceFilter filter, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, cancellation) => grains.DeviceHistory().Devices(filter.ToQuery(), cancellation), aborted).Show();

    private static Task<Results<Ok<DeviceView>, Problem>> Read(DeviceId id, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, _) => grains.Device(id).Read(), aborted).Show();

    private static async Task<Results<Ok<ReadingsPage>, Problem>> Readings(
        DeviceId id, [AsParameters] ReadingsFilter filter, CityCalls city, CancellationToken aborted)
    {
        var page = await city.Ask((grains, cancellation) => grains.DeviceHistory().Readings(filter.ToQuery(id), cancellation), aborted);
        if (page is { Refusal: null, Value: { Items.Count: 0, Count: null or 0 } } && (await city.Ask((grains, _) => grains.Device(id).Read(), aborted)).Refusal is { } unknown)
        {
            return new Problem(unknown);
        }

        return page.Refusal is { } why ? new Problem(why) : TypedResults.Ok(page.Value!);
    }

    private static async Task<Results<Created<DeviceWithToken>, Ok<DeviceWithToken>, Problem>> Register(
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

        var answer = await WithToken(id, token, city, await city.Command(grains => grains.Device(id).Register(command), aborted), aborted);
        return answer switch
        {
            { Refusal: { } refused } => new Problem(refused),
            { Value.Token: null } => TypedResults.Ok(answer.Value),
            _ => TypedResults.Created($"/api/v1/devices/{id}", answer.Value!),
        };
    }

    private static async Task<Results<Ok<DeviceWithToken>, Problem>> IssueToken(DeviceId id, Caller caller, DeviceTokens tokens, CityCalls city, CancellationToken aborted)
    {
        var token = tokens.Derive(id, caller);
        var command = new IssueDeviceToken(caller.Mandate("issue-device-token"), DeviceTokens.HashOf(token));
        return await WithToken(id, token, city, await city.Command(grains => grains.Device(id).IssueToken(command), aborted), aborted).Show();
    }

    /// <summary>
    /// The device with its token, if the token is in force: a device that was registered before under another key keeps its own, and a
    /// repeated command may come after a newer token.
    /// </summary>
    private static async Task<Answer<DeviceWithToken>> WithToken(
        DeviceId id, string token, CityCalls city, Answer<DeviceView> answer, CancellationToken aborted)
    {
        if (answer.Refusal is { } why)
        {
            return why;
        }

        var check = new CheckDeviceToken(DeviceTokens.HashOf(token));
        return (await city.Ask((grains, _) => grains.Device(id).CheckToken(check), aborted)).Refusal switch
        {
            null => new DeviceWithToken(answer.Value!.Id, token, answer.Value),
            { Kind: RefusalKind.Unavailable or RefusalKind.Unknown } lost => lost,
            _ => new DeviceWithToken(answer.Value!.Id, null, answer.Value),
        };
    }

    private static async Task<Results<Ok<DeviceView>, Problem>> Move(DeviceId id, JsonBody<DeviceMove> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var (command, why) = body.Value.ToCommand(caller.Mandate(body.Hash, "move-device"));
        return command is null ? new Problem(why!) : await city.Command(grains => grains.Device(id).Move(command), aborted).Show();
    }

    private static async Task<Results<Ok<DeviceView>, Problem>> Mount(DeviceId id, JsonBody<DeviceMounting> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var (carrier, why) = DeviceRegistration.KeyOf(body.Value.Carrier, "carrier");
        return why is not null
            ? new Problem(why)
            : await city.Command(grains => grains.Device(id).Mount(new MountDevice(caller.Mandate(body.Hash, "mount-device"), carrier)), aborted).Show();
    }

    private static Task<Results<Ok<DeviceView>, Problem>> Retire(DeviceId id, JsonBody<DeviceRetirement> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(grains => grains.Device(id).Retire(new RetireDevice(caller.Mandate(body.Hash, "retire-device"), body.Value.Reason)), aborted).Show();

    private static Task<Results<Ok<DeviceView>, Problem>> RevokeToken(DeviceId id, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var command = new RevokeDeviceToken(caller.Mandate("revoke-device-token"), "revoked by an operator");
        return city.Command(grains => grains.Device(id).RevokeToken(command), aborted).Show();
    }
}
