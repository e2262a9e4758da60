using CityBrain.Benchmarks.Grains;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;
using CityBrain.Storage.Anchors;
using CityBrain.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CityBrain.Benchmarks;

/// <summary>A silo with the production journal and nothing of a city: what its grains append is the benchmark's own.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    private readonly SqliteDatabase _database;
    private readonly SqliteJournalStore _store;
    private readonly FileAnchor _anchor;
    private readonly LaneThread _thread;
    private readonly IHost _host;

    /// <param name="folder">Its folder.</param>
    /// <param name="batchRowsMax">Rows after which the writer closes a batch; 1 for one commit per append.</param>
    public BenchSilo(string folder, int batchRowsMax)
    {
        Directory.CreateDirectory(folder);
        _database = new SqliteDatabase(Path.Combine(folder, "city.db"));
        _store = new SqliteJournalStore(_database);
        _anchor = new FileAnchor(Path.Combine(folder, "anchor"));
        Writer = new LaneWriter(_store, _anchor, TimeProvider.System, new LaneOptions { BatchRowsMax = batchRowsMax });
        _thread = new LaneThread(Writer, lost => throw lost);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Error).AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new JournalAccess(
            Writer, new SqliteJournalReader(_database), new FactForms().Add("noted", 1, NotedJson.Default.Noted), TimeProvider.System, new JournalOptions { Patience = TimeSpan.FromMinutes(1) }));
        builder.UseOrleans(silo => silo.UseLocalhostClustering(siloPort: Loopback.FreePort(), gatewayPort: 0, serviceId: "benchmark", clusterId: "benchmark"));
        _host = builder.Build();
    }

    public LaneWriter Writer { get; }

    public IGrainFactory Grains => _host.Services.GetRequiredService<IGrainFactory>();

    public Task Start() => _host.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        _thread.Dispose();
        _store.Dispose();
        _database.Dispose();
        _anchor.Dispose();
    }
}
