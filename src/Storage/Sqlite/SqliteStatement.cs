using System.Text;
using CityBrain.Journal.Rows;
using SQLitePCL;

namespace CityBrain.Storage.Sqlite;

/// <summary>
/// A compiled statement over SQLite's own interface: values are bound and read as bytes, without a string or an object in between,
/// which halves the cost of a row. Disposing it makes it ready for its next use.
/// </summary>
internal sealed class SqliteStatement(sqlite3 db, sqlite3_stmt compiled) : IDisposable
{
    private int _next;

    public SqliteStatement Start()
    {
        _next = 1;
        return this;
    }

    public SqliteStatement Bind(long value) => Bound(raw.sqlite3_bind_int64(compiled, _next, value));

    public SqliteStatement Bind(long? value) => value is { } number ? Bind(number) : BindNull();

    public SqliteStatement BindNull() => Bound(raw.sqlite3_bind_null(compiled, _next));

    public SqliteStatement Bind(Hash hash)
    {
        Span<byte> bytes = stackalloc byte[Hash.Size];
        hash.CopyTo(bytes);
        return Bound(raw.sqlite3_bind_blob(compiled, _next, bytes));
    }

    public SqliteStatement BindBlob(ReadOnlySpan<byte> bytes) => bytes.IsEmpty
        ? Bound(raw.sqlite3_bind_zeroblob(compiled, _next, 0))
        : Bound(raw.sqlite3_bind_blob(compiled, _next, bytes));

    /// <summary>Binds UTF-8 as text; an empty span would be bound as null by the binding below.</summary>
    public SqliteStatement BindUtf8(ReadOnlySpan<byte> utf8) => utf8.IsEmpty
        ? Bound(raw.sqlite3_bind_text(compiled, _next, string.Empty))
        : Bound(raw.sqlite3_bind_text(compiled, _next, utf8));

    public SqliteStatement Bind(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var length = Encoding.UTF8.GetByteCount(text);
        var bytes = length <= 512 ? stackalloc byte[length] : new byte[length];
        Encoding.UTF8.GetBytes(text, bytes);
        return BindUtf8(bytes);
    }

    /// <summary>Goes to the next row, if there is one.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(compiled);
        if (code == raw.SQLITE_ROW)
        {
            return true;
        }

        SqliteFailedException.ThrowUnless(raw.SQLITE_DONE, code, db);
        return false;
    }

    /// <summary>Runs a statement that returns no rows.</summary>
    public void Run()
    {
        using (this)
        {
            Step();
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(compiled, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(compiled, column);

    /// <summary>A number that was written as 32 bits; a larger one is none that was written, and reads as the largest.</summary>
    public int Int(int column) => (int)Math.Clamp(Number(column), int.MinValue, int.MaxValue);

    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(compiled, column);

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    /// <summary>A digest; one that has not its 32 bytes any more reads as the zero hash, which no row hashes to.</summary>
    public Hash Digest(int column)
    {
        var bytes = Bytes(column);
        return bytes.Length == Hash.Size ? new Hash(bytes) : default;
    }

    public void Dispose()
    {
        // The code repeats the failure of the last step, which has been thrown already.
        _ = raw.sqlite3_reset(compiled);
    }

    public void Close() => compiled.Dispose();

    private SqliteStatement Bound(int code)
    {
        SqliteFailedException.ThrowUnless(raw.SQLITE_OK, code, db);
        _next++;
        return this;
    }
}
