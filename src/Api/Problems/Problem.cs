using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Metadata;

namespace CityBrain.Api.Problems;

/// <summary>The one way in which the edge says no: a refusal as an RFC 9457 problem.</summary>
/// <param name="why">The refusal.</param>
/// <param name="status">Its status, where the refusal's kind does not say it all.</param>
/// <param name="faults">What is wrong in detail, where there is more than one thing.</param>
internal sealed class Problem(Refusal why, int? status = null, IReadOnlyList<ProblemFault>? faults = null)
    : IResult, IStatusCodeHttpResult, IEndpointMetadataProvider
{
    /// <summary>Media type of problems.</summary>
    public const string MediaType = "application/problem+json";

    private const int RetryAfterSeconds = 5;

    /// <summary>The refusal.</summary>
    public Refusal Why => why;

    /// <summary>After what time to try again, where that is known; it is told in whole seconds, rounded up.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <inheritdoc/>
    public int? StatusCode => status ?? StatusOf(why.Kind);

    /// <summary>The status of each class of refusals.</summary>
    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Missing => StatusCodes.Status404NotFound,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Unavailable or RefusalKind.Unknown => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <inheritdoc/>
    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder)
    {
        foreach (var status in (int[])[400, 401, 403, 404, 409, 413, 415, 429, 503])
        {
            builder.Metadata.Add(new ProducesResponseTypeMetadata(status, typeof(ProblemBody), [MediaType]));
        }
    }

    /// <inheritdoc/>
    public Task ExecuteAsync(HttpContext httpContext)
    {
        var code = StatusCode!.Value;
        httpContext.Response.StatusCode = code;
        if (code is StatusCodes.Status503ServiceUnavailable or StatusCodes.Status429TooManyRequests)
        {
            var seconds = RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : RetryAfterSeconds;
            httpContext.Response.Headers.RetryAfter = seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        var body = new ProblemBody
        {
            Type = $"urn:citybrain:problem:{why.Code}",
            Title = TitleOf(code),
            Status = code,
            Detail = why.Reason,
            Code = why.Code,
            Remedy = why.Remedy,
            TraceId = TraceOf(httpContext),
            Faults = faults,
        };
        return httpContext.Response.WriteAsJsonAsync(body, options: null, contentType: MediaType, httpContext.RequestAborted);
    }

    /// <summary>The W3C trace id of a request, 32 hexadecimal digits.</summary>
    public static string TraceOf(HttpContext context)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity)
        {
            return activity.TraceId.ToHexString();
        }

        var known = context.Items.TryGetValue(typeof(ActivityTraceId), out var trace);
        return (string)(known ? trace! : context.Items[typeof(ActivityTraceId)] = ActivityTraceId.CreateRandom().ToHexString());
    }

    private static string TitleOf(int code) => code switch
    {
        400 => "The request is not valid",
        401 => "Who asks is not known",
        403 => "Who asks may not do this",
        404 => "There is no such thing",
        405 => "The method does not fit",
        408 => "The request took too long",
        409 => "The state does not allow it",
        413 => "The body is too large",
        415 => "The media type does not fit",
        429 => "Too many requests",
        503 => "The city cannot take it at this moment",
        _ => code < 500 ? "The request is not valid" : "Something failed inside",
    };
}

/// <summary>A problem as sent (RFC 9457).</summary>
internal sealed record ProblemBody
{
    /// <summary>A name for the kind of problem: <c>urn:citybrain:problem:</c> and the code.</summary>
    public required string Type { get; init; }

    /// <summary>What class of problem it is.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    public required int Status { get; init; }

    /// <summary>What was wrong.</summary>
    public required string Detail { get; init; }

    /// <summary>Stable code, for programs.</summary>
    public required string Code { get; init; }

    /// <summary>What the caller can do about it.</summary>
    public required string Remedy { get; init; }

    /// <summary>The trace to name when asking for help.</summary>
    public required string TraceId { get; init; }

    /// <summary>Everything that is wrong, where there can be more than one thing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemFault>? Faults { get; init; }
}

/// <summary>One thing that is wrong.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to do instead.</param>
/// <param name="Path">JSON pointer of the place, where the body is JSON.</param>
/// <param name="Line">Line, from 1, where the body is text.</param>
/// <param name="Index">Place in a list, from 0.</param>
internal sealed record ProblemFault(string Code, string Reason, string Remedy, string? Path = null, int? Line = null, int? Index = null);
