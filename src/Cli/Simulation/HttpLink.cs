using CityBrain.Cli.City;
using CityBrain.Cli.Replay;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>Devices that post to <c>/api/v1/{token}/telemetry</c>, each with its own token.</summary>
/// <param name="city">The city.</param>
/// <param name="tokens">Tokens by device.</param>
/// <param name="receipts">Takes what the city said.</param>
internal sealed class HttpLink(CityClient city, IReadOnlyDictionary<string, string> tokens, Receipts receipts) : ITelemetryLink
{
    /// <inheritdoc/>
    public bool Mixes => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceReading>> Send(IReadOnlyList<SourceReading> readings, CancellationToken cancellation)
    {
        var path = $"api/v1/{tokens[readings[0].Device]}/telemetry";
        var reply = await city.Report(path, TelemetryJson.OfOneDevice(readings), cancellation);
        return receipts.Add(readings, reply.Expect($"readings of device {readings[0].Device}"));
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
