using System.Net;
using System.Net.Sockets;
using CityBrain.Cli.Output;
using MQTTnet;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CityBrain.Cli.Simulation;

/// <summary>
/// One MQTT 5 connection that publishes with QoS 1 and has one message under way. While the broker is away, or gives no acknowledgement in
/// time, it connects again and sends the same message again until its patience ends.
/// </summary>
/// <param name="broker">Where the broker listens.</param>
/// <param name="token">The token that it signs in with, as user name.</param>
/// <param name="patience">How long one message is tried again before it counts as failed.</param>
/// <param name="time">Measures the patience and the pauses.</param>
internal sealed class MqttConnection(DnsEndPoint broker, string token, TimeSpan patience, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AcknowledgedWithin = TimeSpan.FromSeconds(15);

    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();

    /// <summary>Publishes; returns when the broker has acknowledged.</summary>
    /// <exception cref="CommandFailedException">The broker stays away, does not let the token in, or refuses the message.</exception>
    public async Task Publish(string topic, ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var message = new MqttApplicationMessage { Topic = topic, Payload = new(payload), QualityOfServiceLevel = MqttQualityOfServiceLevel.AtLeastOnce };
        for (var began = time.GetTimestamp(); ;)
        {
            string why;
            try
            {
                await Connect(cancellation);
                var result = await _client.PublishAsync(message, cancellation).WaitAsync(AcknowledgedWithin, time, cancellation);
                if (result.IsSuccess)
                {
                    return;
                }

                throw new CommandFailedException(
                    ExitCode.City, "message-refused", $"The city refused readings ({result.ReasonCode}): {result.ReasonString}", "Look at the device's refusals and at the city's log.");
            }
            catch (Exception lost) when (lost is MqttCommunicationException or MqttClientDisconnectedException or MqttClientNotConnectedException or IOException or SocketException or TimeoutException)
            {
                why = lost.GetBaseException().Message;
            }

            if (time.GetElapsedTime(began) + Pause > patience)
            {
                throw new CommandFailedException(
                    ExitCode.City, "city-unreachable", $"The city's MQTT at {broker.Host}:{broker.Port} does not answer: {why}", "Start the city, or give its address with --mqtt.");
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_client.IsConnected)
        {
            await _client.DisconnectAsync();
        }

        _client.Dispose();
    }

    private async Task Connect(CancellationToken cancellation)
    {
        if (_client.IsConnected)
        {
            return;
        }

        var options = new MqttClientOptionsBuilder()
            .WithTcpServer(broker.Host, broker.Port)
            .WithProtocolVersion(MqttProtocolVersion.V500)
            .WithCredentials(token, string.Empty)
            .WithCleanStart()
            .WithTimeout(AcknowledgedWithin)
            .Build();
        var result = await _client.ConnectAsync(options, cancellation);
        if (result.ResultCode is MqttClientConnectResultCode.BadUserNameOrPassword or MqttClientConnectResultCode.NotAuthorized)
        {
            throw new CommandFailedException(
                ExitCode.City, "device-token-invalid", $"The city's MQTT does not let a token in ({result.ResultCode}).", "Register the devices again, or choose another --seed.");
        }

        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new MqttCommunicationException($"The broker answers {result.ResultCode}.");
        }
    }
}
