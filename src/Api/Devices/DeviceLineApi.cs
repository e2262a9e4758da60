using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text.Json.Nodes;
using CityBrain.Api.Admission;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Devices;

/// <summary>A device's own side of commands and attributes over HTTP, for devices that speak no MQTT. The token in the path signs it in.</summary>
internal static class DeviceLineApi
{
    /// <summary>Maps the group.</summary>
    public static void MapDeviceLine(this IEndpointRouteBuilder api)
    {
        var line = api.MapGroup("/{token}").WithTags("Telemetry").AllowAnonymous();
        line.MapGet("/rpc", Poll).WithName("pollDeviceCommand")
            .WithSummary("The oldest command that waits, which is then delivered; waits for one up to the time-out, then answers 408.");
        line.MapPost("/rpc/{number:long}", Answer).WithName("answerDeviceCommand").WithSummary("Answers a command with any one JSON value.")
            .Accepts<JsonNode>("application/json");
        line.MapPost("/attributes", Describe).WithName("tellDeviceAttributes").WithSummary("Takes in what the device tells about itself; null forgets.")
            .Accepts<JsonObject>("application/json");
        line.MapGet("/attributes", Attributes).WithName("readDeviceAttributes").WithSummary("What the device told about itself, and what the city keeps for its rules.");
    }

    private static async Task<Results<Ok<PolledCommand>, Problem>> Poll(
        string token, [AsParameters] PollFilter filter, HttpContext context, DeviceLines lines, CityCalls city, TimeProvider time, CancellationToken aborted)
    {
        if (!DeviceTokens.TryRead(token, out var device))
        {
            return new Problem(EdgeRefusals.DeviceTokenInvalid);
        }

        var hash = DeviceTokens.HashOf(token);
        using var waits = new SemaphoreSlim(0);
        using var ear = lines.Listen(device, () => waits.Release());
        var attached = await lines.Attach(device, hash, null, aborted);
        if (attached.Refusal is { } why)
        {
            return new Problem(why.AsToldToDevices());
        }

        var until = time.GetTimestamp() + (long)(filter.Wait.TotalSeconds * time.TimestampFrequency);
        while (true)
        {
            var answer = await city.Command(
                grains => grains.Device(device).TakeCommands(new TakeDeviceCommands(hash, Hand: true, Max: 1, Problem.TraceOf(context))), aborted, CallClass.Telemetry);
            if (answer.Refusal is { } refused)
            {
                return new Problem(refused.AsToldToDevices());
            }

            if (answer.Value!.Items is [var command])
            {
                var talk = DeviceTalk.Command(command);
                return TypedResults.Ok(new PolledCommand(command.Number, command.Method, talk["params"]));
            }

            var left = time.GetElapsedTime(time.GetTimestamp(), until);
            if (left <= TimeSpan.Zero || !await Heard(waits, left, time, aborted))
            {
                return new Problem(NoCommand, StatusCodes.Status408RequestTimeout);
            }
        }
    }

    private static Refusal NoCommand { get; } = new("no-command", "No command came for this device in the time given.", "Ask again when it suits the device.");

