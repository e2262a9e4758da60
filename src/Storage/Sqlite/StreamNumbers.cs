namespace CityBrain.Storage.Sqlite;

/// <summary>
/// The numbers that stand for streams' names, remembered across transactions; those given in a transaction that does not commit are
/// forgotten with it. Used by the writer alone.
/// </summary>
internal sealed class StreamNumbers
{
    /// <summary>About 30 MB; beyond it the table's index is asked again.</summary>
    private const int KeptMax = 200_000;

    private readonly Dictionary<string, long> _durable = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _given = new(StringComparer.Ordinal);

    /// <summary>The stream's number, or null when it has no row yet.</summary>
    public long? Find(SqliteHandle handle, string name)
    {
        if (_durable.TryGetValue(name, out var number) || _given.TryGetValue(name, out number))
        {
            return number;
        }

        using var query = handle.Prepare("SELECT id FROM stream WHERE name=?").Bind(name);
        if (!query.Step())
        {
            return null;
        }

        Keep(name, number = query.Number(0));
        return number;
    }

    public long FindOrGive(SqliteHandle handle, string name)
    {
        if (Find(handle, name) is { } known)
        {
            return known;
        }

        using var insert = handle.Prepare("INSERT INTO stream(name) VALUES(?) RETURNING id").Bind(name);
        insert.Step();
        var number = insert.Number(0);
        _given.Add(name, number);
        return number;
    }

    public void Commit()
    {
        foreach (var (name, number) in _given)
        {
            Keep(name, number);
        }

        _given.Clear();
    }

    public void Undo() => _given.Clear();

    private void Keep(string name, long number)
    {
        if (_durable.Count >= KeptMax)
        {
            _durable.Clear();
        }

        _durable[name] = number;
    }
}
