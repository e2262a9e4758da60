using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CityBrain.Api.Tests;

/// <summary>Somebody who looks at the live feed.</summary>
internal sealed class Screen : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly ClientWebSocket _socket = new();
    private readonly Queue<JsonElement> _told = [];

    /// <summary>The last cursor that it was told.</summary>
    public string? Cursor { get; private set; }

    /// <summary>Everything it was told.</summary>
    public List<JsonElement> Seen { get; } = [];

    /// <summary>Opens the feed and says nothing yet.</summary>
    public static async Task<Screen> Connect(CityOverHttp city)
    {
        var screen = new Screen();
        using var patience = new CancellationTokenSource(Patience);
        await screen._socket.ConnectAsync(new UriBuilder(city.Address) { Scheme = "ws", Path = "/api/v1/live" }.Uri, patience.Token);
        return screen;
    }

    /// <summary>Opens the feed in a role, and waits until it shows.</summary>
    public static async Task<Screen> Open(CityOverHttp city, string role = "officer", object? filter = null, string? after = null)
    {
        var screen = await Connect(city);
        await screen.Say(new { token = city.TokenOf(role), filter, alarmsAfter = after });
        await screen.Next(message => message.Type() == "ready");
        return screen;
    }

    public Task Say(object message) => Say(JsonSerializer.Serialize(message, WithoutNulls));

    public Task Say(string message) => _socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>The next message that fits; those before it are seen too.</summary>
    public async Task<JsonElement> Next(Func<JsonElement, bool> fits)
    {
        while (true)
        {
            var message = await Receive() ?? throw new InvalidOperationException($"The feed ended: {_socket.CloseStatus} {_socket.CloseStatusDescription}. Seen: {string.Join('\n', Seen)}");
            if (fits(message))
            {
                return message;
            }
        }
    }

    /// <summary>The next news of an alarm of a device.</summary>
    public Task<JsonElement> AlarmOf(string device) => Next(message => message.Type() == "alarm" && message.GetProperty("alarm").GetProperty("device").GetString() == device);

    /// <summary>The next point of a device with a level.</summary>
    public Task<JsonElement> LevelOf(string device, double level) => Next(message => message.Type() == "point"
        && message.GetProperty("device").GetString() == device
        && message.GetProperty("reading").GetProperty("points").GetProperty("level").GetProperty("value").GetDouble() == level);

    /// <summary>Code and reason of the end.</summary>
    public async Task<(int Code, string? Reason)> End()
    {
        while (await Receive() is not null)
        {
        }

        return ((int)_socket.CloseStatus!, _socket.CloseStatusDescription);
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private static JsonSerializerOptions WithoutNulls { get; } = new() { DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull };

    private async Task<JsonElement?> Receive()
    {
        if (_told.Count == 0 && !await Hear())
        {
            return null;
        }

        var element = _told.Dequeue();
        Cursor = element.TryGetProperty("cursor", out var cursor) ? cursor.GetString() : Cursor;
        Seen.Add(element);
        return element;
    }

    private async Task<bool> Hear()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var message = new MemoryStream();
        var buffer = new byte[16 << 10];
        while (true)
        {
            ValueWebSocketReceiveResult received;
            try
            {
                received = await _socket.ReceiveAsync(buffer.AsMemory(), patience.Token);
            }
            catch (OperationCanceledException)
            {
                throw new TimeoutException($"Nothing more came. Seen: {string.Join('\n', Seen)}");
            }

            if (received.MessageType == WebSocketMessageType.Close)
            {
                return false;
            }

            message.Write(buffer, 0, received.Count);
            if (received.EndOfMessage)
            {
                Array.ForEach(Messages.In(message.ToArray()), _told.Enqueue);
                return true;
            }
        }
    }
}

/// <summary>How tests speak of messages.</summary>
internal static class Messages
{
    /// <summary>What one message of the WebSocket says: a JSON object on each line.</summary>
    public static JsonElement[] In(ReadOnlySpan<byte> message) =>
        [.. Encoding.UTF8.GetString(message).Split('\n').Select(line => JsonSerializer.Deserialize<JsonElement>(line))];

    public static string? Type(this JsonElement message) => message.GetProperty("type").GetString();
}
