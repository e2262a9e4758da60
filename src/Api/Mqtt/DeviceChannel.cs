using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using CityBrain.Api.Devices;
using CityBrain.Api.Hosting;
using MQTTnet.Adapter;
using MQTTnet.Formatter;
using MQTTnet.Packets;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// One connection. It gives each device a name space of its own for client identifiers: what another device calls itself cannot touch its
/// session.
/// </summary>
/// <param name="inner">The connection's packets.</param>
/// <param name="signedIn">Told once, when the city has answered the sign-in.</param>
internal sealed class DeviceChannel(MqttChannelAdapter inner, Action signedIn) : IMqttChannelAdapter
{
    private string? _assigned;

    /// <summary>What the client signed in with; null before.</summary>
    public MqttConnectPacket? SignIn { get; private set; }

    /// <summary>Whether a client that wants its session kept gave no name for it, which only MQTT 5 allows (MQTT 3.1.1, 3.1.3.1).</summary>
    public bool NameMissing { get; private set; }

    /// <inheritdoc/>
    public long BytesReceived => inner.BytesReceived;

    /// <inheritdoc/>
    public long BytesSent => inner.BytesSent;

    /// <inheritdoc/>
    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    /// <inheritdoc/>
    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    /// <inheritdoc/>
    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    /// <inheritdoc/>
    public bool IsSecureConnection => inner.IsSecureConnection;

    /// <inheritdoc/>
    public MqttPacketFormatterAdapter PacketFormatterAdapter => inner.PacketFormatterAdapter;

    /// <inheritdoc/>
    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    /// <inheritdoc/>
    public void ResetStatistics() => inner.ResetStatistics();

    /// <inheritdoc/>
    public async Task<MqttPacket> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        var packet = await inner.ReceivePacketAsync(cancellationToken);
        if (packet is MqttConnectPacket connect && SignIn is null)
        {
            SignIn = connect;
            Rename(connect);
        }

        return packet!;
    }

    /// <inheritdoc/>
    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket answer)
        {
            answer.AssignedClientIdentifier = _assigned;
            answer.MaximumPacketSize = Limits.BodyBytesMax;
        }

        await inner.SendPacketAsync(packet, cancellationToken);
        if (packet is MqttConnAckPacket)
        {
            signedIn();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private void Rename(MqttConnectPacket connect)
    {
        if (string.IsNullOrEmpty(connect.ClientId))
        {
            var named = PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500;
            NameMissing = !named && !connect.CleanSession;
            connect.ClientId = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
            _assigned = named ? connect.ClientId : null;
        }

        var owner = connect.Username is { } token && DeviceTokens.TryRead(token, out var device) ? device.Value : string.Empty;
        connect.ClientId = $"{owner}/{connect.ClientId}";
    }
}
