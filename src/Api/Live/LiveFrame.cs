using System.Text.Json;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Grains.Interfaces.Live;
using CityBrain.Grains.Interfaces.Places;

namespace CityBrain.Api.Live;

/// <summary>One message as all viewers get it: written once, its bytes shared.</summary>
internal sealed record LiveFrame
{
    /// <summary>News of an alarm.</summary>
    public const string Alarm = "alarm";

    /// <summary>News of an incident.</summary>
    public const string Incident = "incident";

    /// <summary>The latest reading of a device.</summary>
    public const string Point = "point";

    /// <summary>The figures of a place.</summary>
    public const string Kpi = "kpi";

    /// <summary>Which message it is.</summary>
    public required string Type { get; init; }

    /// <summary>Digits of the place it belongs to.</summary>
    public required string Place { get; init; }

    /// <summary>UTF-8 JSON.</summary>
    public required ReadOnlyMemory<byte> Bytes { get; init; }

    /// <summary>Where the fact stands; null for what is conflated.</summary>
    public LivePosition? At { get; init; }

    /// <summary>The kind of incident, of alarms and incidents.</summary>
    public string Kind { get; init; } = string.Empty;

    /// <summary>The level, of alarms and incidents.</summary>
    public Level? Level { get; init; }

    /// <summary>What a newer frame replaces while it waits; null for what is never replaced.</summary>
    public string? Key { get; init; }

    /// <summary>An alarm or incident.</summary>
    public static LiveFrame Of(LiveNews news, JsonSerializerOptions json)
    {
        var frame = new LiveFrame { Type = Alarm, Place = string.Empty, Bytes = default, At = news.At, Level = news.Level };
        return news switch
        {
            { Alarm: { } alarm } => frame with
            {
                Place = alarm.Place,
                Kind = alarm.Kind,
                Bytes = Write(new AlarmMessage(Alarm, news.At.ToString(), news.Change, news.Level, news.RecordedAt, alarm), json),
            },
            { Incident: { } incident } => frame with
            {
                Type = Incident,
                Place = incident.Place,
                Kind = incident.Kind,
                Bytes = Write(new IncidentMessage(Incident, news.At.ToString(), news.Change, news.RecordedAt, incident), json),
            },
            _ => throw new InvalidOperationException("News is of an alarm or of an incident."),
        };
    }

    /// <summary>A device's latest reading.</summary>
    public static LiveFrame Of(LivePoint point, JsonSerializerOptions json) => new()
    {
        Type = Point,
        Place = point.Place,
        Key = $"{Point}/{point.Device}",
        Bytes = Write(new PointMessage(Point, point.Device, point.Model, point.Place, point.Reading), json),
    };

    /// <summary>A place's figures.</summary>
    public static LiveFrame Of(string place, string name, PlaceState state, JsonSerializerOptions json) => new()
    {
        Type = Kpi,
        Place = place,
        Key = $"{Kpi}/{place}",
        Bytes = Write(new KpiMessage(Kpi, place, name, state), json),
    };

    /// <summary>Tells a viewer how far it is.</summary>
    public static ReadOnlyMemory<byte> Cursor(string type, LivePosition at, DateTimeOffset now, JsonSerializerOptions json) =>
        Write(new CursorMessage(type, at.ToString(), now), json);

    /// <summary>Tells a viewer why its feed ends.</summary>
    public static ReadOnlyMemory<byte> Problem(Refusal why, JsonSerializerOptions json) =>
        Write(new ProblemMessage("problem", why.Code, why.Reason, why.Remedy), json);

    private static byte[] Write<T>(T message, JsonSerializerOptions json) => JsonSerializer.SerializeToUtf8Bytes(message, json);

    private sealed record AlarmMessage(string Type, string Cursor, string Change, Level Level, DateTimeOffset RecordedAt, AlarmView Alarm);

    private sealed record IncidentMessage(string Type, string Cursor, string Change, DateTimeOffset RecordedAt, IncidentSummary Incident);

    private sealed record PointMessage(string Type, string Device, string Model, string Place, ReadingView Reading);

    private sealed record KpiMessage(string Type, string Place, string Name, PlaceState State);

    private sealed record CursorMessage(string Type, string Cursor, DateTimeOffset At);

    private sealed record ProblemMessage(string Type, string Code, string Detail, string Remedy);
}