    private static async Task<bool> Heard(SemaphoreSlim waits, TimeSpan left, TimeProvider time, CancellationToken aborted)
    {
        using var late = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, aborted);
        try
        {
            await waits.WaitAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return false;
        }
    }

    private static Task<Results<Ok<DeviceCommandView>, Problem>> Answer(string token, long number, RawJson body, HttpContext context, CityCalls city, CancellationToken aborted)
    {
        var (answer, refusal) = DeviceTalk.Answer(body.Bytes);
        return Spoken(token, refusal, (grains, device, hash) =>
            grains.Device(device).AnswerCommand(new AnswerDeviceCommand(hash, number, answer!, Problem.TraceOf(context))), city, aborted);
    }

    private static async Task<Results<Ok<JsonObject>, Problem>> Describe(string token, RawJson body, HttpContext context, CityCalls city, CancellationToken aborted)
    {
        var (properties, refusal) = DeviceTalk.Properties(body.Bytes);
        var told = await Spoken(token, refusal, (grains, device, hash) =>
            grains.Device(device).Describe(new DescribeDevice(hash, properties!, Problem.TraceOf(context))), city, aborted);
        return Shown(told, new AttributeKeys(null, null));
    }

    private static async Task<Results<Ok<JsonObject>, Problem>> Attributes(string token, [AsParameters] AttributeFilter filter, CityCalls city, CancellationToken aborted)
    {
        var device = await Spoken(token, null, (grains, device, hash) => grains.Device(device).CheckToken(new CheckDeviceToken(hash)), city, aborted);
        return Shown(device, new AttributeKeys(filter.ClientKeys, filter.SharedKeys));
    }

    private static Results<Ok<JsonObject>, Problem> Shown(Results<Ok<DeviceView>, Problem> told, AttributeKeys keys) => told.Result switch
    {
        Problem problem => problem,
        Ok<DeviceView> device => TypedResults.Ok(DeviceTalk.Attributes(device.Value!, keys)),
        _ => new Problem(EdgeRefusals.Failed),
    };

    private static async Task<Results<Ok<T>, Problem>> Spoken<T>(
        string token, Refusal? malformed, Func<IGrainFactory, DeviceId, string, Task<Answer<T>>> say, CityCalls city, CancellationToken aborted)
    {
        if (!DeviceTokens.TryRead(token, out var device))
        {
            return new Problem(EdgeRefusals.DeviceTokenInvalid);
        }

        if (malformed is not null)
        {
            return new Problem(malformed);
        }

        var answer = await city.Command(grains => say(grains, device, DeviceTokens.HashOf(token)), aborted, CallClass.Telemetry);
        return answer.Refusal is { } why ? new Problem(why.AsToldToDevices()) : TypedResults.Ok(answer.Value!);
    }
}

/// <summary>A command as a device gets it.</summary>
/// <param name="Id">Its number, for the answer.</param>
/// <param name="Method">What is to be done.</param>
/// <param name="Params">JSON that goes with it.</param>
internal sealed record PolledCommand(long Id, string Method, JsonNode? Params);

/// <summary>How long a device waits for a command.</summary>
internal sealed record PollFilter
{
    private const int DefaultMilliseconds = 10_000;

    [Description("Milliseconds to wait, 0 to 25000; 10000 when not given.")]
    public PollTime? Timeout { get; init; }

    internal TimeSpan Wait => TimeSpan.FromMilliseconds(Timeout?.Milliseconds ?? DefaultMilliseconds);
}

/// <summary>Milliseconds to wait, less than a request may take altogether.</summary>
/// <param name="Milliseconds">0 to 25,000.</param>
internal readonly record struct PollTime(int Milliseconds)
{
    private const int Max = 25_000;

    /// <summary>Reads a time.</summary>
    public static bool TryParse(string? text, out PollTime time)
    {
        var valid = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds <= Max;
        time = new PollTime(milliseconds);
        return valid;
    }
}

/// <summary>Which attributes a device asks for.</summary>
internal sealed record AttributeFilter
{
    [Description("Names of what the device told, with commas between.")]
    public string? ClientKeys { get; init; }

    [Description("Names of what the city keeps, with commas between.")]
    public string? SharedKeys { get; init; }
}

/// <summary>A JSON body that the handler reads itself.</summary>
internal sealed class RawJson : IRefusable
{
    private RawJson(ReadOnlyMemory<byte> bytes, Problem? fault) => (Bytes, Fault) = (bytes, fault);

    /// <summary>The body.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <inheritdoc/>
    public Problem? Fault { get; }

    /// <summary>Reads the body.</summary>
    public static async ValueTask<RawJson> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, _, fault) = await BodyReader.Read(context, "application/json", Limits.BodyBytesMax);
        return new RawJson(bytes, fault);
    }
}
