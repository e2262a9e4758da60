using CityBrain.Api.Problems;

namespace CityBrain.Api.Live;

/// <summary>Why a feed does not begin or ends: the refusal, and the code its WebSocket is closed with (RFC 6455, 7.4; 4000 and up are ours).</summary>
/// <param name="Code">The close code.</param>
/// <param name="Why">The refusal; its code is the reason of the closing.</param>
internal sealed record LiveEnd(int Code, Refusal Why);

/// <summary>Every way in which the city ends a feed.</summary>
internal static class LiveRefusals
{
    public static Refusal WebSocketRequired { get; } = new(
        "websocket-required", "This address speaks WebSocket only.", "Open a WebSocket and send the token in its first message.");

    public static LiveEnd HelloLate { get; } = new(4408, new Refusal(
        "hello-late", "The first message did not come in time.", "Send the token right after opening."));

    public static LiveEnd HelloTooLarge { get; } = new(1009, new Refusal(
        "hello-too-large", $"The first message is larger than {LiveOptions.HelloBytesMax} bytes.", "Name fewer kinds."));

    public static LiveEnd NotAuthenticated { get; } = new(4401, new Refusal(
        "not-authenticated", "The token is not valid, or not any more.", "Get a token from POST /connect/token and open the feed again with the last cursor.", RefusalKind.Unauthenticated));

    public static LiveEnd NotAllowed { get; } = new(4403, EdgeRefusals.NotAllowed);

    public static LiveEnd CursorInvalid { get; } = new(4410, new Refusal(
        "cursor-invalid", "The cursor is none that this city gave.", "Leave it out to begin with what comes next, and read the lists for what was before."));

    public static LiveEnd TooManyViewers { get; } = new(4429, new Refusal(
        "too-many-viewers", "This credential, or this process, has as many viewers as it may.", "Close one, or come back later.", RefusalKind.Unavailable));

    public static LiveEnd TooSlow { get; } = new(4008, new Refusal(
        "too-slow", "Alarms came faster than they were taken.", "Open the feed again with the last cursor: what was missed is sent first.", RefusalKind.Unavailable));

    public static LiveEnd Unexpected { get; } = new(4400, new Refusal(
        "message-unexpected", "A viewer says nothing after its first message.", "Open another feed for another filter."));

    /// <summary>The viewer closed, or its line is dead; nobody hears this.</summary>
    public static LiveEnd Gone { get; } = new(1000, new Refusal("gone", "The viewer is gone.", "Open the feed again with the last cursor.", RefusalKind.Unavailable));

    public static LiveEnd Unavailable { get; } = new(4503, EdgeRefusals.Unavailable);

    public static LiveEnd Stopping { get; } = new(1001, new Refusal(
        "stopping", "This process stops.", "Open the feed again with the last cursor.", RefusalKind.Unavailable));

    public static LiveEnd HelloMalformed(Refusal why) => new(4400, why);
}
