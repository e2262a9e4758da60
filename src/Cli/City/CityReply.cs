using System.Net;
using System.Text.Json;
using CityBrain.Cli.Output;

namespace CityBrain.Cli.City;

/// <summary>What the city answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The JSON body; undefined when there was none.</param>
public sealed record CityReply(HttpStatusCode Status, JsonElement Body)
{
    /// <summary>Whether the city did what was asked.</summary>
    public bool Accepted => (int)Status is >= 200 and < 300;

    /// <summary>The body of an accepted request.</summary>
    /// <param name="what">What was asked, for the message: "opening the replay".</param>
    /// <exception cref="CommandFailedException">The city refused; the message carries its reason and remedy.</exception>
    public JsonElement Expect(string what)
    {
        if (Accepted)
        {
            return Body;
        }

        var reason = Text("detail") ?? Text("title") ?? $"status {(int)Status}";
        throw new CommandFailedException(
            Faults.Count > 0 ? ExitCode.Findings : ExitCode.City,
            Text("code") ?? $"http-{(int)Status}",
            string.Join(Environment.NewLine, [$"The city refused {what}: {reason}", .. Faults]),
            Text("remedy") ?? "Look at the city's log under the trace id of this call.");
    }

    /// <summary>What is wrong with the content that was sent, line by line, where the city says so.</summary>
    private IReadOnlyList<string> Faults =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty("faults", out var faults) && faults.ValueKind == JsonValueKind.Array
            ? [.. faults.EnumerateArray().Select(fault => $"  line {Member(fault, "line")}: {Member(fault, "reason")} {Member(fault, "remedy")}")]
            : [];

    private static string Member(JsonElement of, string name) => of.TryGetProperty(name, out var value) ? value.ToString() : "?";

    private string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
