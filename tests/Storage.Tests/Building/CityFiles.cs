using CityBrain.Storage.Anchors;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Verification;
using Microsoft.Data.Sqlite;

namespace CityBrain.Storage.Tests.Building;

/// <summary>What a city keeps on the disk, as whoever has its folder sees and changes it.</summary>
internal sealed record CityFiles(string DatabasePath, string AnchorFolder, HistoryKeys Keys)
{
    public VerificationReport Verify()
    {
        using var anchor = new FileAnchor(AnchorFolder);
        return new JournalVerification(DatabasePath, anchor, Keys).Run();
    }

    /// <summary>Changes the file behind the city's back.</summary>
    public void Tamper(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>Another process that reads and writes the file.</summary>
    public SqliteConnection Connect()
    {
        var connection = new SqliteConnection($"Data Source={DatabasePath};Pooling=False");
        connection.Open();
        return connection;
    }
}
