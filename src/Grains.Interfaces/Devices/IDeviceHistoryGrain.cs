using System.Text.Json.Serialization;
using Orleans.Concurrency;

namespace CityBrain.Grains.Interfaces.Devices;

/// <summary>Questions about devices, readings and alarms that no single device answers. Stateless: any number may run.</summary>
[Alias("citybrain.device-history-grain"), GrainInterfaceType("citybrain.device-history-grain")]
public interface IDeviceHistoryGrain : IGrainWithIntegerKey
{
    /// <summary>The devices of a place.</summary>
    [Alias("devices"), ReadOnly]
    Task<Answer<Page<DeviceSummary>>> Devices(DeviceQuery query, CancellationToken cancellation);

    /// <summary>Readings of one device, oldest first.</summary>
    [Alias("readings"), ReadOnly]
    Task<Answer<ReadingsPage>> Readings(ReadingsQuery query, CancellationToken cancellation);

    /// <summary>Alarms, newest first.</summary>
    [Alias("alarms"), ReadOnly]
    Task<Answer<Page<AlarmView>>> Alarms(AlarmQuery query, CancellationToken cancellation);

    /// <summary>Commands of one device, newest first.</summary>
    [Alias("commands"), ReadOnly]
    Task<Answer<Page<DeviceCommandView>>> Commands(DeviceCommandQuery query, CancellationToken cancellation);

    /// <summary>One figure over many readings.</summary>
    [Alias("statistics"), ReadOnly]
    Task<Answer<StatisticsView>> Statistics(StatisticsQuery query, CancellationToken cancellation);
}

/// <summary>Which devices.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.device-query")]
public sealed record DeviceQuery
{
    /// <summary>In or below this place; null for the whole city.</summary>
    [Id(0)]
    public PlaceCode? Place { get; init; }

    /// <summary>Only this model.</summary>
    [Id(1)]
    public string? Model { get; init; }

    /// <summary>Only this origin.</summary>
    [Id(2)]
    public OriginKind? Origin { get; init; }

    /// <summary>Cursor.</summary>
    [Id(3)]
    public string? After { get; init; }

    /// <summary>1 to 1,000.</summary>
    [Id(4)]
    public int Limit { get; init; } = 100;

    /// <summary>Whether to count all that match.</summary>
    [Id(5)]
    public bool Count { get; init; }

    /// <summary>Whether each device comes with its latest reading.</summary>
    [Id(6)]
    public bool Latest { get; init; }
}

