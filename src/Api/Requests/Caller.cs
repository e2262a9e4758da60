using System.Reflection;
using System.Security.Claims;
using CityBrain.Api.Access;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;

namespace CityBrain.Api.Requests;

/// <summary>Who calls, under which key, in which trace.</summary>
internal sealed class Caller : IRefusable
{
    /// <summary>The header with the caller's key for a write: the same key gives the first answer again.</summary>
    public const string KeyHeader = "Idempotency-Key";

    private readonly HttpRequest _request;

    private Caller(HttpRequest request, string actor, string key, string trace, Problem? fault) =>
        (_request, Actor, Key, Trace, Fault) = (request, actor, key, trace, fault);

    /// <summary><c>person:…</c> or <c>department:…</c>.</summary>
    public string Actor { get; }

    /// <summary>The key of the command: the caller's, or a new one that nobody repeats.</summary>
    public string Key { get; }

    /// <summary>The W3C trace id.</summary>
    public string Trace { get; }

    /// <inheritdoc/>
    public Problem? Fault { get; }

    /// <summary>Reads the caller.</summary>
    public static ValueTask<Caller> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var actor = context.User.FindFirstValue(ClaimNames.Actor) ?? "nobody";
        var given = context.Request.Headers[KeyHeader];
        var key = given.Count == 0 ? context.RequestServices.GetRequiredService<IEntropy>().Hex(16) : given.ToString();
        var valid = given.Count <= 1 && key.Length is > 0 and <= Limits.IdempotencyKeyLengthMax && key.AsSpan().IndexOfAnyExceptInRange('!', '~') < 0;
        return ValueTask.FromResult(new Caller(
            context.Request, actor, key, Problem.TraceOf(context), valid ? null : new Problem(EdgeRefusals.IdempotencyKeyMalformed)));
    }

    /// <summary>The mandate of a command with a body.</summary>
    public Mandate Mandate(string bodyHash, string purpose) => new($"{Actor}/{Key}", bodyHash, Actor, purpose, Trace);

    /// <summary>The mandate of a command without a body.</summary>
    public Mandate Mandate(string purpose) => Mandate(BodyReader.HashOf(_request, []), purpose);
}
