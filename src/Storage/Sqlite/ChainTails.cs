using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Sqlite;

/// <summary>The ends of the chains that a transaction touches, as they stand with the rows written so far in it.</summary>
internal sealed class ChainTails(SqliteHandle handle, StreamNumbers streams)
{
    private readonly Dictionary<Chain, Head> _tails = [];

    public Head Read(Chain chain)
    {
        if (!_tails.TryGetValue(chain, out var tail))
        {
            tail = streams.Find(handle, chain.Stream) is { } stream ? Load(stream, chain.OfReadings) : default;
            _tails.Add(chain, tail);
        }

        return tail;
    }

    /// <summary>Moves a chain's end to the row given, which must continue it.</summary>
    /// <exception cref="DisconnectedRowException">It does not.</exception>
    public void Connect(Chain chain, long seq, Hash parent, Hash hash)
    {
        var tail = Read(chain);
        if (seq != tail.Seq + 1 || parent != tail.Hash)
        {
            throw new DisconnectedRowException(chain, seq, tail.Seq);
        }

        _tails[chain] = new Head(seq, hash);
    }

    public void Forget() => _tails.Clear();

    private Head Load(long stream, bool ofReadings)
    {
        using var query = handle.Prepare(ofReadings
            ? "SELECT count, head FROM reading_chain WHERE stream=?"
            : "SELECT seq, hash FROM fact WHERE stream=? ORDER BY seq DESC LIMIT 1").Bind(stream);
        return query.Step() ? new Head(query.Number(0), query.Digest(1)) : default;
    }
}

/// <summary>A row names another parent than the end of its chain.</summary>
internal sealed class DisconnectedRowException(Chain chain, long seq, long tail)
    : Exception($"Row {seq} of '{chain.Stream}' does not continue its chain, which ends at {tail}.");
