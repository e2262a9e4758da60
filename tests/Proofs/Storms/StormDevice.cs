using System.Diagnostics;
using System.Globalization;
using MQTTnet;
using MQTTnet.Formatter;
using MQTTnet.Protocol;

namespace CityBrain.Proofs.Storms;

/// <summary>
/// One device that speaks MQTT 5 with a session that is to be kept. In the storm it connects, subscribes again where its session is gone, and
/// sends one reading with QoS 1; whatever fails it tries again after a second, with the same reading.
/// </summary>
internal sealed class StormDevice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private readonly IMqttClient _client = new MqttClientFactory().CreateMqttClient();
    private readonly MqttClientOptions _options;
    private int _commands;

    public StormDevice(string id, string token, int port)
    {
        Id = id;
        _options = new MqttClientOptionsBuilder().WithTcpServer("127.0.0.1", port).WithProtocolVersion(MqttProtocolVersion.V500).WithCredentials(token, string.Empty)
            .WithClientId("storm").WithCleanStart(false).WithSessionExpiryInterval(3_600).WithKeepAlivePeriod(TimeSpan.FromMinutes(5)).WithTimeout(Patience).Build();
        _client.ApplicationMessageReceivedAsync += _ =>
        {
            Interlocked.Increment(ref _commands);
            return Task.CompletedTask;
        };
    }

    public string Id { get; }

    /// <summary>Tries that did not end in a line: refused by the city, or not answered.</summary>
    public int TurnedAway { get; private set; }

    /// <summary>Why the last of them did not.</summary>
    public string Why { get; private set; } = string.Empty;

    /// <summary>From the storm's beginning until it was signed in; null when it never was.</summary>
    public TimeSpan? SignedInAfter { get; private set; }

    /// <summary>From the storm's beginning until its reading was acknowledged; null when it never was.</summary>
    public TimeSpan? AcknowledgedAfter { get; private set; }

    /// <summary>The observed time of its reading.</summary>
    public long ReadingMs { get; private set; }

    /// <summary>Commands that came.</summary>
    public int Commands => Volatile.Read(ref _commands);

    /// <summary>Connects and subscribes, before the storm.</summary>
    public async Task Settle() => await Connect();

    /// <summary>Comes back.</summary>
    /// <param name="began">The storm's beginning.</param>
    /// <param name="giveUp">When it may end without having come through.</param>
    public async Task ComeBack(long began, CancellationToken giveUp)
    {
        ReadingMs = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        var reading = string.Create(CultureInfo.InvariantCulture, $"{{\"ts\":{ReadingMs},\"values\":{{\"level\":1.25}}}}");
        while (!giveUp.IsCancellationRequested)
        {
            try
            {
                if (!_client.IsConnected)
                {
                    await Connect(() => SignedInAfter ??= Stopwatch.GetElapsedTime(began));
                }

                var told = await _client.PublishStringAsync("v1/devices/me/telemetry", reading, MqttQualityOfServiceLevel.AtLeastOnce, cancellationToken: giveUp).WaitAsync(Patience, giveUp);
                if (!told.IsSuccess)
                {
                    throw new InvalidOperationException($"{told.ReasonCode} {told.ReasonString}");
                }

                AcknowledgedAfter = Stopwatch.GetElapsedTime(began);
                return;
            }
            catch (Exception failure) when (failure is not OutOfMemoryException)
            {
                (TurnedAway, Why) = (TurnedAway + 1, failure.GetBaseException().Message);
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task Connect(Action? signedIn = null)
    {
        var result = await _client.ConnectAsync(_options);
        if (result.ResultCode != MqttClientConnectResultCode.Success)
        {
            throw new InvalidOperationException($"{result.ResultCode} {result.ReasonString}");
        }

        signedIn?.Invoke();
        if (!result.IsSessionPresent)
        {
            await _client.SubscribeAsync("v1/devices/me/rpc/request/+", MqttQualityOfServiceLevel.AtLeastOnce);
        }
    }
}
