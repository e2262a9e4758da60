using System.Diagnostics;
using System.Globalization;

namespace CityBrain.Benchmarks.Rivals;

/// <summary>A mosquitto of its own on a free port of loopback; it keeps nothing on disk.</summary>
internal sealed class Mosquitto : IAsyncDisposable
{
    private readonly Process _broker;
    private readonly string _settings;

    private Mosquitto(Process broker, string settings, int port) => (_broker, _settings, Port) = (broker, settings, port);

    public int Port { get; }

    /// <summary>What stands in for it where it is not.</summary>
    public const string NotInstalled = "mosquitto is not installed (Debian: apt install mosquitto; or --mosquitto PATH); its side is left out.";

    /// <summary>Starts the program; null where it is not there.</summary>
    public static async Task<Mosquitto?> Start(string program)
    {
        if (!File.Exists(program))
        {
            return null;
        }

        var (port, settings) = (Loopback.FreePort(), Path.GetTempFileName());
        await File.WriteAllTextAsync(settings, string.Create(
            CultureInfo.InvariantCulture, $"listener {port} 127.0.0.1\nallow_anonymous true\npersistence false\nmax_queued_messages 0\nset_tcp_nodelay true\nuser root\nlog_type error\n"));
        var broker = new Mosquitto(Process.Start(new ProcessStartInfo(program, ["-c", settings]))!, settings, port);
        for (var attempt = 0; !await Loopback.Listens(port); attempt++)
        {
            if (attempt == 100 || broker._broker.HasExited)
            {
                await broker.DisposeAsync();
                throw new InvalidOperationException("mosquitto does not listen.");
            }

            await Task.Delay(50);
        }

        return broker;
    }

    public async ValueTask DisposeAsync()
    {
        _broker.Kill();
        await _broker.WaitForExitAsync();
        _broker.Dispose();
        File.Delete(_settings);
    }
}
