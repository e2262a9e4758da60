using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Streams;

/// <summary>Where an activation starts from: what was durable when it read its stream.</summary>
/// <typeparam name="TState">The aggregate's state.</typeparam>
/// <param name="Stream">The stream's name.</param>
/// <param name="State">The state after all its facts.</param>
/// <param name="Head">The end of the stream.</param>
/// <param name="Cursors">Per lane, the last delivered fact that the stream has answered.</param>
/// <param name="Readings">The end of its readings; null for a stream that has none and never will.</param>
public sealed record StreamStart<TState>(
    string Stream, TState State, Head Head, IReadOnlyDictionary<int, Position> Cursors, Head? Readings = null);

/// <summary>Makes starts.</summary>
public static class StreamStart
{
    /// <summary>Works head and cursors out from the stream's rows.</summary>
    public static StreamStart<TState> From<TState>(string stream, IReadOnlyList<FactRow> rows, TState state, Head? readings = null)
    {
        var cursors = new Dictionary<int, Position>();
        foreach (var cause in rows.Select(row => row.Cause).OfType<Position>())
        {
            cursors[cause.Lane] = cause;
        }

        return new StreamStart<TState>(stream, state, rows.Count == 0 ? default : new Head(rows[^1].Seq, rows[^1].Hash), cursors, readings);
    }
}
