using System.Collections.Concurrent;
using CityBrain.Cli.City;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>Devices that publish to <c>v1/devices/me/telemetry</c>, each over a connection of its own that signs in with its token.</summary>
/// <param name="connect">Makes a connection that signs in with a token.</param>
/// <param name="tokens">Tokens by device.</param>
internal sealed class MqttLink(Func<string, MqttConnection> connect, IReadOnlyDictionary<string, string> tokens) : ITelemetryLink
{
    /// <summary>Where a device publishes.</summary>
    public const string Topic = "v1/devices/me/telemetry";

    private readonly ConcurrentDictionary<string, MqttConnection> _connections = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public bool Mixes => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceReading>> Send(IReadOnlyList<SourceReading> readings, CancellationToken cancellation)
    {
        var connection = _connections.GetOrAdd(readings[0].Device, device => connect(tokens[device]));
        await connection.Publish(Topic, TelemetryJson.OfOneDevice(readings), cancellation);
        return readings;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _connections.Values)
        {
            await connection.DisposeAsync();
        }
    }
}
