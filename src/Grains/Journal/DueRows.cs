using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Journal;

/// <summary>
/// The due table: one row per deadline of a stream, written in the transaction that set it. A deadline that is over keeps its row, due at
/// the end of time, so that nothing is ever looked through but what is due.
/// </summary>
internal static class DueRows
{
    /// <summary>The end of time: the last millisecond of the year 9999.</summary>
    private const long NeverMs = 253_402_300_799_999;

    private static readonly ReadOnlyMemory<byte> Nothing = "{}"u8.ToArray();

    /// <summary>The row of a deadline.</summary>
    /// <param name="stream">Whose it is.</param>
    /// <param name="item">Which one.</param>
    /// <param name="dueMs">When it falls, milliseconds since 1970 UTC; null when nothing is waited for.</param>
    public static ViewRow Of(string stream, string item, long? dueMs) => new()
    {
        Kind = Lists.Due,
        Stream = stream,
        Item = item,
        Place = string.Empty,
        Topic = item,
        State = dueMs is null ? "over" : "waiting",
        Origin = Origin.Live,
        AtMs = dueMs ?? NeverMs,
        Payload = Nothing,
    };
}
