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
            ExitCode.City,
            Text("code") ?? $"http-{(int)Status}",
            $"The city refused {what}: {reason}",
            Text("remedy") ?? "Look at the city's log under the trace id of this call.");
    }

    private string? Text(string name) =>
        Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
