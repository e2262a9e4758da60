using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>Which devices.</summary>
internal sealed record DeviceFilter
{
    [Description("In or below this place.")]
    public PlaceCode? Place { get; init; }

    [Description("Only this model.")]
    public string? Model { get; init; }

    [Description("live, replayed or simulated.")]
    public OriginName? Origin { get; init; }

    [Description("Cursor: the next of the page before.")]
    public string? After { get; init; }

    [Description("Rows of a page, 1 to 1000; 100 when not given.")]
    public PageLimit? Limit { get; init; }

    [Description("Whether to count all that match.")]
    public bool? Count { get; init; }

    [Description("Whether each device comes with its latest reading.")]
    public bool? Latest { get; init; }

    public DeviceQuery ToQuery() => new()
    {
        Place = Place,
        Model = Model,
        Origin = Origin?.Kind,
        After = After,
        Limit = PageLimit.RowsOf(Limit),
        Count = Count ?? false,
        Latest = Latest ?? false,
    };
}

/// <summary>Which readings of a device.</summary>
internal sealed record ReadingsFilter
{
    [Description("Earliest observed time, inclusive.")]
    public Moment? From { get; init; }

    [Description("Latest observed time, exclusive.")]
    public Moment? To { get; init; }

    [Description("Only readings with this quality, as a whole or at some point."), AllowedValues("good", "missing", "spike", "range", "late", "clock", "conflict")]
    public string? Quality { get; init; }

    [Description("live, replayed or simulated.")]
    public OriginName? Origin { get; init; }

    [Description("Cursor: the next of the page before.")]
    public string? After { get; init; }

    [Description("Rows of a page, 1 to 1000; 100 when not given.")]
    public PageLimit? Limit { get; init; }

    [Description("Whether to count all that match.")]
    public bool? Count { get; init; }

    public ReadingsQuery ToQuery(DeviceId device) => new()
    {
        Device = device,
        From = From?.Value,
        To = To?.Value,
        Quality = Quality,
        Origin = Origin?.Kind,
        After = After,
        Limit = PageLimit.RowsOf(Limit),
        Count = Count ?? false,
    };
}

/// <summary>Which alarms.</summary>
internal sealed record AlarmFilter
{
    [Description("In or below this place.")]
    public PlaceCode? Place { get; init; }

    [Description("Only this rule.")]
    public string? Rule { get; init; }

    [Description("Only this device.")]
    public DeviceId? Device { get; init; }

    [Description("active or cleared."), AllowedValues("active", "cleared")]
    public string? State { get; init; }

    [Description("Earliest raise time, inclusive.")]
    public Moment? From { get; init; }

    [Description("Latest raise time, exclusive.")]
    public Moment? To { get; init; }

    [Description("live, replayed or simulated.")]
    public OriginName? Origin { get; init; }

    [Description("Cursor: the next of the page before.")]
    public string? After { get; init; }

    [Description("Rows of a page, 1 to 1000; 100 when not given.")]
    public PageLimit? Limit { get; init; }

    [Description("Whether to count all that match.")]
    public bool? Count { get; init; }

    public AlarmQuery ToQuery() => new()
    {
        Place = Place,
        Rule = Rule,
        Device = Device,
        State = State,
        From = From?.Value,
        To = To?.Value,
        Origin = Origin?.Kind,
        After = After,
        Limit = PageLimit.RowsOf(Limit),
        Count = Count ?? false,
    };
}

/// <summary>Which figure over which readings.</summary>
internal sealed record StatisticsFilter
{
    [Description("The point: pm25.")]
    public required string Point { get; init; }

    [Description("The aggregate: count, valid-days, sum, leq or aqi."), AllowedValues("count", "valid-days", "sum", "leq", "aqi")]
    public required string Aggregate { get; init; }

    [Description("Only values strictly over this.")]
    public Figure? Over { get; init; }

    [Description("Only values of this quality."), AllowedValues("good", "missing", "spike", "range", "late", "clock", "conflict")]
    public string? Quality { get; init; }

    [Description("Earliest observed time, inclusive.")]
    public Moment? From { get; init; }

    [Description("Latest observed time, exclusive.")]
    public Moment? To { get; init; }

    [Description("In or below this place.")]
    public PlaceCode? Place { get; init; }

    [Description("Only this device.")]
    public DeviceId? Device { get; init; }

    [Description("live, replayed or simulated; live when not given.")]
    public OriginName? Origin { get; init; }

    public StatisticsQuery ToQuery() => new()
    {
        Point = Point,
        Aggregate = Aggregate,
        Over = Over?.Value,
        Quality = Quality,
        From = From?.Value,
        To = To?.Value,
        Place = Place,
        Device = Device,
        Origin = Origin?.Kind,
    };
}
