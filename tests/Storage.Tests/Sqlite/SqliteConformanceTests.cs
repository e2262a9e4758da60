using CityBrain.Storage.Sqlite;
using CityBrain.Storage.Tests.Building;
using CityBrain.Storage.Tests.Conformance;

namespace CityBrain.Storage.Tests.Sqlite;

/// <summary>The suite that every store passes, on SQLite.</summary>
public sealed class SqliteConformanceTests : StoreConformance
{
    protected override OpenStore Open()
    {
        var folder = new ScratchFolder();
        var database = new SqliteDatabase(folder.File("city.db"));
        var store = new SqliteJournalStore(database);
        return new OpenStore(store, new SqliteJournalReader(database), new SqliteReadingHistory(database), new SqliteViews(database), () =>
        {
            store.Dispose();
            database.Dispose();
            folder.Dispose();
        });
    }
}
