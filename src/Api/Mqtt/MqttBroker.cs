using System.Net.Sockets;
using CityBrain.Api.Devices;
using CityBrain.Api.Hosting;
using Microsoft.Extensions.Options;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// The MQTT side of the edge (MQTT 3.1.1 and 5). The server library speaks the protocol; who comes in, what becomes of a message and what is
/// brought to a device is decided here, by the device's grain.
/// </summary>
internal sealed partial class MqttBroker(
    MqttServer server, MqttDoor door, IOptions<MqttOptions> options, MqttSessions sessions, MqttSignIn signIn, MqttUplink uplink, MqttDownlink downlink, MqttPace pace, MqttMeters meters,
    TimeProvider time, ILogger<MqttBroker> logger)
    : IHostedService, IAsyncDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stopping = new();
    private Task _reminding = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var wanted = options.Value;
        if (wanted.Port is null && wanted.TlsPort is null)
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
            if (wanted.PortChosen)
            {
                throw new OptionsValidationException(MqttOptions.Section, typeof(MqttOptions), [$"Port {wanted.Port} for MQTT is taken or not allowed. Choose another with --mqtt PORT, or none with --mqtt off."]);
            }

            LogPortTaken(logger, wanted.Port);
            return;
        }

        if (door.ConnectionsMax < wanted.ConnectionsMax)
        {
            LogFewFiles(logger, OpenFiles.Max, door.ConnectionsMax, wanted.ConnectionsMax, wanted.ConnectionsMax + OpenFiles.Reserve);
        }

        if (door.Port is { } port)
        {
            LogListening(logger, port);
        }

        if (door.TlsPort is { } securePort)
        {
            LogListeningSecurely(logger, securePort);
        }

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
            var line = MqttLine.Of(args.SessionItems);
            meters.Ended(ReasonOf(line, args.DisconnectType));
            sessions.Close(line);
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
            downlink.Acknowledged(MqttLine.Of(args.SessionItems), args.PublishPacket);
            return Task.CompletedTask;
        };
        server.InterceptingOutboundPacketAsync += args =>
        {
            args.ProcessPacket = !args.SessionItems.Contains(MqttLine.Key) || downlink.MaySend(MqttLine.Of(args.SessionItems), args.Packet);
            return Task.CompletedTask;
        };
    }

    private static string ReasonOf(MqttLine line, MqttClientDisconnectType how) => line.Cut ?? how switch
    {
        MqttClientDisconnectType.Clean => "left",
        MqttClientDisconnectType.Takeover => "taken-over",
        _ => "lost",
    };

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
                    pace.Forget();
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

    [LoggerMessage(EventId = 34, Level = LogLevel.Information, Message = "MQTT answers at port {Port}")]
    private static partial void LogListening(ILogger logger, int port);

    [LoggerMessage(EventId = 38, Level = LogLevel.Information, Message = "MQTT answers over TLS at port {Port}")]
    private static partial void LogListeningSecurely(ILogger logger, int port);

    [LoggerMessage(EventId = 35, Level = LogLevel.Warning, Message = "Port {Port} is taken: the city goes on without MQTT. Choose another with --mqtt PORT, or none with --mqtt off")]
    private static partial void LogPortTaken(ILogger logger, int? port);

    [LoggerMessage(EventId = 37, Level = LogLevel.Warning, Message = "This process may have {Files} files open, so that MQTT has room for {Connections} connections and not for {Wanted}. Raise the limit (LimitNOFILE, ulimit -n) to {Needed}, or lower Mqtt:ConnectionsMax")]
    private static partial void LogFewFiles(ILogger logger, int? files, int connections, int wanted, int needed);

    [LoggerMessage(EventId = 36, Level = LogLevel.Error, Message = "Lines to devices could not be looked after")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
