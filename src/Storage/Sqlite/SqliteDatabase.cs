using System.Collections.Concurrent;
using CityBrain.Journal.Ports;

namespace CityBrain.Storage.Sqlite;

/// <summary>
/// One database file: its tables, and the pool of connections that read it. Readers see the last commit and are never held up by the
/// writer; whoever reads does so on the caller's thread, unless it reads all there is.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    private const int ReadersKeptMax = 16;

    private readonly ConcurrentBag<SqliteHandle> _readers = [];
    private int _generation;
    private bool _closed;

    /// <summary>Opens the file, and makes it with its tables where it is not there.</summary>
    /// <param name="path">The file; its folder exists and is held by this process.</param>
    /// <param name="busyWait">How long a lock of another process is waited for; 4 s by default: the edge answers 503 after 5 s.</param>
    /// <exception cref="StoreUnavailableException">The file cannot be opened.</exception>
    /// <exception cref="InvalidDataException">The file is of a version that this program does not read.</exception>
    public SqliteDatabase(string path, TimeSpan? busyWait = null)
    {
        Path = path;
        BusyWait = busyWait ?? BusyWaitDefault;
        try
        {
            using var handle = SqliteHandle.OpenWriter(path, BusyWait);
            SqliteSchema.Ensure(handle);
        }
        catch (SqliteFailedException failure)
        {
            throw failure.AsUnavailable("The journal cannot be opened");
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    internal static TimeSpan BusyWaitDefault { get; } = TimeSpan.FromSeconds(4);

    internal TimeSpan BusyWait { get; }

    internal FollowerMarks Marks { get; } = new();

    /// <summary>
    /// Closes the readers that are at rest; those in use are closed when they are given back. Whoever writes the file closes it last, so
    /// that the log is brought into it.
    /// </summary>
    public void Dispose()
    {
        if (_closed)
        {
            return;
        }

        _closed = true;
        DropReaders();
        try
        {
            using var last = SqliteHandle.OpenWriter(Path, TimeSpan.Zero);
        }
        catch (SqliteFailedException)
        {
            // The log stays beside the file and is read from there.
        }
    }

    internal SqliteReadLease Read()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var handle = _readers.TryTake(out var kept) ? kept : SqliteHandle.OpenReader(Path, BusyWait);
        return new SqliteReadLease(this, handle, Volatile.Read(ref _generation));
    }

    internal void Return(SqliteHandle handle, int generation)
    {
        handle.RollBackIfOpen();
        if (_closed || generation != Volatile.Read(ref _generation) || _readers.Count >= ReadersKeptMax)
        {
            handle.Dispose();
            return;
        }

        _readers.Add(handle);
    }

    /// <summary>Gives up every connection that reads: after a failed sync their view is not trusted.</summary>
    internal void DropReaders()
    {
        Interlocked.Increment(ref _generation);
        while (_readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }
}

/// <summary>A reading connection for as long as it is held; disposing it ends its snapshot.</summary>
internal sealed class SqliteReadLease(SqliteDatabase owner, SqliteHandle handle, int generation) : IDisposable
{
    public SqliteStatement Prepare(string sql) => handle.Prepare(sql);

    /// <summary>Everything read from here on is of one moment.</summary>
    public void BeginSnapshot() => handle.Execute("BEGIN");

    public void Dispose() => owner.Return(handle, generation);
}
