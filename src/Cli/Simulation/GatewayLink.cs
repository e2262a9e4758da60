using System.Collections.Concurrent;
using CityBrain.Cli.City;
using CityBrain.Cli.Sources;

namespace CityBrain.Cli.Simulation;

/// <summary>A gateway that publishes readings of many devices to <c>v1/gateway/telemetry</c>, over as many connections as a city lets a device have.</summary>
/// <param name="connect">Makes a connection that signs in as the gateway.</param>
internal sealed class GatewayLink(Func<MqttConnection> connect) : ITelemetryLink
{
    /// <summary>Where a gateway publishes.</summary>
    public const string Topic = "v1/gateway/telemetry";

    private const int ConnectionsMax = 4;

    private readonly ConcurrentBag<MqttConnection> _idle = [];
    private readonly SemaphoreSlim _turns = new(ConnectionsMax);

    /// <inheritdoc/>
    public bool Mixes => true;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<SourceReading>> Send(IReadOnlyList<SourceReading> readings, CancellationToken cancellation)
    {
        await _turns.WaitAsync(cancellation);
        var connection = _idle.TryTake(out var idle) ? idle : connect();
        try
        {
            await connection.Publish(Topic, TelemetryJson.OfGateway(readings), cancellation);
            return readings;
        }
        finally
        {
            _idle.Add(connection);
            _turns.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var connection in _idle)
        {
            await connection.DisposeAsync();
        }

        _turns.Dispose();
    }
}
