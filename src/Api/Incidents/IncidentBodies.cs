using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces.Incidents;

namespace CityBrain.Api.Incidents;

/// <summary>A step that needs no more than a note.</summary>
internal sealed record IncidentNote : IOptionalBody
{
    /// <summary>What there is to say about it; reopening needs a reason here.</summary>
    public string? Note { get; init; }
}

/// <summary>What an incident is closed with.</summary>
internal sealed record IncidentClosing
{
    /// <summary>Why it is over.</summary>
    public required string Note { get; init; }

    /// <summary>Evidence of it.</summary>
    public required IReadOnlyList<EvidenceItem> Evidence { get; init; }
}

/// <summary>A person's decision on a level.</summary>
internal sealed record IncidentLevelDecision
{
    /// <summary>The level.</summary>
    public required Level Level { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Which merges are undone, and why.</summary>
internal sealed record IncidentMergeUndoing
{
    /// <summary>Keys of the sources; all but the first when not given.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}

/// <summary>Which incidents.</summary>
internal sealed record IncidentFilter
{
    [Description("In or below this place.")]
    public PlaceCode? Place { get; init; }

    [Description("Only this kind.")]
    public string? Kind { get; init; }

    [Description("Only this state: open, acknowledged, in-hand, closed or reopened."), AllowedValues("open", "acknowledged", "in-hand", "closed", "reopened")]
    public string? State { get; init; }

    [Description("Only this level: I, II, III or IV.")]
    public LevelFilter? Level { get; init; }

    [Description("live, replayed or simulated.")]
    public OriginName? Origin { get; init; }

    [Description("Earliest opening, inclusive.")]
    public Moment? From { get; init; }

    [Description("Latest opening, exclusive.")]
    public Moment? To { get; init; }

    [Description("Cursor: the next of the page before.")]
    public string? After { get; init; }

    [Description("Rows of a page, 1 to 1000; 100 when not given.")]
    public PageLimit? Limit { get; init; }

    [Description("Whether to count all that match.")]
    public bool? Count { get; init; }

    public IncidentQuery ToQuery() => new()
    {
        Place = Place,
        Kind = Kind,
        States = State is null ? [] : [State],
        Level = Level?.Value,
        Origin = Origin?.Kind,
        From = From?.Value,
        To = To?.Value,
        After = After,
        Limit = PageLimit.RowsOf(Limit),
        Count = Count ?? false,
    };
}
