using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Devices;

/// <summary>Commands to devices, as people give and follow them, and what devices could not be told.</summary>
internal static class CommandsApi
{
    /// <summary>Maps the group.</summary>
    public static void MapCommands(this IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/devices/{id}").WithTags("Commands").RequireAuthorization(Policies.Read);
        read.MapGet("/commands", List).WithName("listDeviceCommands").WithSummary("Commands of one device, newest first: who asked, why, and what became of it.");
        read.MapGet("/refusals", Refusals).WithName("listDeviceRefusals").WithSummary("The last 20 things that the device sent and the city did not take, newest first.");

        var operate = api.MapGroup("/devices/{id}").WithTags("Commands").RequireAuthorization(Policies.Operate);
        operate.MapPost("/commands", Request).WithName("requestDeviceCommand")
            .WithSummary("Asks a device to do something; it is brought at once, or when the device next speaks, and times out without an answer.");
        operate.MapPost("/commands/{number:long}/withdraw", Withdraw).WithName("withdrawDeviceCommand").WithSummary("Takes back a command that the device does not have yet.");
    }

    private static Task<Results<Ok<Page<DeviceCommandView>>, Problem>> List(DeviceId id, [AsParameters] CommandFilter filter, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, cancellation) => grains.DeviceHistory().Commands(filter.ToQuery(id), cancellation), aborted).Show();

    private static Task<Results<Ok<DeviceRefusalList>, Problem>> Refusals(DeviceId id, CityCalls city, CancellationToken aborted) =>
        city.Ask((grains, _) => grains.Device(id).Refusals(), aborted).Show();

    private static Task<Results<Ok<DeviceCommandView>, Problem>> Request(
        DeviceId id, JsonBody<CommandWanted> body, Caller caller, CityCalls city, CancellationToken aborted)
    {
        var command = new RequestDeviceCommand
        {
            Mandate = caller.Mandate(body.Hash, "request-device-command"),
            Method = body.Value.Method,
            Parameters = body.Value.Params is { ValueKind: not JsonValueKind.Undefined } parameters ? JsonSerializer.Serialize(parameters) : "{}",
            Reason = body.Value.Reason,
            Timeout = TimeSpan.FromSeconds(body.Value.TimeoutSeconds),
        };
        return city.Command(grains => grains.Device(id).RequestCommand(command), aborted).Show();
    }

    private static Task<Results<Ok<DeviceCommandView>, Problem>> Withdraw(
        DeviceId id, long number, JsonBody<CommandWithdrawal> body, Caller caller, CityCalls city, CancellationToken aborted) =>
        city.Command(
            grains => grains.Device(id).WithdrawCommand(new WithdrawDeviceCommand(caller.Mandate(body.Hash, "withdraw-device-command"), number, body.Value.Reason)),
            aborted).Show();
}

/// <summary>What a device is asked to do.</summary>
internal sealed record CommandWanted
{
    /// <summary>What is to be done, in the device's own terms: a letter, then letters, digits, dots, hyphens or underscores, at most 64.</summary>
    public required string Method { get; init; }

    /// <summary>JSON that goes with it, at most 4,096 bytes; an empty object when not given.</summary>
    public JsonElement? Params { get; init; }

    /// <summary>Why, at most 200 characters.</summary>
    public required string Reason { get; init; }

    /// <summary>How long the device may take to answer, 1 to 604,800 seconds.</summary>
    public int TimeoutSeconds { get; init; } = 60;
}

/// <summary>Why a command is taken back.</summary>
internal sealed record CommandWithdrawal
{
    /// <summary>Why, at most 200 characters.</summary>
    public required string Reason { get; init; }
}

/// <summary>Which commands of a device.</summary>
internal sealed record CommandFilter
{
    [Description("Only this status."), AllowedValues("waiting", "delivered", "answered", "timed-out", "withdrawn")]
    public string? Status { get; init; }

    [Description("Cursor: the next of the page before.")]
    public string? After { get; init; }

    [Description("Rows of a page, 1 to 1000; 100 when not given.")]
    public PageLimit? Limit { get; init; }

    public DeviceCommandQuery ToQuery(DeviceId device) => new() { Device = device, Status = Status, After = After, Limit = PageLimit.RowsOf(Limit) };
}
