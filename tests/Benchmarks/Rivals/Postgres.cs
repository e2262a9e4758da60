using System.Diagnostics;
using System.Globalization;
using Npgsql;
using NpgsqlTypes;

namespace CityBrain.Benchmarks.Rivals;

/// <summary>
/// A PostgreSQL server of its own in a temporary folder, reached over a socket in that folder; fsync and synchronous_commit are on. It runs
/// as the unprivileged user that Debian's package makes, because it refuses to run as root.
/// </summary>
internal sealed class Postgres : IAsyncDisposable
{
    private static readonly string[] Folders = [.. Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(version => Path.Combine(version, "bin")) : []];
    private const string User = "postgres";

    private readonly string _folder;
    private readonly Process _server;

    private Postgres(string folder, Process server)
    {
        (_folder, _server) = (folder, server);
        Source = NpgsqlDataSource.Create($"Host={folder};Username={User};Database=postgres;Maximum Pool Size=64;Max Auto Prepare=20;Auto Prepare Min Usages=1");
    }

    public NpgsqlDataSource Source { get; }

    /// <summary>Whether the package is installed.</summary>
    public static bool IsInstalled => Folders.Any(folder => File.Exists(Path.Combine(folder, "initdb")));

    /// <summary>What stands in for it where it is not.</summary>
    public const string NotInstalled = "PostgreSQL is not installed (Debian: apt install postgresql); its side is left out.";

    public static async Task<Postgres> Start(string under)
    {
        var folder = Path.Combine(under, "postgres");
        Directory.CreateDirectory(folder);
        await Run("chown", User, folder);
        var bin = Folders.First(candidate => File.Exists(Path.Combine(candidate, "initdb")));
        await Run("runuser", "-u", User, "--", Path.Combine(bin, "initdb"), "-D", Path.Combine(folder, "data"), "-A", "trust", "-E", "UTF8", "--no-locale");
        string[] settings = ["listen_addresses=", $"unix_socket_directories={folder}", "fsync=on", "synchronous_commit=on", "shared_buffers=256MB", "max_wal_size=4GB"];
        var server = Process.Start(new ProcessStartInfo(
            "setpriv",
            [$"--reuid={User}", $"--regid={User}", "--clear-groups", Path.Combine(bin, "postgres"), "-D", Path.Combine(folder, "data"), .. settings.SelectMany(setting => new[] { "-c", setting })])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = folder,
        })!;
        server.ErrorDataReceived += (_, _) => { };
        server.OutputDataReceived += (_, _) => { };
        server.BeginErrorReadLine();
        server.BeginOutputReadLine();
        var postgres = new Postgres(folder, server);
        await postgres.Ready();
        return postgres;
    }

    /// <summary>Processor time of the server with all its processes, those that have ended too.</summary>
    public TimeSpan Cpu()
    {
        var ticks = 0L;
        foreach (var process in Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)))
        {
            if (StatOf(process!) is { } stat && (process == _server.Id.ToString(CultureInfo.InvariantCulture) || stat.Parent == _server.Id))
            {
                ticks += stat.Ticks;
            }
        }

        // The kernel counts in hundredths of a second on every Linux that .NET runs on.
        return TimeSpan.FromMilliseconds(ticks * 10);
    }

    /// <summary>The tables of readings: their history and each device's latest.</summary>
    public async Task CreateTables() => await Execute(
        """
        DROP TABLE IF EXISTS reading; DROP TABLE IF EXISTS latest;
        CREATE TABLE reading(device int NOT NULL, observed timestamptz NOT NULL, level double precision, PRIMARY KEY(device, observed));
        CREATE TABLE latest(device int PRIMARY KEY, observed timestamptz NOT NULL, level double precision) WITH (fillfactor=50);
        """);

    /// <summary>Readings into history and latest in one statement and one transaction; as many as the arrays have.</summary>
    public async Task Upsert(int[] devices, DateTime[] observed, double[] levels)
    {
        await using var command = Source.CreateCommand(
            """
            WITH given AS (SELECT * FROM unnest($1, $2, $3) AS given(device, observed, level)),
                history AS (INSERT INTO reading SELECT * FROM given ON CONFLICT (device, observed) DO NOTHING)
            INSERT INTO latest SELECT DISTINCT ON (device) device, observed, level FROM given ORDER BY device, observed DESC
            ON CONFLICT (device) DO UPDATE SET observed=excluded.observed, level=excluded.level WHERE latest.observed<excluded.observed
            """);
        command.Parameters.Add(new NpgsqlParameter { Value = devices, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Integer });
        command.Parameters.Add(new NpgsqlParameter { Value = observed, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.TimestampTz });
        command.Parameters.Add(new NpgsqlParameter { Value = levels, NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Double });
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>One reading into history and latest, one transaction.</summary>
    public async Task Upsert(int device, DateTime observed, double level)
    {
        await using var command = Source.CreateCommand(
            """
            WITH history AS (INSERT INTO reading VALUES ($1, $2, $3) ON CONFLICT (device, observed) DO NOTHING)
            INSERT INTO latest VALUES ($1, $2, $3)
            ON CONFLICT (device) DO UPDATE SET observed=excluded.observed, level=excluded.level WHERE latest.observed<excluded.observed
            """);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = device });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = observed });
        command.Parameters.Add(new NpgsqlParameter<double> { TypedValue = level });
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await Run("kill", "-INT", _server.Id.ToString(CultureInfo.InvariantCulture));
        await _server.WaitForExitAsync();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task Ready()
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await Execute("SELECT 1");
                return;
            }
            catch (NpgsqlException) when (attempt < 100 && !_server.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    private async Task Execute(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Parent and processor time of a process, with that of its children that have ended.</summary>
    private static (int Parent, long Ticks)? StatOf(string process)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{process}/stat");
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return (int.Parse(fields[1], CultureInfo.InvariantCulture), fields[11..15].Sum(field => long.Parse(field, CultureInfo.InvariantCulture)));
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}: {await error}{await output}");
        }
    }
}
