using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CityBrain.Proofs.Running;

/// <summary>A published city in a process of its own.</summary>
internal sealed class RunningCity : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(120);

    private readonly Workplace _workplace;
    private readonly string[] _settings;
    private Process? _process;

    private RunningCity(Workplace workplace, string data, int port, string[] settings)
    {
        _settings = settings;
        MqttPort = FreePort();
        (_workplace, Data, Url) = (workplace, data, string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
        Questions = new CityQuestions(new Uri(Url));
    }

    public string Data { get; }

    public string Url { get; }

    public int MqttPort { get; }

    public CityQuestions Questions { get; }

    public int ProcessId => _process!.Id;

    public bool HasExited => _process!.HasExited;

    /// <summary>How long the last start took until the city was ready.</summary>
    public TimeSpan ReadyAfter { get; private set; }

    private string Log => Data + ".log";

    public static async Task<RunningCity> Start(Workplace workplace, string what, params string[] settings)
    {
        var city = new RunningCity(workplace, workplace.FreshFolder(what), FreePort(), settings);
        await city.Start();
        return city;
    }

    /// <summary>Starts it, or starts it again on the same folder and port.</summary>
    public async Task Start()
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", "log=\"$0\"; exec dotnet \"$@\" >>\"$log\" 2>&1", Log, _workplace.Api, "--data", Data, "--urls", Url.TrimEnd('/'), "--mqtt", MqttPort.ToString(CultureInfo.InvariantCulture), "--demo", "off", .. _settings]);
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Development";
        start.Environment["DOTNET_ENVIRONMENT"] = "Development";
        var watch = Stopwatch.StartNew();
        _process = Process.Start(start)!;
        using var http = new HttpClient { BaseAddress = new Uri(Url), Timeout = TimeSpan.FromSeconds(2) };
        while (!await IsReady(http))
        {
            if (_process.HasExited || watch.Elapsed > ReadyWithin)
            {
                throw new InvalidOperationException($"The city is not ready after {watch.Elapsed}: {await Tail()}");
            }

            await Task.Delay(50);
        }

        ReadyAfter = watch.Elapsed;
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, and waits.</summary>
    public async Task Stop()
    {
        await Workplace.Run("kill", _workplace.Root, "-TERM", ProcessId.ToString(CultureInfo.InvariantCulture));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process!.WaitForExitAsync(patience.Token);
    }

    /// <summary>What its log says of failures.</summary>
    public IEnumerable<string> Failures() => File.ReadLines(Log).Where(line =>
        line.Contains("fail:", StringComparison.Ordinal) || line.Contains("crit:", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal));

    public async ValueTask DisposeAsync()
    {
        Questions.Dispose();
        if (_process is { HasExited: false })
        {
            await Kill();
        }

        _process?.Dispose();
    }

    private static async Task<bool> IsReady(HttpClient http)
    {
        try
        {
            using var answer = await http.GetAsync("health/ready");
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception away) when (away is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task<string> Tail() => File.Exists(Log) ? string.Join('\n', (await File.ReadAllLinesAsync(Log)).TakeLast(30)) : "it wrote nothing";
}
