namespace CityBrain.Storage.Sqlite;

/// <summary>
/// The tables of <c>city.db</c>. Facts and readings are append-only and keyed by their packed position, with one index each: an index is
/// what an append costs. Names of streams are stored once.
/// </summary>
internal static class SqliteSchema
{
    public const int Version = 2;

    /// <summary>The oldest version that is read; opening it for writing makes it the newest.</summary>
    public const int VersionOldest = 1;

    /// <summary>
    /// WAL with a full sync for every commit; normal locking, so that other processes can read; a checkpoint each 4,000 pages, because each
    /// costs two more syncs.
    /// </summary>
    public static readonly string[] WriterPragmas =
    [
        "PRAGMA journal_mode=WAL",
        "PRAGMA synchronous=FULL",
        "PRAGMA locking_mode=NORMAL",
        "PRAGMA temp_store=MEMORY",
        "PRAGMA cache_size=-65536",
        "PRAGMA wal_autocheckpoint=4000",
        "PRAGMA journal_size_limit=67108864",
    ];

    /// <summary>What version 2 adds: for each device, where what was dropped of its readings ends, and which observed times it spans.</summary>
    private const string ReadingCut =
        "CREATE TABLE reading_cut(stream INTEGER PRIMARY KEY, number INTEGER NOT NULL, hash BLOB NOT NULL, earliest INTEGER NOT NULL, latest INTEGER NOT NULL) STRICT";

    public static readonly string[] Tables =
    [
        "CREATE TABLE lane(id INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, batch INTEGER NOT NULL, chain BLOB NOT NULL, recorded INTEGER NOT NULL) STRICT",

        // The key is the packed position of the batch's row 0. Prints are the first eight bytes of each row's hash, in order: they tell which row was changed.
        """
        CREATE TABLE batch(position INTEGER PRIMARY KEY, epoch INTEGER NOT NULL, recorded INTEGER NOT NULL, rows INTEGER NOT NULL,
            digest BLOB NOT NULL, chain BLOB NOT NULL, prints BLOB NOT NULL) STRICT
        """,
        "CREATE TABLE stream(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT",
        """
        CREATE TABLE fact(position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, seq INTEGER NOT NULL, parent BLOB NOT NULL, hash BLOB NOT NULL,
            type TEXT NOT NULL, version INTEGER NOT NULL, observed INTEGER NOT NULL, cause INTEGER, command TEXT NOT NULL, body TEXT NOT NULL,
            actor TEXT NOT NULL, purpose TEXT NOT NULL, trace TEXT NOT NULL, payload TEXT NOT NULL) STRICT
        """,
        "CREATE UNIQUE INDEX fact_by_stream ON fact(stream, seq)",
        """
        CREATE TABLE reading(position INTEGER PRIMARY KEY, stream INTEGER NOT NULL, number INTEGER NOT NULL, observed INTEGER NOT NULL,
            variant INTEGER NOT NULL, mark INTEGER NOT NULL, origin INTEGER NOT NULL, claimed INTEGER, points TEXT NOT NULL, flags TEXT NOT NULL,
            session TEXT NOT NULL, trace TEXT NOT NULL, parent BLOB NOT NULL, hash BLOB NOT NULL) STRICT
        """,
        "CREATE UNIQUE INDEX reading_by_time ON reading(stream, observed, variant)",
        "CREATE TABLE reading_chain(stream INTEGER PRIMARY KEY, count INTEGER NOT NULL, head BLOB NOT NULL, rule_state TEXT NOT NULL) STRICT",
        """
        CREATE TABLE view(kind TEXT NOT NULL, stream INTEGER NOT NULL, item TEXT NOT NULL, at INTEGER NOT NULL, place TEXT NOT NULL,
            topic TEXT NOT NULL, state TEXT NOT NULL, level INTEGER NOT NULL, origin INTEGER NOT NULL, session TEXT NOT NULL,
            payload TEXT NOT NULL, PRIMARY KEY(kind, stream, item)) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX view_by_time ON view(kind, at, place)",
        """
        CREATE TABLE answer(stream INTEGER NOT NULL, command TEXT NOT NULL, body TEXT NOT NULL, seq INTEGER NOT NULL, answer TEXT NOT NULL,
            PRIMARY KEY(stream, command)) STRICT, WITHOUT ROWID
        """,
        "CREATE TABLE mark(follower TEXT NOT NULL, lane INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY(follower, lane)) STRICT, WITHOUT ROWID",
        ReadingCut,
    ];

    /// <summary>Creates the tables in a new file, adds what an older one lacks, or checks that the file's version is one that this program reads.</summary>
    /// <exception cref="InvalidDataException">The file is of another version.</exception>
    public static void Ensure(SqliteHandle handle)
    {
        handle.Execute("BEGIN IMMEDIATE");
        try
        {
            var version = ReadVersion(handle);
            if (version == 0)
            {
                foreach (var table in Tables)
                {
                    handle.Execute(table);
                }

                handle.Execute($"PRAGMA user_version={Version}");
            }
            else if (version == 1)
            {
                handle.Execute(ReadingCut);
                handle.Execute($"PRAGMA user_version={Version}");
            }
            else
            {
                EnsureReadable(version);
            }

            handle.Execute("COMMIT");
        }
        finally
        {
            handle.RollBackIfOpen();
        }
    }

    /// <summary>The tables of a file that is read as it is.</summary>
    /// <exception cref="InvalidDataException">The file is of another version.</exception>
    public static IEnumerable<string> TablesOf(SqliteHandle handle)
    {
        var version = ReadVersion(handle);
        EnsureReadable(version);
        return version == 1 ? Tables.Where(table => table != ReadingCut) : Tables;
    }

    /// <summary>Whether devices may have readings that are gone.</summary>
    public static bool HasCuts(SqliteHandle handle) => ReadVersion(handle) > 1;

    /// <summary>Checks that the file is of a version that this program reads.</summary>
    /// <exception cref="InvalidDataException">It is not.</exception>
    public static void EnsureReadable(long version)
    {
        if (version is < VersionOldest or > Version)
        {
            throw new InvalidDataException($"The journal is of version {version}; this program reads versions {VersionOldest} to {Version}.");
        }
    }

    public static long ReadVersion(SqliteHandle handle)
    {
        using var query = handle.Prepare("PRAGMA user_version");
        query.Step();
        return query.Number(0);
    }
}
