using System.Collections.Concurrent;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>
/// How far followers have come, kept in memory until the next batch takes the marks along: they never fight for the right to write, and
/// losing some costs repetition only.
/// </summary>
internal sealed class FollowerMarks
{
    private readonly ConcurrentDictionary<(string Follower, int Lane), long> _pending = new();

    public bool Any => !_pending.IsEmpty;

    public void Set(string follower, Position mark) => _pending[(follower, mark.Lane)] = PackedPosition.Pack(mark);

    public Position? Find(string follower, int lane) => _pending.TryGetValue((follower, lane), out var mark) ? PackedPosition.Unpack(mark) : null;

    /// <summary>Writes what waits; the caller forgets it by <see cref="Forget"/> once that is durable.</summary>
    public IReadOnlyCollection<KeyValuePair<(string Follower, int Lane), long>> WriteTo(SqliteHandle handle)
    {
        if (_pending.IsEmpty)
        {
            return [];
        }

        var taken = _pending.ToArray();
        foreach (var ((follower, lane), mark) in taken)
        {
            handle.Prepare("INSERT INTO mark(follower, lane, position) VALUES(?,?,?) ON CONFLICT DO UPDATE SET position=excluded.position")
                .Bind(follower).Bind(lane).Bind(mark).Run();
        }

        return taken;
    }

    /// <summary>Forgets what was written, save where a newer mark has come meanwhile.</summary>
    public void Forget(IReadOnlyCollection<KeyValuePair<(string Follower, int Lane), long>> written)
    {
        foreach (var mark in written)
        {
            _pending.TryRemove(mark);
        }
    }
}
