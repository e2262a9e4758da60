using Orleans;

namespace CityBrain.Domain.Vocabulary;

/// <summary>In whose name, to what purpose and under which key a command is given. Every grain call that changes state carries one.</summary>
/// <param name="Command">The caller's key for this command: the same key gives the first answer again. Empty for deliveries and readings, whose own identity deduplicates them.</param>
/// <param name="Body">Hash of the command's body (hexadecimal), so that the same key with another body is refused.</param>
/// <param name="Actor">Who: <c>person:…</c>, <c>department:…</c>, <c>device:…</c>, <c>rule:…</c> or <c>city</c>. Never a name or number of a person.</param>
/// <param name="Purpose">What for, in a word or two.</param>
/// <param name="Trace">The W3C trace id (32 hexadecimal digits) that leads from the reading to the closing.</param>
[GenerateSerializer, Immutable, Alias("citybrain.mandate")]
public sealed record Mandate(
    [property: Id(0)] string Command,
    [property: Id(1)] string Body,
    [property: Id(2)] string Actor,
    [property: Id(3)] string Purpose,
    [property: Id(4)] string Trace);
