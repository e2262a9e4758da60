using CityBrain.Journal.Ports;
using SQLitePCL;

namespace CityBrain.Storage.Sqlite;

/// <summary>
/// SQLite refused or failed; the one place that says what each of its result codes means to the journal
/// (https://sqlite.org/rescode.html).
/// </summary>
public sealed class SqliteFailedException : Exception
{
    internal SqliteFailedException(int extendedCode, string message)
        : base($"SQLite failed with {extendedCode}: {message}") => ExtendedCode = extendedCode;

    /// <summary>The extended result code.</summary>
    public int ExtendedCode { get; }

    /// <summary>The primary result code: the low byte of the extended one.</summary>
    public int Code => ExtendedCode & 0xFF;

    /// <summary>The row itself cannot be stored and would not be the next time either.</summary>
    internal bool BlamesTheRow => Code is raw.SQLITE_CONSTRAINT or raw.SQLITE_TOOBIG or raw.SQLITE_MISMATCH or raw.SQLITE_RANGE;

    /// <summary>The file's pages contradict each other.</summary>
    internal bool BlamesTheFile => Code is raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB;

    /// <summary>
    /// A COMMIT that ends so has written no valid commit frame: a busy one is refused before, a read-only one cannot write, and on a full
    /// disk the frame that would make the others count is the last one written and was not written whole.
    /// </summary>
    internal bool LeavesCommitUndone => Code is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL or raw.SQLITE_READONLY;

    internal StoreUnavailableException AsUnavailable(string what) => new($"{what}: {Message}", this);

    internal static void ThrowUnless(int expected, int code, sqlite3? db)
    {
        if (code == expected)
        {
            return;
        }

        var extended = db is null ? code : raw.sqlite3_extended_errcode(db);
        var message = db is null ? raw.sqlite3_errstr(code) : raw.sqlite3_errmsg(db);
        throw new SqliteFailedException((extended & 0xFF) == (code & 0xFF) ? extended : code, message.utf8_to_string());
    }
}
