using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using CityBrain.Api.Hosting;
using Microsoft.Extensions.Options;
using MQTTnet.Adapter;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Formatter;
using MQTTnet.Implementations;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// Lets connections in: no more than the bounds, none that stays a stranger for long, and no packet above its size. What comes too fast waits
/// in the system's queue.
/// </summary>
internal sealed partial class MqttDoor : IMqttServerAdapter
{
    private const int SignInBytesMax = 64 << 10;
    private readonly MqttOptions _options;
    private readonly MqttMeters _meters;
    private readonly ILogger<MqttDoor> _logger;
    private readonly SemaphoreSlim _strangers;
    private readonly SemaphoreSlim _connections;
    private readonly CancellationTokenSource _closing = new();
    private readonly List<TcpListener> _listeners = [];
    private readonly List<Task> _accepting = [];

    /// <summary>Made by the host.</summary>
    public MqttDoor(IOptions<MqttOptions> options, MqttMeters meters, ILogger<MqttDoor> logger)
    {
        (_options, _meters, _logger) = (options.Value, meters, logger);
        ConnectionsMax = OpenFiles.Within(_options.ConnectionsMax, OpenFiles.Max);
        (_strangers, _connections) = (new SemaphoreSlim(_options.StrangersMax), new SemaphoreSlim(ConnectionsMax));
    }

    /// <summary>Connections at once: as many as are set, or fewer where this process may not have so many files open.</summary>
    public int ConnectionsMax { get; }

    /// <summary>The plain port that is listened at; null when there is none.</summary>
    public int? Port { get; private set; }

    /// <summary>The port for TLS; null when there is none.</summary>
    public int? TlsPort { get; private set; }

    /// <inheritdoc/>
    public Func<IMqttChannelAdapter, Task>? ClientHandler { get; set; }

    /// <inheritdoc/>
    public Task StartAsync(MqttServerOptions server, IMqttNetLogger serverLogger)
    {
        if (_options.Port is { } plain)
        {
            Port = Listen(plain, null, server, serverLogger);
        }

        if (_options.TlsPort is { } secure)
        {
            TlsPort = Listen(secure, X509Certificate2.CreateFromPemFile(_options.CertificateFile!, _options.KeyFile), server, serverLogger);
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _closing.CancelAsync();
        _listeners.ForEach(listener => listener.Stop());
        await Task.WhenAll(_accepting);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _listeners.ForEach(listener => listener.Dispose());
        _closing.Dispose();
        _strangers.Dispose();
        _connections.Dispose();
    }

    private int Listen(int port, X509Certificate2? certificate, MqttServerOptions server, IMqttNetLogger serverLogger)
    {
        var listener = new TcpListener(IPAddress.Parse(_options.Address), port);
        listener.Start(_options.QueueMax);
        _listeners.Add(listener);
        _accepting.Add(Accept(listener, certificate, server, serverLogger));
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task Accept(TcpListener listener, X509Certificate2? certificate, MqttServerOptions server, IMqttNetLogger serverLogger)
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                await _strangers.WaitAsync(_closing.Token);
                await _connections.WaitAsync(_closing.Token);
                var socket = await listener.AcceptSocketAsync(_closing.Token);
                _ = Serve(socket, certificate, server, serverLogger);
            }
            catch (OperationCanceledException) when (_closing.IsCancellationRequested)
            {
                return;
            }
            catch (SocketException failure)
            {
                // A client that was gone before it was let in, or no more sockets for the moment.
                LogNotLetIn(_logger, failure);
                _strangers.Release();
                _connections.Release();
                await Task.Delay(TimeSpan.FromMilliseconds(100), _closing.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private async Task Serve(Socket socket, X509Certificate2? certificate, MqttServerOptions server, IMqttNetLogger serverLogger)
    {
        var stranger = true;
        _meters.Strangers(1);
        void SignedIn()
        {
            if (Interlocked.Exchange(ref stranger, false))
            {
                _meters.Strangers(-1);
                _strangers.Release();
            }
        }

        try
        {
            socket.NoDelay = true;
            await using var stream = await Open(socket, certificate);
            await using var guarded = new PacketGuard(stream, () => Volatile.Read(ref stranger) ? SignInBytesMax : Limits.BodyBytesMax);
            using var channel = new MqttTcpChannel(guarded, socket.LocalEndPoint, socket.RemoteEndPoint, null);
            using var packets = new MqttChannelAdapter(
                channel, new MqttPacketFormatterAdapter(new MqttBufferWriter(server.WriterBufferSize, server.WriterBufferSizeMax)), serverLogger);
            using var device = new DeviceChannel(packets, SignedIn);
            await ClientHandler!(device);
        }
        catch (Exception failure) when (failure is IOException or SocketException or AuthenticationException or OperationCanceledException or ObjectDisposedException)
        {
            // Clients come and go.
        }
        catch (Exception failure)
        {
            LogFailed(_logger, failure);
        }
        finally
        {
            SignedIn();
            _connections.Release();
        }
    }

    private async Task<Stream> Open(Socket socket, X509Certificate2? certificate)
    {
        var plain = new NetworkStream(socket, ownsSocket: true);
        if (certificate is null)
        {
            return plain;
        }

        var secure = new SslStream(plain, leaveInnerStreamOpen: false);
        try
        {
            using var late = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            late.CancelAfter(_options.SignInDurationMax);
            await secure.AuthenticateAsServerAsync(
                new SslServerAuthenticationOptions { ServerCertificate = certificate, EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13 }, late.Token);
            return secure;
        }
        catch
        {
            await secure.DisposeAsync();
            throw;
        }
    }

    [LoggerMessage(EventId = 30, Level = LogLevel.Debug, Message = "A connection was not let in")]
    private static partial void LogNotLetIn(ILogger logger, Exception failure);

    [LoggerMessage(EventId = 31, Level = LogLevel.Error, Message = "A connection failed")]
    private static partial void LogFailed(ILogger logger, Exception failure);
}
