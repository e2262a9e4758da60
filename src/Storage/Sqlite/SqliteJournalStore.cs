using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;

namespace CityBrain.Storage.Sqlite;

/// <summary>
/// The store of a lane's writer on SQLite: one connection that alone writes, whose statements are compiled once. Every batch is one
/// transaction that takes the right to write at its beginning and syncs once at its end.
/// </summary>
public sealed class SqliteJournalStore : IJournalStore, IDisposable
{
    private readonly SqliteDatabase _database;
    private SqliteHandle? _handle;
    private StreamNumbers _streams = new();

    /// <summary>Opens the connection that writes.</summary>
    /// <exception cref="StoreUnavailableException">The file cannot be opened for writing.</exception>
    public SqliteJournalStore(SqliteDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        Reopen();
    }

    /// <inheritdoc/>
    public LaneHead ReadLane(int lane)
    {
        try
        {
            using var query = Handle().Prepare("SELECT id, epoch, batch, chain, recorded FROM lane WHERE id=?").Bind(lane);
            return query.Step() ? query.ReadLaneHead() : new LaneHead(lane, 0, 0, default, 0);
        }
        catch (SqliteFailedException failure)
        {
            throw failure.AsUnavailable("The lane cannot be read");
        }
    }

    /// <inheritdoc/>
    public IJournalTransaction Begin()
    {
        var handle = Handle();
        try
        {
            handle.RollBackIfOpen();
            return new SqliteJournalTransaction(handle, _streams, _database.Marks);
        }
        catch (SqliteFailedException failure)
        {
            handle.RollBackIfOpen();
            throw failure.AsUnavailable("The right to write could not be had");
        }
    }

    /// <inheritdoc/>
    public void Reopen()
    {
        Close();
        _database.DropReaders();
        try
        {
            _handle = SqliteHandle.OpenWriter(_database.Path, _database.BusyWait);
        }
        catch (SqliteFailedException failure)
        {
            throw failure.AsUnavailable("The journal cannot be opened");
        }
    }

    /// <summary>Writes the followers' marks that wait for a batch, if that is possible, and closes the connection.</summary>
    public void Dispose()
    {
        if (_handle is { InTransaction: false } handle && _database.Marks.Any)
        {
            try
            {
                handle.Execute("BEGIN IMMEDIATE");
                _database.Marks.WriteTo(handle);
                handle.Execute("COMMIT");
            }
            catch (SqliteFailedException)
            {
                // Lost marks cost repetition only.
            }
        }

        Close();
    }

    private SqliteHandle Handle() => _handle ?? throw new StoreUnavailableException("The journal is not open.");

    private void Close()
    {
        _handle?.RollBackIfOpen();
        _handle?.Dispose();
        _handle = null;
        _streams = new StreamNumbers();
    }
}
