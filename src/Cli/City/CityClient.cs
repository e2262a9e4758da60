using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CityBrain.Cli.Output;

namespace CityBrain.Cli.City;

/// <summary>
/// Talks to one city over HTTP: signs in, sends again while the city is unreachable or asks to wait, and gives up when its patience ends.
/// Every request that changes something carries a key or an identity of its own, so that sending it again is harmless.
/// </summary>
public sealed class CityClient : IDisposable
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan AttemptMax = TimeSpan.FromSeconds(60);

    private readonly HttpClient _http;
    private readonly Credentials _credentials;
    private readonly TimeSpan _patience;
    private readonly TimeProvider _time;
    private readonly Action<string> _say;
    private readonly SemaphoreSlim _signIn = new(1, 1);
    private string? _token;
    private int _outages;

    /// <summary>Prepares; nothing is sent before the first request.</summary>
    /// <param name="url">Where the city listens.</param>
    /// <param name="credentials">Who signs in.</param>
    /// <param name="patience">How long one request is tried again before it counts as failed.</param>
    /// <param name="time">Measures the patience and the pauses.</param>
    /// <param name="say">Told in one sentence when the city goes away and when it is back.</param>
    public CityClient(Uri url, Credentials credentials, TimeSpan patience, TimeProvider time, Action<string> say)
    {
        (_credentials, _patience, _time, _say) = (credentials, patience, time, say);
        _http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), AllowAutoRedirect = false })
        {
            BaseAddress = url,
            Timeout = AttemptMax,
        };
    }

    /// <summary>Asks.</summary>
    public Task<CityReply> Get(string path, CancellationToken cancellation) => Send(HttpMethod.Get, path, null, null, cancellation);

    /// <summary>Sends JSON.</summary>
    /// <param name="path">Path below the city's address.</param>
    /// <param name="json">UTF-8 JSON.</param>
    /// <param name="key">Idempotency key; null where the content has an identity of its own.</param>
    /// <param name="cancellation">Ends the attempts.</param>
    public Task<CityReply> Post(string path, ReadOnlyMemory<byte> json, string? key, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, new Payload(json, "application/json"), key, cancellation);

    /// <summary>Sends comma-separated text.</summary>
    public Task<CityReply> PostCsv(string path, ReadOnlyMemory<byte> csv, string key, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, new Payload(csv, "text/csv"), key, cancellation);

    /// <summary>Sends what a device reports; its token is in the path, so nobody signs in.</summary>
    public Task<CityReply> Report(string path, ReadOnlyMemory<byte> json, CancellationToken cancellation) =>
        Send(HttpMethod.Post, path, new Payload(json, "application/json"), null, cancellation, anonymous: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _http.Dispose();
        _signIn.Dispose();
    }

    private async Task<CityReply> Send(HttpMethod method, string path, Payload? payload, string? key, CancellationToken cancellation, bool anonymous = false)
    {
        var renewed = anonymous;
        for (var trial = new Trial(_time, _patience); ;)
        {
            var token = anonymous ? null : _token ?? await SignIn(null, cancellation);
            var attempt = await TrySend(() => Request(method, path, payload, key, token), cancellation);
            if (attempt.Reply is { } reply)
            {
                if (reply.Status != HttpStatusCode.Unauthorized || renewed)
                {
                    SayBack();
                    return reply;
                }

                renewed = true;
                await SignIn(token, cancellation);
            }
            else
            {
                await trial.Pause(attempt, SayAway, _http.BaseAddress!, cancellation);
            }
        }
    }

    /// <summary>A token; a new one when the current one is <paramref name="stale"/>.</summary>
    private async Task<string> SignIn(string? stale, CancellationToken cancellation)
    {
        await _signIn.WaitAsync(cancellation);
        try
        {
            for (var trial = new Trial(_time, _patience); _token is null || _token == stale;)
            {
                var attempt = await TrySend(
                    () => new HttpRequestMessage(HttpMethod.Post, "connect/token") { Content = _credentials.ToForm() }, cancellation);
                if (attempt.Reply is { } reply)
                {
                    _token = TokenOf(reply);
                    break;
                }

                await trial.Pause(attempt, SayAway, _http.BaseAddress!, cancellation);
            }

            return _token;
        }
        finally
        {
            _signIn.Release();
        }
    }

    private string TokenOf(CityReply reply) =>
        reply.Accepted && reply.Body.TryGetProperty("access_token", out var token)
            ? token.GetString()!
            : throw new CommandFailedException(
                ExitCode.City,
                "sign-in-refused",
                $"The city does not let '{_credentials.Name}' in (status {(int)reply.Status}).",
                "Give --user and --password, or --client and --secret; the demonstration's accounts exist in development only.");

    private async Task<Attempt> TrySend(Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        try
        {
            using var request = make();
            using var response = await _http.SendAsync(request, cancellation);
            var bytes = await response.Content.ReadAsByteArrayAsync(cancellation);
            return response.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests
                    or HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout
                ? new Attempt(null, $"answers {(int)response.StatusCode}{Detail(bytes)}", response.Headers.RetryAfter?.Delta)
                : new Attempt(new CityReply(response.StatusCode, Parse(bytes)), string.Empty, null);
        }
        catch (Exception lost) when (lost is HttpRequestException or IOException
            || (lost is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new Attempt(null, lost is OperationCanceledException ? "does not answer in time" : $"cannot be reached: {lost.GetBaseException().Message}", null);
        }
    }

    private static HttpRequestMessage Request(HttpMethod method, string path, Payload? payload, string? key, string? token)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        if (payload is { } body)
        {
            request.Content = new ReadOnlyMemoryContent(body.Bytes);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(body.MediaType, "utf-8");
        }

        return request;
    }

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            return bytes.Length == 0 ? default : JsonSerializer.Deserialize<JsonElement>(bytes);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static string Detail(byte[] problem) =>
        Parse(problem) is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("detail", out var detail) ? $": {detail}" : string.Empty;

    private void SayAway(string how)
    {
        if (Interlocked.Exchange(ref _outages, 1) == 0)
        {
            _say($"The city {how.TrimEnd('.')}; trying again for {_patience.TotalSeconds:F0} s.");
        }
    }

    private void SayBack()
    {
        if (Volatile.Read(ref _outages) == 1 && Interlocked.Exchange(ref _outages, 0) == 1)
        {
            _say("The city answers again.");
        }
    }

    private readonly record struct Payload(ReadOnlyMemory<byte> Bytes, string MediaType);

    /// <summary>One attempt: the city's answer, or how it failed and how long the city asked to wait.</summary>
    private readonly record struct Attempt(CityReply? Reply, string Failure, TimeSpan? RetryAfter);

    /// <summary>The attempts of one request: pauses that double up to a limit, until patience ends.</summary>
    private sealed class Trial(TimeProvider time, TimeSpan patience)
    {
        private readonly long _began = time.GetTimestamp();
        private TimeSpan _pause = PauseMin;

        public async Task Pause(Attempt failed, Action<string> say, Uri url, CancellationToken cancellation)
        {
            var pause = failed.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : _pause;
            if (time.GetElapsedTime(_began) + pause > patience)
            {
                throw new CommandFailedException(
                    ExitCode.City,
                    "city-unreachable",
                    $"The city at {url} {failed.Failure.TrimEnd('.')}.",
                    "Start it (dotnet run --project src/Api) or give its address with --url; then run the same command again, it goes on where it was.");
            }

            say(failed.Failure);
            await Task.Delay(pause, time, cancellation);
            _pause = TimeSpan.FromTicks(Math.Min(PauseMax.Ticks, _pause.Ticks * 2));
        }
    }
}
