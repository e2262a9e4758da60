using System.Net.WebSockets;

namespace CityBrain.Api.Live;

/// <summary>A viewer's WebSocket: one message in, many out, and an end that says why.</summary>
internal sealed class LiveSocket(WebSocket socket, LiveOptions options, TimeProvider time)
{
    private static readonly TimeSpan GoodbyeDurationMax = TimeSpan.FromSeconds(2);

    private Task<LiveEnd?>? _next;

    /// <summary>Done when the viewer went away or said something that it should not: null when it just left.</summary>
    public Task<LiveEnd?> WhenHeard => _next ??= Hear();

    /// <summary>Reads the first message, or says why there is none.</summary>
    public async Task<(ReadOnlyMemory<byte> Message, LiveEnd? End)> ReadHello(CancellationToken stopping)
    {
        // A receive that is cancelled breaks the connection, and the viewer would not be told why.
        var reading = ReadMessage();
        using var late = new CancellationTokenSource(options.HelloDurationMax, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, stopping);
        try
        {
            return await reading.WaitAsync(either.Token);
        }
        catch (OperationCanceledException)
        {
            _next = Ignore(reading);
            return (default, stopping.IsCancellationRequested ? LiveRefusals.Stopping : LiveRefusals.HelloLate);
        }
    }

    /// <summary>Sends one message; false when it did not leave in time or the viewer is gone.</summary>
    public async Task<bool> Send(ReadOnlyMemory<byte> message)
    {
        using var late = new CancellationTokenSource(options.SendDurationMax, time);
        try
        {
            await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, late.Token);
            return true;
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            socket.Abort();
            return false;
        }
    }

    /// <summary>Says why, closes, and waits a moment for the viewer to agree.</summary>
    public async Task Close(LiveEnd? end, ReadOnlyMemory<byte> problem)
    {
        if (end is not null && socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
        {
            await Send(problem);
        }

        using var late = new CancellationTokenSource(GoodbyeDurationMax, time);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync((WebSocketCloseStatus)(end?.Code ?? 1000), end?.Why.Code, late.Token);
            }

            await WhenHeard.WaitAsync(late.Token);
            await Drain(late.Token);
        }
        catch (Exception gone) when (gone is OperationCanceledException or WebSocketException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // Gone already, or does not answer.
        }

        socket.Abort();
    }

    // Closing a connection on which something lies unread resets it, and the viewer would not be told why.
    private async Task Drain(CancellationToken late)
    {
        var buffer = new byte[4 << 10];
        while (socket.State is WebSocketState.Open or WebSocketState.CloseSent
            && (await socket.ReceiveAsync(buffer.AsMemory(), late)).MessageType != WebSocketMessageType.Close)
        {
            // What it still says does not matter.
        }
    }

    private static async Task<LiveEnd?> Ignore(Task<(ReadOnlyMemory<byte> Message, LiveEnd? End)> reading)
    {
        await reading;
        return null;
    }

    private async Task<(ReadOnlyMemory<byte> Message, LiveEnd? End)> ReadMessage()
    {
        var buffer = new byte[LiveOptions.HelloBytesMax];
        var length = 0;
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(length), CancellationToken.None);
                length += received.Count;
                if (received.MessageType != WebSocketMessageType.Text)
                {
                    return (default, LiveRefusals.Unexpected);
                }

                if (received.EndOfMessage)
                {
                    return (buffer.AsMemory(0, length), null);
                }

                if (length == buffer.Length)
                {
                    return (default, LiveRefusals.HelloTooLarge);
                }
            }
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return (default, LiveRefusals.Unexpected);
        }
    }

    private async Task<LiveEnd?> Hear()
    {
        var buffer = new byte[1];
        try
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
            return received.MessageType == WebSocketMessageType.Close ? null : LiveRefusals.Unexpected;
        }
        catch (Exception gone) when (gone is WebSocketException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            return null;
        }
    }
}
