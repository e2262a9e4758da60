using System.Net;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CityBrain.Benchmarks;

/// <summary>One MQTT 5 connection with one message under way at QoS 1; the same client for the city and for its rival.</summary>
internal sealed class MqttCaller : IAsyncDisposable
{
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly string _topic;
    private readonly bool _subscribes;
    private TaskCompletionSource _delivered = new();

    private MqttCaller(string topic, bool subscribes) => (_topic, _subscribes) = (topic, subscribes);

    /// <summary>Connects.</summary>
    /// <param name="port">The broker's port on loopback.</param>
    /// <param name="user">User name to sign in with.</param>
    /// <param name="topic">Where it publishes.</param>
    /// <param name="subscribes">Whether it also subscribes there, and a message counts when it has come back.</param>
    public static async Task<MqttCaller> Connect(int port, string user, string topic, bool subscribes = false)
    {
        var caller = new MqttCaller(topic, subscribes);
        caller._client.ApplicationMessageReceivedAsync += _ =>
        {
            caller._delivered.TrySetResult();
            return Task.CompletedTask;
        };
        await caller._client.ConnectAsync(new MqttClientOptionsBuilder()
            .WithEndPoint(new IPEndPoint(IPAddress.Loopback, port)).WithProtocolVersion(MqttProtocolVersion.V500).WithCredentials(user, string.Empty).Build());
        if (subscribes)
        {
            await caller._client.SubscribeAsync(topic, MqttQualityOfServiceLevel.AtLeastOnce);
        }

        return caller;
    }

    /// <summary>Publishes; returns when it is acknowledged, and back where the caller subscribes.</summary>
    public async Task Publish(byte[] payload)
    {
        _delivered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var result = await _client.PublishBinaryAsync(_topic, payload, MqttQualityOfServiceLevel.AtLeastOnce);
        if (!result.IsSuccess)
        {
            throw new InvalidOperationException($"The broker answered {result.ReasonCode}: {result.ReasonString}");
        }

        if (_subscribes)
        {
            await _delivered.Task;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisconnectAsync();
        _client.Dispose();
    }
}
