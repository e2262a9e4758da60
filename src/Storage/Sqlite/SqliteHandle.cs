using SQLitePCL;

namespace CityBrain.Storage.Sqlite;

/// <summary>One connection and its prepared statements, each compiled once. Used by one thread at a time.</summary>
internal sealed class SqliteHandle : IDisposable
{
    private readonly sqlite3 _db;
    private readonly Dictionary<string, SqliteStatement> _statements = new(StringComparer.Ordinal);

    private SqliteHandle(sqlite3 db) => _db = db;

    public bool InTransaction => raw.sqlite3_get_autocommit(_db) == 0;

    public int Changes => raw.sqlite3_changes(_db);

    /// <summary>Opens for writing, creating the file if need be.</summary>
    public static SqliteHandle OpenWriter(string path, TimeSpan busyWait)
    {
        var handle = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE, busyWait);
        try
        {
            foreach (var pragma in SqliteSchema.WriterPragmas)
            {
                handle.Execute(pragma);
            }

            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>Opens for reading only; the file must be there.</summary>
    public static SqliteHandle OpenReader(string path, TimeSpan busyWait)
    {
        var handle = Open(path, raw.SQLITE_OPEN_READONLY, busyWait);
        try
        {
            handle.Execute("PRAGMA temp_store=MEMORY");
            return handle;
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    /// <summary>The compiled statement, ready to be bound; leave it with <c>using</c>, and do not nest the same text.</summary>
    public SqliteStatement Prepare(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            SqliteFailedException.ThrowUnless(raw.SQLITE_OK, raw.sqlite3_prepare_v2(_db, sql, out var compiled), _db);
            _statements.Add(sql, statement = new SqliteStatement(_db, compiled));
        }

        return statement.Start();
    }

    public void Execute(string sql)
    {
        using var statement = Prepare(sql);
        while (statement.Step())
        {
        }
    }

    /// <summary>Rolls back what is open, if anything is; the failure of a rollback leaves nothing written either.</summary>
    public void RollBackIfOpen()
    {
        if (!InTransaction)
        {
            return;
        }

        try
        {
            Execute("ROLLBACK");
        }
        catch (SqliteFailedException)
        {
            // SQLite rolls back by itself when it must; closing the handle does the rest.
        }
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Close();
        }

        _statements.Clear();
        _db.Dispose();
    }

    private static SqliteHandle Open(string path, int flags, TimeSpan busyWait)
    {
        Batteries_V2.Init();
        var code = raw.sqlite3_open_v2(path, out var db, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            using (db)
            {
                SqliteFailedException.ThrowUnless(raw.SQLITE_OK, code, null);
            }
        }

        _ = raw.sqlite3_extended_result_codes(db, 1);
        _ = raw.sqlite3_busy_timeout(db, (int)busyWait.TotalMilliseconds);
        return new SqliteHandle(db);
    }
}
