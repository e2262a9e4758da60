using System.Collections.Concurrent;
using CityBrain.Cli.City;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>A gateway that publishes readings of many devices to <c>v1/gateway/telemetry</c>, over as many connections as messages are under way.</summary>
/// <param name="connect">Makes a connection that signs in as the gateway.</param>
internal sealed class GatewayLink(Func<MqttConnection> connect) : ITelemetryLink
{
    /// <summary>Where a gateway publishes.</summary>
    public const string Topic = "v1/gateway/telemetry";

    private readonly ConcurrentBag<MqttConnection> _idle = [];

    /// <inheritdoc/>
    public bool Mixes => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceReading>> Send(IReadOnlyList<SourceReading> readings, CancellationToken cancellation)
    {
        var connection = _idle.TryTake(out var idle) ? idle : connect();
        try
        {
            await connection.Publish(Topic, TelemetryJson.OfGateway(readings), cancellation);
            return readings;
        }
        finally
        {
            _idle.Add(connection);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _idle)
        {
            await connection.DisposeAsync();
        }
    }
}
