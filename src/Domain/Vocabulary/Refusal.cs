using Orleans;

namespace CityBrain.Domain.Vocabulary;

/// <summary>Why something was not done. A refusal changes nothing; it crosses the network as a value, never as an exception.</summary>
/// <param name="Code">Stable kebab-case code, part of the contract with callers: <c>device-unknown</c>.</param>
/// <param name="Reason">One plain sentence that says what was wrong, without personal data.</param>
/// <param name="Remedy">One plain sentence that says what the caller can do about it.</param>
/// <param name="Kind">What class of refusal it is, so that the edge knows its status.</param>
[GenerateSerializer, Immutable, Alias("citybrain.refusal")]
public sealed record Refusal(
    [property: Id(0)] string Code,
    [property: Id(1)] string Reason,
    [property: Id(2)] string Remedy,
    [property: Id(3)] RefusalKind Kind = RefusalKind.Invalid);

/// <summary>The classes of refusals, each with one HTTP status at the edge.</summary>
public enum RefusalKind
{
    /// <summary>The request itself is wrong (400).</summary>
    Invalid,

    /// <summary>Who asks is not known (401).</summary>
    Unauthenticated,

    /// <summary>Who asks may not (403).</summary>
    Forbidden,

    /// <summary>What was asked for does not exist (404).</summary>
    Missing,

    /// <summary>The state does not allow it now (409).</summary>
    Conflict,

    /// <summary>The city cannot take it at this moment; nothing was written (503 with Retry-After).</summary>
    Unavailable,

    /// <summary>Whether it was written is not known; the same key finds out (503 with Retry-After).</summary>
    Unknown,
}
