using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace CityBrain.Api.Tests;

/// <summary>The city's end of a WebSocket whose viewer reads when it is told to.</summary>
internal sealed class StalledSocket(string hello) : WebSocket
{
    private readonly Channel<JsonElement> _sent = Channel.CreateUnbounded<JsonElement>();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _reads = new(0);
    private WebSocketState _state = WebSocketState.Open;
    private WebSocketCloseStatus? _status;
    private string? _reason;
    private bool _greeted;

    public override WebSocketCloseStatus? CloseStatus => _status;

    public override string? CloseStatusDescription => _reason;

    public override WebSocketState State => _state;

    public override string? SubProtocol => null;

    /// <summary>The viewer reads this many messages more.</summary>
    public void Reads(int messages) => _reads.Release(messages);

    /// <summary>What left, in order.</summary>
    public IAsyncEnumerable<JsonElement> Sent => _sent.Reader.ReadAllAsync();

    public override async Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
    {
        await _reads.WaitAsync(cancellationToken);
        foreach (var told in Messages.In(buffer))
        {
            await _sent.Writer.WriteAsync(told, cancellationToken);
        }
    }

    public override async Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
    {
        if (_greeted)
        {
            await _closed.Task.WaitAsync(cancellationToken);
            return new WebSocketReceiveResult(0, WebSocketMessageType.Close, endOfMessage: true);
        }

        _greeted = true;
        return new WebSocketReceiveResult(Encoding.UTF8.GetBytes(hello, buffer), WebSocketMessageType.Text, endOfMessage: true);
    }

    public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken)
    {
        (_status, _reason, _state) = (closeStatus, statusDescription, WebSocketState.CloseSent);
        Finish();
        return Task.CompletedTask;
    }

    public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) =>
        CloseOutputAsync(closeStatus, statusDescription, cancellationToken);

    public override void Abort()
    {
        _state = _state == WebSocketState.Open ? WebSocketState.Aborted : _state;
        Finish();
    }

    public override void Dispose()
    {
        _reads.Dispose();
    }

    private void Finish()
    {
        _sent.Writer.TryComplete();
        _closed.TrySetResult();
    }
}
