using CityBrain.Storage.Anchors;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Sqlite;
using CityBrain.Storage.Verification;
using Microsoft.Data.Sqlite;

namespace CityBrain.Storage.Tests.Building;

/// <summary>A journal on disk with its anchor, as a silo has them, which a test may look into and damage from outside.</summary>
public sealed class City : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly SqliteDatabase _database;
    private readonly SqliteJournalStore _store;
    private readonly FileAnchor _anchor;

    public City()
    {
        _database = new SqliteDatabase(DatabasePath, TimeSpan.FromMilliseconds(50));
        _store = new SqliteJournalStore(_database);
        _anchor = new FileAnchor(AnchorFolder);
        Journalist = new Journalist(_store, _anchor);
    }

    public string DatabasePath => _folder.File("city.db");

    public string AnchorFolder => _folder.File("anchor");

    /// <summary>The keys of the city, in the folder of its journal.</summary>
    public HistoryKeys Keys => new(_folder.FullPath, AnchorFolder);

    public Journalist Journalist { get; }

    public SqliteJournalStore Store => _store;

    public FileAnchor Anchor => _anchor;

    public SqliteJournalReader Reader => new(_database);

    public SqliteReadingHistory History => new(_database);

    /// <summary>Ten batches, each with facts of three streams and readings of two devices.</summary>
    public City WithTenBatches()
    {
        for (var i = 0; i < 10; i++)
        {
            Journalist.Write(
                Journalist.Of(Journalist.Read("device/a", "{\"level\":1}", "{\"level\":2}"), Journalist.Fact("device/a")),
                Journalist.Of(Journalist.Fact("desk/1"), Journalist.Fact("incident/1"), Journalist.Fact("incident/1")),
                Journalist.Of(Journalist.Read("device/b", "{\"level\":3}")));
        }

        return this;
    }

    public VerificationReport Verify() => Files.Verify();

    /// <summary>Changes the file behind the city's back.</summary>
    public void Tamper(string sql) => Files.Tamper(sql);

    /// <summary>Another process that reads and writes the file.</summary>
    public SqliteConnection Connect() => Files.Connect();

    private CityFiles Files => new(DatabasePath, AnchorFolder, Keys);

    public void Dispose()
    {
        _store.Dispose();
        _database.Dispose();
        _anchor.Dispose();
        _folder.Dispose();
    }
}
