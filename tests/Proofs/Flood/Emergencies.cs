using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using CityBrain.Proofs.Running;

namespace CityBrain.Proofs.Flood;

/// <summary>
/// River gauges far from each other, of which each raises one alarm when it is told to; a viewer of the live feed sees when its incident is
/// there. Timed from before the reading is sent until the incident's message is read.
/// </summary>
internal sealed class Emergencies : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly ClientWebSocket _feed = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Queue<(string Id, string Token)> _waiting = new();
    private readonly ConcurrentDictionary<string, long> _sent = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TimeSpan> _seen = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);
    private Task _watching = Task.CompletedTask;

    private Emergencies(string url) => _http = new HttpClient { BaseAddress = new Uri(url) };

    /// <summary>Alarms that were sent and whose incident was not seen.</summary>
    public int Missing => _sent.Count - _seen.Count;

    public static async Task<Emergencies> Open(RunningCity city, int count)
    {
        var emergencies = new Emergencies(city.Url);
        for (var number = 1; number <= count; number++)
        {
            var body = new
            {
                id = string.Create(CultureInfo.InvariantCulture, $"emergency-{number:D4}"),
                model = "river-gauge",
                place = "341882001",
                location = new { latitudeDegrees = -40 + (number / 20 * 0.5), longitudeDegrees = 100 + (number % 20 * 0.5) },
            };
            var (status, device) = await city.Questions.Post("api/v1/devices", JsonContent.Create(body));
            var token = status == 201 ? device.GetProperty("token").GetString()! : throw new InvalidOperationException($"A gauge was not registered: {status}");
            await emergencies.Report(token, Now.AddHours(-1), 1.0);
            emergencies._places[Spot(body.location.latitudeDegrees, body.location.longitudeDegrees)] = body.id;
            emergencies._waiting.Enqueue((body.id, token));
        }

        await emergencies.Watch(city.Url);
        return emergencies;
    }

    /// <summary>Raises alarms one after the other, so many and so far apart, and waits a little for the last incident.</summary>
    public async Task<IReadOnlyList<TimeSpan>> Raise(int count, TimeSpan apart)
    {
        var raised = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var (id, token) = _waiting.Dequeue();
            raised.Add(id);
            _sent[id] = Stopwatch.GetTimestamp();
            await Report(token, Now, 2.2);
            await Task.Delay(apart);
        }

        for (var tries = 0; tries < 300 && !raised.All(_seen.ContainsKey); tries++)
        {
            await Task.Delay(100);
        }

        return [.. raised.Select(id => _seen.GetValueOrDefault(id, Timeout.InfiniteTimeSpan)).Where(took => took >= TimeSpan.Zero).Order()];
    }

    /// <summary>Within how many milliseconds this share of the incidents was there.</summary>
    public static double Milliseconds(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))].TotalMilliseconds;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _watching;
        _feed.Dispose();
        _http.Dispose();
        _stopping.Dispose();
    }

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    private async Task Report(string token, DateTimeOffset at, double level)
    {
        for (var tries = 0; ; tries++)
        {
            using var answer = await _http.PostAsJsonAsync($"api/v1/{token}/telemetry", new { ts = at.ToUnixTimeMilliseconds(), values = new { level } });
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            if (tries == 20)
            {
                throw new InvalidOperationException($"A reading was not taken: {(int)answer.StatusCode}");
            }

            await Task.Delay(200);
        }
    }

    private async Task Watch(string url)
    {
        using var answer = await _http.PostAsync("connect/token", new FormUrlEncodedContent([new("grant_type", "password"), new("username", "officer"), new("password", "officer-demo")]));
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        await _feed.ConnectAsync(new Uri(url.Replace("http", "ws", StringComparison.Ordinal) + "api/v1/live"), _stopping.Token);
        var hello = JsonSerializer.SerializeToUtf8Bytes(new { token, filter = new { messages = (string[])["incident"] } });
        await _feed.SendAsync(hello, WebSocketMessageType.Text, true, _stopping.Token);
        _watching = Follow();
    }

    private async Task Follow()
    {
        var buffer = new byte[64 << 10];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _feed.ReceiveAsync(buffer, _stopping.Token);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    Console.WriteLine($"the live feed ended: {part.CloseStatusDescription}");
                    return;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Array.ForEach(Encoding.UTF8.GetString(message.GetBuffer(), 0, (int)message.Length).Split('\n'), See);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException)
        {
            // It was told to end, or the city has.
        }
    }

    // An incident is told with where it is, and every gauge stands where no other does.
    private void See(string text)
    {
        using var message = JsonDocument.Parse(text);
        if (message.RootElement.TryGetProperty("incident", out var incident) && incident.GetProperty("location") is { ValueKind: JsonValueKind.Object } location
            && _places.TryGetValue(Spot(location.GetProperty("latitudeDegrees").GetDouble(), location.GetProperty("longitudeDegrees").GetDouble()), out var id)
            && _sent.TryGetValue(id, out var since))
        {
            _seen.TryAdd(id, Stopwatch.GetElapsedTime(since));
        }
    }

    private static string Spot(double latitude, double longitude) => string.Create(CultureInfo.InvariantCulture, $"{latitude:F1} {longitude:F1}");
}
