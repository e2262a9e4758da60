using System.Net.Sockets;
using CityBrain.Api.Devices;
using Microsoft.Extensions.Options;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// The MQTT side of the edge (MQTT 3.1.1 and 5). The server library speaks the protocol; who comes in, what becomes of a message and what is
/// brought to a device is decided here, by the device's grain.
/// </summary>
internal sealed partial class MqttBroker(
    MqttServer server, MqttDoor door, MqttOptions options, MqttSessions sessions, MqttSignIn signIn, MqttUplink uplink, MqttDownlink downlink, TimeProvider time, ILogger<MqttBroker> logger)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private Task _reminding = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Port is null && options.TlsPort is null)
        {
            return;
        }

        Wire();
        try
        {
            await server.StartAsync();
        }
        catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
        {
            if (options.PortChosen)
            {
                throw new OptionsValidationException("Mqtt", typeof(MqttOptions), [$"Port {options.Port} for MQTT is taken or not allowed. Choose another with --mqtt PORT, or none with --mqtt off."]);
            }

            LogPortTaken(logger, options.Port);
            return;
        }

        LogListening(logger, door.Port, door.TlsPort);
        _reminding = Remind();
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _reminding;
        if (server.IsStarted)
        {
            await server.StopAsync(new MqttServerStopOptions());
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _stopping.Dispose();
    }

    private void Wire()
    {
        server.ValidatingConnectionAsync += signIn.Validate;
        server.InterceptingPublishAsync += uplink.Take;
        server.ClientConnectedAsync += args =>
        {
            var line = MqttLine.Of(args.SessionItems);
            line.TokenHash = DeviceTokens.HashOf(args.UserName);
            sessions.Open(line);
            return downlink.Opened(line);
        };
        server.ClientDisconnectedAsync += args =>
        {
            sessions.Close(MqttLine.Of(args.SessionItems));
            return Task.CompletedTask;
        };
        server.SessionDeletedAsync += args =>
        {
            sessions.Forget(MqttLine.Of(args.SessionItems));
            return Task.CompletedTask;
        };
        server.InterceptingSubscriptionAsync += args =>
        {
            if (!MqttTopics.MaySubscribe(args.TopicFilter.Topic))
            {
                (args.Response.ReasonCode, args.ProcessSubscription) = (MQTTnet.Protocol.MqttSubscribeReasonCode.NotAuthorized, false);
            }
            else
            {
                MqttLine.Of(args.SessionItems).Session = args.Session;
            }

            return Task.CompletedTask;
        };
        server.ClientSubscribedTopicAsync += args =>
        {
            var line = MqttLine.Of(args.SessionItems);
            line.Subscribed[args.TopicFilter.Topic] = true;
            downlink.Subscribed(line);
            return Task.CompletedTask;
        };
        server.ClientUnsubscribedTopicAsync += args =>
        {
            MqttLine.Of(args.SessionItems).Subscribed.TryRemove(args.TopicFilter, out _);
            return Task.CompletedTask;
        };
        server.ClientAcknowledgedPublishPacketAsync += args =>
        {
            downlink.Acknowledged(MqttLine.Of(args.SessionItems), args.PublishPacket.Topic);
            return Task.CompletedTask;
        };
        server.InterceptingOutboundPacketAsync += args =>
        {
            args.ProcessPacket = !args.SessionItems.Contains(MqttLine.Key) || downlink.MaySend(MqttLine.Of(args.SessionItems), args.Packet);
            return Task.CompletedTask;
        };
    }

    private async Task Remind()
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                try
                {
                    await downlink.Remind(sessions.Lines);
                    await sessions.EndSleepers();
                }
                catch (Exception failure) when (failure is not OperationCanceledException)
                {
                    LogFailed(logger, failure);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The city is being stopped.
        }
    }

    [LoggerMessage(EventId = 34, Level = LogLevel.Information, Message = "MQTT answers at port {Port} (TLS: {TlsPort})")]
    private static partial void LogListening(ILogger logger, int? port, int? tlsPort);

    [LoggerMessage(EventId = 35, Level = LogLevel.Warning, Message = "Port {Port} is taken: the city goes on without MQTT. Choose another with --mqtt PORT, or none with --mqtt off")]
    private static partial void LogPortTaken(ILogger logger, int? port);

    [LoggerMessage(EventId = 36, Level = LogLevel.Error, Message = "Lines to devices could not be looked after")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
