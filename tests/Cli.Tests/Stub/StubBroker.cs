using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityBrain.Cli.Tests.Stub;

/// <summary>What simulated devices need of a city's MQTT: it keeps what is published and by whom.</summary>
internal sealed class StubBroker : IAsyncDisposable
{
    private readonly MqttServer _server;
    private readonly ConcurrentDictionary<string, string> _users = new();
    private int _messages;

    private StubBroker(int port)
    {
        Port = port;
        _server = new MqttServerFactory().CreateMqttServer(new MqttServerOptionsBuilder()
            .WithDefaultEndpoint().WithDefaultEndpointBoundIPAddress(IPAddress.Loopback).WithDefaultEndpointBoundIPV6Address(IPAddress.None).WithDefaultEndpointPort(port).Build());
        _server.ValidatingConnectionAsync += connection =>
        {
            _users[connection.ClientId] = connection.UserName;
            Connections++;
            connection.ReasonCode = Admits(connection.UserName) ? MqttConnectReasonCode.Success : MqttConnectReasonCode.BadUserNameOrPassword;
            return Task.CompletedTask;
        };
        _server.InterceptingPublishAsync += async publish =>
        {
            var number = Interlocked.Increment(ref _messages);
            publish.ProcessPublish = false;
            if (Breaks(number))
            {
                await _server.DisconnectClientAsync(publish.ClientId, new MqttServerClientDisconnectOptions());
                return;
            }

            publish.Response.ReasonCode = Refuses(number) ? MqttPubAckReasonCode.PayloadFormatInvalid : MqttPubAckReasonCode.Success;
            Published.Enqueue((_users[publish.ClientId], publish.ApplicationMessage.Topic, Encoding.UTF8.GetString(publish.ApplicationMessage.Payload)));
        };
    }

    public int Port { get; }

    public int Connections { get; private set; }

    public ConcurrentQueue<(string User, string Topic, string Payload)> Published { get; } = new();

    public Func<string, bool> Admits { get; set; } = _ => true;

    /// <summary>Messages, by their number from 1, at which the connection is cut before an acknowledgement.</summary>
    public Func<int, bool> Breaks { get; set; } = _ => false;

    public Func<int, bool> Refuses { get; set; } = _ => false;

    public static async Task<StubBroker> Start()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var port = ((IPEndPoint)probe.LocalEndpoint).Port;
        probe.Stop();
        var broker = new StubBroker(port);
        await broker._server.StartAsync();
        return broker;
    }

    /// <summary>All readings, from messages of devices and of gateways: who sent them, of which device, at which time.</summary>
    public IEnumerable<(string User, string? Device, long Ts)> Readings() =>
        from message in Published
        let root = JsonDocument.Parse(message.Payload).RootElement
        from part in root.ValueKind == JsonValueKind.Array ? [(null, root)] : root.EnumerateObject().Select(device => ((string?)device.Name, device.Value))
        from reading in part.Item2.EnumerateArray()
        select (message.User, part.Item1, reading.GetProperty("ts").GetInt64());

    public async ValueTask DisposeAsync()
    {
        await _server.StopAsync();
        _server.Dispose();
    }
}