/// <summary>A device in a list.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.device-summary")]
public sealed record DeviceSummary(
    [property: Id(0)] string Id,
    [property: Id(1)] string Model,
    [property: Id(2)] string Place,
    [property: Id(3)] string? Name,
    [property: Id(4)] string? SourceStation,
    [property: Id(5)] Location? Location,
    [property: Id(6)] OriginKind Origin)
{
    /// <summary>Its latest reading, where that was asked for and there is one; left out otherwise.</summary>
    [Id(7), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReadingView? Latest { get; init; }
}

/// <summary>Which readings of one device.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.readings-query")]
public sealed record ReadingsQuery
{
    /// <summary>The device.</summary>
    [Id(0)]
    public required DeviceId Device { get; init; }

    /// <summary>Earliest observed time, inclusive.</summary>
    [Id(1)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest observed time, exclusive.</summary>
    [Id(2)]
    public DateTimeOffset? To { get; init; }

    /// <summary>Only readings that have this quality as a whole or at some point.</summary>
    [Id(3)]
    public string? Quality { get; init; }

    /// <summary>Only this origin.</summary>
    [Id(4)]
    public OriginKind? Origin { get; init; }

    /// <summary>Cursor.</summary>
    [Id(5)]
    public string? After { get; init; }

    /// <summary>1 to 1,000.</summary>
    [Id(6)]
    public int Limit { get; init; } = 100;

    /// <summary>Whether to count all that match.</summary>
    [Id(7)]
    public bool Count { get; init; }
}

/// <summary>One page of readings.</summary>
/// <param name="Items">The readings, oldest first.</param>
/// <param name="Next">Cursor of the next page; null at the end.</param>
/// <param name="Count">How many match altogether, where it was asked for; null where none is left of those that there were.</param>
/// <param name="KeptFrom">
/// Where readings that were asked for are gone by order of the retention policy: the observed time from which on all are there. Null when
/// nothing is missing.
/// </param>
[GenerateSerializer, Immutable, Alias("citybrain.readings-page")]
public sealed record ReadingsPage(
    [property: Id(0)] IReadOnlyList<ReadingView> Items,
    [property: Id(1)] string? Next,
    [property: Id(2)] long? Count = null,
    [property: Id(3)] DateTimeOffset? KeptFrom = null);

/// <summary>Which alarms.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.alarm-query")]
public sealed record AlarmQuery
{
    /// <summary>In or below this place; null for the whole city.</summary>
    [Id(0)]
    public PlaceCode? Place { get; init; }

    /// <summary>Only this rule.</summary>
    [Id(1)]
    public string? Rule { get; init; }

    /// <summary>Only this device.</summary>
    [Id(2)]
    public DeviceId? Device { get; init; }

    /// <summary><c>active</c> or <c>cleared</c>.</summary>
    [Id(3)]
    public string? State { get; init; }

    /// <summary>Earliest raise time, inclusive.</summary>
    [Id(4)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest raise time, exclusive.</summary>
    [Id(5)]
    public DateTimeOffset? To { get; init; }

    /// <summary>Only this origin.</summary>
    [Id(6)]
    public OriginKind? Origin { get; init; }

    /// <summary>Cursor.</summary>
    [Id(7)]
    public string? After { get; init; }

    /// <summary>1 to 1,000.</summary>
    [Id(8)]
    public int Limit { get; init; } = 100;

    /// <summary>Whether to count all that match.</summary>
    [Id(9)]
    public bool Count { get; init; }
}

/// <summary>What figure over which readings.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.statistics-query")]
public sealed record StatisticsQuery
{
    /// <summary>The point: <c>pm25</c>.</summary>
    [Id(0)]
    public required string Point { get; init; }

    /// <summary><c>count</c>, <c>valid-days</c>, <c>sum</c>, <c>leq</c> or <c>aqi</c>.</summary>
    [Id(1)]
    public required string Aggregate { get; init; }

    /// <summary>Only values strictly over this.</summary>
    [Id(2)]
    public double? Over { get; init; }

    /// <summary>Only values of this quality; for sums and levels <c>good</c> when not given, for counts any value that is not missing.</summary>
    [Id(3)]
    public string? Quality { get; init; }

    /// <summary>Earliest observed time, inclusive.</summary>
    [Id(4)]
    public DateTimeOffset? From { get; init; }

    /// <summary>Latest observed time, exclusive.</summary>
    [Id(5)]
    public DateTimeOffset? To { get; init; }

    /// <summary>In or below this place; null for the whole city.</summary>
    [Id(6)]
    public PlaceCode? Place { get; init; }

    /// <summary>Only this device.</summary>
    [Id(7)]
    public DeviceId? Device { get; init; }

    /// <summary>Only this origin; live when not given.</summary>
    [Id(8)]
    public OriginKind? Origin { get; init; }
}

/// <summary>A figure with its source: what it counts, over what, by which formula.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.statistics-view")]
public sealed record StatisticsView
{
    /// <summary>The point.</summary>
    [Id(0)]
    public required string Point { get; init; }

    /// <summary>The aggregate.</summary>
    [Id(1)]
    public required string Aggregate { get; init; }

    /// <summary>The figure; null when there was nothing to work it out from.</summary>
    [Id(2)]
    public double? Value { get; init; }

    /// <summary>How many values went into it.</summary>
    [Id(3)]
    public required long Readings { get; init; }

    /// <summary>How many devices they are of.</summary>
    [Id(4)]
    public required int Devices { get; init; }

    /// <summary>For days: how many device-days there are with readings, and how many of them are valid.</summary>
    [Id(5)]
    public DayValidity? Days { get; init; }

    /// <summary>For daily figures: one row per device and day.</summary>
    [Id(6)]
    public IReadOnlyList<DailyFigure> Daily { get; init; } = [];

    /// <summary>The formula in words, with its standard and clause.</summary>
    [Id(7)]
    public required string Formula { get; init; }

    /// <summary>The origin that was counted.</summary>
    [Id(8)]
    public required OriginKind Origin { get; init; }

    /// <summary>
    /// Where readings that were asked for are gone by order of the retention policy: the observed time from which on all are there. Of a
    /// device with readings gone only what it observed later is in the figure. Null when nothing is missing.
    /// </summary>
    [Id(9)]
    public DateTimeOffset? KeptFrom { get; init; }
}

/// <summary>Device-days with readings, and how many are valid.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.day-validity")]
public sealed record DayValidity([property: Id(0)] int Total, [property: Id(1)] int Valid, [property: Id(2)] int Invalid);

/// <summary>A figure of one device that a formula worked out: of a whole day, or of the latest reading where a device shows it.</summary>
/// <param name="Device">The device.</param>
/// <param name="Day">Calendar day, +08:00; the standard's table of that day was used.</param>
/// <param name="Value">The figure; null when there was too little to work it out from.</param>
/// <param name="Note">What else is to be said: category, what decides, what was missing, table, whether its rows are verified.</param>
[GenerateSerializer, Immutable, Alias("citybrain.daily-figure")]
public sealed record DailyFigure(
    [property: Id(0)] string Device, [property: Id(1)] DateOnly Day, [property: Id(2)] double? Value, [property: Id(3)] IReadOnlyDictionary<string, string> Note);
