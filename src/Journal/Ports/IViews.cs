using CityBrain.Journal.Rows;

namespace CityBrain.Journal.Ports;

/// <summary>The lists that are written in the transaction of their facts.</summary>
public interface IViews
{
    /// <summary>One page of a list, newest first by <see cref="ViewRow.AtMs"/>.</summary>
    /// <exception cref="FormatException">The cursor is not one that a list has given.</exception>
    ValueTask<ViewPage> Query(ViewQuery query, CancellationToken cancellation = default);

    /// <summary>How many rows match.</summary>
    ValueTask<long> Count(ViewQuery query, CancellationToken cancellation = default);

    /// <summary>Numbers of rows by place, state, level and origin kind: what a roll-up starts from.</summary>
    ValueTask<IReadOnlyList<ViewTally>> Tally(string kind, string placePrefix, CancellationToken cancellation = default);
}

/// <summary>Which rows of a list; null means any.</summary>
public sealed record ViewQuery
{
    /// <summary>Which list.</summary>
    public required string Kind { get; init; }

    /// <summary>Only rows of this stream.</summary>
    public string? Stream { get; init; }

    /// <summary>Digits that the place starts with; empty for all.</summary>
    public string PlacePrefix { get; init; } = string.Empty;

    /// <summary>Only this topic.</summary>
    public string? Topic { get; init; }

    /// <summary>Only these states; empty for all.</summary>
    public IReadOnlyList<string> States { get; init; } = [];

    /// <summary>Only this level.</summary>
    public int? Level { get; init; }

    /// <summary>Only this origin.</summary>
    public OriginKind? Origin { get; init; }

    /// <summary>Only this session.</summary>
    public string? Session { get; init; }

    /// <summary>Earliest time, inclusive.</summary>
    public long? FromMs { get; init; }

    /// <summary>Latest time, exclusive.</summary>
    public long? ToMs { get; init; }

    /// <summary>Opaque cursor of the page before.</summary>
    public string? After { get; init; }

    /// <summary>At most so many.</summary>
    public int Limit { get; init; } = 100;
}

/// <summary>One page of a list and the cursor of the next, null at the end.</summary>
public sealed record ViewPage(IReadOnlyList<ViewRow> Rows, string? Next);

/// <summary>How many rows of a list share place, topic, state, level and origin.</summary>
public readonly record struct ViewTally(string Place, string Topic, string State, int Level, OriginKind Origin, long Count);
