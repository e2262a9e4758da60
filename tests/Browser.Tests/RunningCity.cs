using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace CityBrain.Browser.Tests;

/// <summary>The program as people start it, on a folder and a port of its own, with devices that report what a test wants.</summary>
public sealed class RunningCity : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(90);

    private readonly string _folder = Path.Combine(Path.GetTempPath(), "citybrain-browser", Path.GetRandomFileName());
    private readonly HttpClient _http;
    private Process? _process;
    private int _devices;

    public RunningCity()
    {
        Url = new Uri($"http://127.0.0.1:{FreePort()}");
        _http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(20) };
    }

    public Uri Url { get; }

    /// <summary>Starts it, or starts it again on the same folder and port.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("dotnet", [Program(), "--data", Path.Combine(_folder, "data"), "--urls", Url.ToString().TrimEnd('/'), "--mqtt", "off", "--demo", "off", "--Logging:LogLevel:Default=Warning"]);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        _process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(ReadyWithin);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await IsReady())
        {
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Registers a river gauge, each farther north than the one before unless it is said where, and tells its token.</summary>
    public Task<string> Gauge(string name, string place = "341882001001", bool located = true, (double Latitude, double Longitude)? at = null) =>
        Register("river-gauge", name, place, located, at, new { });

    /// <summary>Registers a rain gauge where 30 mm in an hour are the sign to prepare to move, and tells its token.</summary>
    public Task<string> RainGauge(string name, string place) => Register("rain-gauge", name, place, located: true, null, new { prepare_1h = 30.0 });

    /// <summary>A gauge reports two levels, three hours apart and up to now; more than a metre between them is an alarm.</summary>
    public Task Report(string token, double before, double after)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Post($"/api/v1/{token}/telemetry", new[]
        {
            new { ts = now.AddHours(-3).ToUnixTimeMilliseconds(), values = new { level = before } },
            new { ts = now.ToUnixTimeMilliseconds(), values = new { level = after } },
        });
    }

    /// <summary>A rain gauge reports what fell since the reading before, every ten minutes and up to now.</summary>
    public Task Rain(string token, params double[] millimetres)
    {
        var now = TimeProvider.System.GetUtcNow();
        return Post($"/api/v1/{token}/telemetry", millimetres.Select((rain, i) => new { ts = now.AddMinutes(10 * (i + 1 - millimetres.Length)).ToUnixTimeMilliseconds(), values = new { rain } }));
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is { HasExited: false })
        {
            await Kill();
        }

        _process?.Dispose();
        if (Directory.Exists(_folder))
        {
            Directory.Delete(_folder, recursive: true);
        }
    }

    private async Task<string> Register(string model, string name, string place, bool located, (double Latitude, double Longitude)? at, object attributes)
    {
        var number = Interlocked.Increment(ref _devices);
        var location = located ? new { latitudeDegrees = at?.Latitude ?? (30.88 + (number * 0.02)), longitudeDegrees = at?.Longitude ?? 119.42 } : null;
        var device = await Post("/api/v1/devices", new { id = $"gauge-{number}", model, place, name, location, origin = "simulated", attributes }, await Operator());
        return device.GetProperty("token").GetString()!;
    }

    private async Task<string> Operator()
    {
        using var form = new FormUrlEncodedContent([new("grant_type", "password"), new("username", "operator"), new("password", "operator-demo")]);
        using var reply = await _http.PostAsync(new Uri("/connect/token", UriKind.Relative), form);
        return JsonDocument.Parse(await reply.EnsureSuccessStatusCode().Content.ReadAsStringAsync()).RootElement.GetProperty("access_token").GetString()!;
    }

    private async Task<JsonElement> Post(string path, object body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json") };
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        using var reply = await _http.SendAsync(request);
        var text = await reply.Content.ReadAsStringAsync();
        reply.IsSuccessStatusCode.ShouldBeTrue(text);
        return JsonDocument.Parse(text).RootElement.Clone();
    }

    private async Task<bool> IsReady()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            _process!.HasExited.ShouldBeFalse("the city ended while it started");
            return false;
        }
    }

    // Built beside these tests, in the same configuration.
    private static string Program()
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory);
        var root = output;
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "CityBrain.sln")))
        {
            root = root.Parent;
        }

        return Path.Combine(root!.FullName, "src", "Api", "bin", output.Parent!.Name, output.Name, "CityBrain.Api.dll");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
