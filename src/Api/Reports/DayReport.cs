using CityBrain.Domain.Devices;

namespace CityBrain.Api.Reports;

/// <summary>What one day of the city came to. Each origin stands apart.</summary>
/// <param name="Day">The day, +08:00.</param>
/// <param name="AsOf">When the figures were worked out.</param>
/// <param name="IsOver">Whether the day was over by then; if not, the figures are those so far.</param>
/// <param name="Origins">The origins that have anything to tell, first, and what is live where devices of it are registered; no other.</param>
public sealed record DayReport(DateOnly Day, DateTimeOffset AsOf, bool IsOver, IReadOnlyList<OriginReport> Origins)
{
    /// <summary>Whether anything live is registered or happened.</summary>
    public bool HasLive => Origins.Any(report => report.Origin == OriginKind.Live);
}

/// <summary>The day's figures of one origin. A part that the city did not tell is null, never 0.</summary>
/// <param name="Origin">Live, replayed or simulated.</param>
/// <param name="Readings">How many values came, by point.</param>
/// <param name="Alarms">Alarms raised on the day.</param>
/// <param name="Incidents">Incidents opened and closed on the day.</param>
/// <param name="Air">The air by station.</param>
public sealed record OriginReport(OriginKind Origin, IReadOnlyList<CountLine> Readings, AlarmCounts? Alarms, IncidentCounts Incidents, AirLines? Air)
{
    /// <summary>Where readings of the day were dropped by the retention policy: the observed time from which on they are kept; else null.</summary>
    public DateTimeOffset? KeptFrom { get; init; }

    /// <summary>How many devices of it are registered now; null when the city did not tell.</summary>
    public long? Registered { get; init; }

    /// <summary>Whether there is anything to tell of this origin.</summary>
    public bool IsTelling => Readings.Any(line => line.Values > 0) || Alarms?.Total > 0 || Incidents.Opened?.Total > 0 || Incidents.Closed > 0;
}

/// <summary>How many values of a point came.</summary>
/// <param name="Title">What the point measures.</param>
/// <param name="Values">How many values; null when the city did not tell.</param>
/// <param name="Devices">Of how many devices.</param>
/// <param name="Source">Where the figure is looked up.</param>
public sealed record CountLine(LocalText Title, long? Values, int Devices, string Source);

/// <summary>A count by level.</summary>
/// <param name="Title">What was counted.</param>
/// <param name="Levels">Ⅰ, Ⅱ, Ⅲ, Ⅳ.</param>
public sealed record LevelLine(LocalText Title, IReadOnlyList<int> Levels);

/// <summary>Alarms raised on the day, by rule and level.</summary>
/// <param name="Total">How many there are.</param>
/// <param name="Counted">How many of them the lines count: fewer than all on a very bad day.</param>
/// <param name="Lines">By rule, the most frequent first.</param>
/// <param name="Source">Where they are looked up.</param>
public sealed record AlarmCounts(long Total, int Counted, IReadOnlyList<LevelLine> Lines, string Source);

/// <summary>Incidents opened on the day, by kind and level in force, and incidents closed on it.</summary>
/// <param name="Opened">Those opened; null when the city did not tell.</param>
/// <param name="Closed">How many were closed on the day; null when the city did not tell.</param>
/// <param name="ClosedWithin">Those opened up to so many days before the day's end were looked through.</param>
/// <param name="IsWhole">Whether all of those were looked through.</param>
public sealed record IncidentCounts(AlarmCounts? Opened, int? Closed, int ClosedWithin, bool IsWhole)
{
    /// <summary>The first of those opened: what is not closed before what is, and of these the graver before the slighter.</summary>
    public IReadOnlyList<IncidentLine> First { get; init; } = [];
}

/// <summary>One incident of the day.</summary>
/// <param name="Id">Its key.</param>
/// <param name="Level">The level in force.</param>
/// <param name="Title">What it is.</param>
/// <param name="Place">Its place's name, or its code where the register does not tell the name.</param>
/// <param name="OpenedAt">When it began.</param>
/// <param name="State">Its state by now.</param>
public sealed record IncidentLine(string Id, Level Level, LocalText Title, string Place, DateTimeOffset OpenedAt, string State);

/// <summary>The air of the day by station.</summary>
/// <param name="Stations">One line each.</param>
/// <param name="Formula">The formula in words, with its standard.</param>
/// <param name="Source">Where it is looked up.</param>
public sealed record AirLines(IReadOnlyList<AirLine> Stations, string Formula, string Source);

/// <summary>The air of the day at one station.</summary>
/// <param name="Device">The station's key.</param>
/// <param name="Name">Its name; null where it has none.</param>
/// <param name="Index">0 to 500; null when the day is not valid.</param>
/// <param name="Category">Its category; null without an index.</param>
/// <param name="Primary">Primary pollutants; empty when there is none.</param>
/// <param name="Invalid">Pollutants with too few hours, which are not in the index.</param>
/// <param name="Table">The standard's table; null without an index.</param>
/// <param name="IsVerified">Whether every row of the table that was used was checked.</param>
public sealed record AirLine(string Device, string? Name, double? Index, LocalText? Category, string Primary, string Invalid, string? Table, bool IsVerified);
