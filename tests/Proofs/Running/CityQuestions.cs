using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace CityBrain.Proofs.Running;

/// <summary>An alarm as the city tells it, by what makes it one episode.</summary>
internal readonly record struct AlarmKey(string Device, string Rule, long RaisedMs) : IComparable<AlarmKey>
{
    public int CompareTo(AlarmKey other) => string.CompareOrdinal(ToString(), other.ToString());

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Device}/{Rule}/{RaisedMs}");
}

/// <summary>Asks a city over HTTP, as its operator.</summary>
internal sealed class CityQuestions(Uri url) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = url, Timeout = TimeSpan.FromMinutes(2) };

    public void Dispose() => _http.Dispose();

    /// <summary>Asks, and again for a minute while the city says that it is busy.</summary>
    public async Task<JsonElement> Get(string path)
    {
        await SignIn();
        var answer = await _http.GetAsync(path);
        for (var attempt = 0; attempt < 12 && answer.StatusCode == HttpStatusCode.ServiceUnavailable; attempt++)
        {
            answer.Dispose();
            await Task.Delay(TimeSpan.FromSeconds(5));
            answer = await _http.GetAsync(path);
        }

        using var last = answer;
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode ? JsonSerializer.Deserialize<JsonElement>(text) : throw new InvalidOperationException($"GET {path}: {(int)answer.StatusCode} {text}");
    }

    public async Task<(int Status, JsonElement Body)> Post(string path, HttpContent content, string? key = null)
    {
        await SignIn();
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(text));
    }

    /// <summary>A count over one point of replayed readings.</summary>
    public async Task<long> Count(string point, string filter = "")
    {
        var value = (await Get($"api/v1/statistics?point={point}&aggregate=count&origin=replayed{filter}")).GetProperty("value");
        return value.ValueKind == JsonValueKind.Null ? 0 : (long)value.GetDouble();
    }

    public async Task<long> CountOf(string path) => (await Get(path)).GetProperty("count").GetInt64();

    /// <summary>All rows of a list.</summary>
    public async Task<IReadOnlyList<JsonElement>> All(string path)
    {
        var rows = new List<JsonElement>();
        for (string? after = null; ;)
        {
            var page = await Get($"{path}&limit=1000{(after is null ? string.Empty : "&after=" + Uri.EscapeDataString(after))}");
            rows.AddRange(page.GetProperty("items").EnumerateArray());
            if (!page.TryGetProperty("next", out var next) || next.ValueKind != JsonValueKind.String)
            {
                return rows;
            }

            after = next.GetString();
        }
    }

    public async Task<IReadOnlyList<AlarmKey>> Alarms() =>
    [
        .. (await All("api/v1/alarms?origin=replayed")).Select(alarm => new AlarmKey(
            alarm.GetProperty("device").GetString()!, alarm.GetProperty("rule").GetString()!, Milliseconds(alarm.GetProperty("raisedAt")))).Order(),
    ];

    /// <summary>The sources of every replayed incident, one list per incident.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<AlarmKey>>> Incidents()
    {
        var incidents = new List<IReadOnlyList<AlarmKey>>();
        foreach (var row in await All("api/v1/incidents?origin=replayed"))
        {
            var incident = await Get($"api/v1/incidents/{row.GetProperty("id").GetString()}");
            incidents.Add([.. incident.GetProperty("sources").EnumerateArray().Select(source => new AlarmKey(
                source.GetProperty("device").GetString()!, source.GetProperty("rule").GetString()!, Milliseconds(source.GetProperty("observedAt")))).Order()]);
        }

        return [.. incidents.OrderBy(sources => sources[0])];
    }

    /// <summary>Observed times of all readings stored for a device, in the city's order.</summary>
    public async Task<IReadOnlyList<long>> Times(string device, string origin = "replayed") =>
        [.. (await All($"api/v1/devices/{device}/readings?origin={origin}")).Select(reading => Milliseconds(reading.GetProperty("observedAt")))];

    /// <summary>Waits until every alarm is a source of an incident, as deliveries follow the journal.</summary>
    public async Task Settle()
    {
        for (var attempt = 0; attempt < 600; attempt++)
        {
            var alarms = await CountOf("api/v1/alarms?origin=replayed&count=true&limit=1");
            var sources = (await All("api/v1/incidents?origin=replayed")).Sum(incident => incident.GetProperty("sources").GetInt64());
            if (alarms == sources)
            {
                return;
            }

            await Task.Delay(100);
        }
    }

    private static long Milliseconds(JsonElement time) => time.GetDateTimeOffset().ToUnixTimeMilliseconds();

    private async Task SignIn()
    {
        if (_http.DefaultRequestHeaders.Authorization is not null)
        {
            return;
        }

        using var answer = await _http.PostAsync(
            "connect/token", new FormUrlEncodedContent([new("grant_type", "password"), new("username", "operator"), new("password", "operator-demo")]));
        answer.EnsureSuccessStatusCode();
        var token = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("access_token").GetString();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}
