using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces.Live;

namespace CityBrain.Api.Live;

/// <summary>A viewer's first and only message.</summary>
internal sealed record LiveHello
{
    /// <summary>Its access token.</summary>
    public required string Token { get; init; }

    /// <summary>What it wants to see; everything when left out.</summary>
    public LiveFilter? Filter { get; init; }

    /// <summary>The last cursor it got; alarms and incidents after it come first. What comes next when left out.</summary>
    public string? AlarmsAfter { get; init; }

    /// <summary>Reads it, or says what is wrong with it.</summary>
    public static (LiveHello? Hello, LivePosition? After, LiveEnd? End) Read(ReadOnlySpan<byte> message)
    {
        var (hello, refusal) = StrictJson.Read<LiveHello>(message);
        if (refusal is not null || hello is null)
        {
            return (null, null, LiveRefusals.HelloMalformed(refusal ?? EdgeRefusals.JsonMismatch("$")));
        }

        if (hello.Filter?.Fault() is { } fault)
        {
            return (null, null, LiveRefusals.HelloMalformed(fault));
        }

        return hello.AlarmsAfter is null ? (hello, null, null)
            : LivePosition.TryParse(hello.AlarmsAfter, out var after) ? (hello, after, null)
            : (null, null, LiveRefusals.CursorInvalid);
    }
}

/// <summary>What a viewer wants to see; what is left out narrows nothing.</summary>
internal sealed record LiveFilter
{
    private static readonly string[] AllMessages = [LiveFrame.Alarm, LiveFrame.Incident, LiveFrame.Point, LiveFrame.Kpi];

    /// <summary>Everything.</summary>
    public static LiveFilter None { get; } = new();

    /// <summary>In or below this place.</summary>
    public PlaceCode? Place { get; init; }

    /// <summary>Kinds of incidents: narrows alarms and incidents.</summary>
    public IReadOnlyList<string>? Kinds { get; init; }

    /// <summary>This level or a graver one, 1 (gravest) to 4: narrows alarms and incidents.</summary>
    public int? LevelAtLeast { get; init; }

    /// <summary>Types of messages: <c>alarm</c>, <c>incident</c>, <c>point</c>, <c>kpi</c>.</summary>
    public IReadOnlyList<string>? Messages { get; init; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public Refusal? Fault() => this switch
    {
        { LevelAtLeast: < 1 or > 4 } => EdgeRefusals.FieldInvalid("filter.levelAtLeast", "is no level", "Give 1, the gravest, to 4."),
        { Kinds: { } kinds } when kinds.Count > LiveOptions.FilterNamesMax || kinds.Any(kind => kind is not { Length: > 0 and <= 100 }) =>
            EdgeRefusals.FieldInvalid("filter.kinds", "is no list of kinds", $"Give at most {LiveOptions.FilterNamesMax} kinds."),
        { Messages: { } messages } when messages.Count is 0 or > 4 || messages.Any(message => !AllMessages.Contains(message)) =>
            EdgeRefusals.FieldInvalid("filter.messages", "is no list of message types", $"Give some of {string.Join(", ", AllMessages)}."),
        _ => null,
    };

    /// <summary>Whether a frame is wanted.</summary>
    public bool Wants(LiveFrame frame) =>
        (Messages is null || Messages.Contains(frame.Type))
        && (Place is not { } place || frame.Place.StartsWith(place.Digits, StringComparison.Ordinal))
        && (frame.Level is not { } level
            || ((LevelAtLeast is not { } least || (int)level <= least) && (Kinds is null || Kinds.Contains(frame.Kind))));
}
