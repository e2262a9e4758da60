using System.Buffers;
using System.Threading.Channels;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CityBrain.Api.Tests;

/// <summary>A device that speaks MQTT.</summary>
internal sealed class MqttDevice : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly Channel<(string Topic, string Payload)> _heard = Channel.CreateUnbounded<(string, string)>();

    public MqttDevice() => _client.ApplicationMessageReceivedAsync += message =>
    {
        _heard.Writer.TryWrite((message.ApplicationMessage.Topic, System.Text.Encoding.UTF8.GetString(message.ApplicationMessage.Payload.ToArray())));
        return Task.CompletedTask;
    };

    public bool IsConnected => _client.IsConnected;

    public static MqttClientOptionsBuilder Options(CityOverHttp city, string token, string clientId = "device", MqttProtocolVersion version = MqttProtocolVersion.V500) =>
        new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", city.MqttPort).WithCredentials(token, string.Empty).WithClientId(clientId).WithProtocolVersion(version);

    public static async Task<MqttDevice> Connect(CityOverHttp city, string token, string clientId = "device", MqttProtocolVersion version = MqttProtocolVersion.V500)
    {
        var device = new MqttDevice();
        (await device.Connect(Options(city, token, clientId, version))).ShouldBe(MqttClientConnectResultCode.Success);
        return device;
    }

    public async Task<MqttClientConnectResultCode> Connect(MqttClientOptionsBuilder options) => (await _client.ConnectAsync(options.Build()).WaitAsync(Patience)).ResultCode;

    public Task<MqttClientPublishResult> Send(string topic, string payload, bool retain = false) =>
        _client.PublishStringAsync(topic, payload, MqttQualityOfServiceLevel.AtLeastOnce, retain).WaitAsync(Patience);

    public Task<MqttClientPublishResult> Report(string payload) => Send("v1/devices/me/telemetry", payload);

    public async Task<MqttClientSubscribeResultCode> Subscribe(string filter) =>
        (await _client.SubscribeAsync(filter, MqttQualityOfServiceLevel.AtLeastOnce).WaitAsync(Patience)).Items.Single().ResultCode;

    /// <summary>The next message that comes.</summary>
    public async Task<(string Topic, string Payload)> Hear() => await _heard.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    /// <summary>Whether nothing has come: asked after something that would have come later.</summary>
    public bool HeardNothing => !_heard.Reader.TryPeek(out _);

    public Task Sleep() => _client.DisconnectAsync();

    /// <summary>Vanishes without a word.</summary>
    public void Vanish() => _client.Dispose();

    public ValueTask DisposeAsync()
    {
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
