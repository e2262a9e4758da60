namespace CityBrain.Journal.Rows;

/// <summary>
/// One row of a list, written in the same transaction as the facts that changed it and keyed by the writing stream, so that a list is
/// never ahead of or behind the facts. Totals over many streams are worked out behind a cursor instead.
/// </summary>
public sealed record ViewRow
{
    /// <summary>Which list: <c>device</c>, <c>alarm</c>, <c>incident</c>, …</summary>
    public required string Kind { get; init; }

    /// <summary>The writing stream.</summary>
    public required string Stream { get; init; }

    /// <summary>The row among those of this kind and stream; empty where a stream has just one.</summary>
    public string Item { get; init; } = string.Empty;

    /// <summary>Digits of the place it belongs to; lists are filtered by prefix.</summary>
    public required string Place { get; init; }

    /// <summary>What it is about: a device's model, an alarm's rule, an incident's kind.</summary>
    public required string Topic { get; init; }

    /// <summary>Where it stands: <c>active</c>, <c>open</c>, …</summary>
    public required string State { get; init; }

    /// <summary>1 (gravest) to 4, or 0 where levels do not apply.</summary>
    public int Level { get; init; }

    /// <summary>Live, replayed or simulated, with its session.</summary>
    public required Origin Origin { get; init; }

    /// <summary>The time that the list is ordered by, milliseconds since 1970 UTC.</summary>
    public required long AtMs { get; init; }

    /// <summary>UTF-8 JSON that the list shows.</summary>
    public required ReadOnlyMemory<byte> Payload { get; init; }
}
