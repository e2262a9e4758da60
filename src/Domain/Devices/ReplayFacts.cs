namespace CityBrain.Domain.Devices;

/// <summary>What happened to a replay session. Stream <c>replay/{session}</c>.</summary>
public abstract record ReplayFact;

/// <summary>A session was opened.</summary>
/// <param name="Session">Its key.</param>
/// <param name="Source">Name of what is read again; a name only, never a path.</param>
/// <param name="SourceHash">SHA-256 of the source, 64 lower-case hexadecimal digits.</param>
/// <param name="As">How it is mapped: <c>air</c>, <c>water</c>.</param>
/// <param name="At">When.</param>
public sealed record ReplayOpened(string Session, string Source, string SourceHash, string As, DateTimeOffset At) : ReplayFact;

/// <summary>A session ended; nothing more is read under it until it is opened again.</summary>
/// <param name="At">When.</param>
public sealed record ReplayFinished(DateTimeOffset At) : ReplayFact;

/// <summary>A session was opened again, as when the same file is replayed once more.</summary>
/// <param name="At">When.</param>
public sealed record ReplayResumed(DateTimeOffset At) : ReplayFact;

/// <summary>A replay session: what is read again under it is marked so and never counted as live.</summary>
/// <param name="Opening">How it was opened.</param>
/// <param name="IsOpen">Whether readings are taken.</param>
public sealed record Replay(ReplayOpened Opening, bool IsOpen);

/// <summary>The rules of replay sessions.</summary>
public static class ReplayRules
{
    /// <summary>The longest name of a source.</summary>
    public const int SourceLengthMax = 200;

    /// <summary>No session has the key.</summary>
    public static Refusal ReplayUnknown { get; } = new(
        "replay-unknown", "No replay session has this key.", "Open one first, and use the key that it answers.", RefusalKind.Missing);

    /// <summary>What is to be replayed is not named as it should be.</summary>
    public static Refusal SourceInvalid { get; } = new(
        "replay-source-invalid",
        "The source's name is empty, too long or a path, or its hash is not 64 lower-case hexadecimal digits.",
        "Give the file's name without folders and the SHA-256 of its bytes.");

    /// <summary>The session under this key reads another source.</summary>
    public static Refusal SourceDiffers { get; } = new(
        "replay-source-differs", "A session of this key reads another source.", "Open the session for the source that it is of.", RefusalKind.Conflict);

    /// <summary>Opens a session; the same source again goes on under the same one.</summary>
    public static Decision<ReplayFact> DecideOpen(Replay? replay, string session, string source, string sourceHash, string mapping, DateTimeOffset now)
    {
        var named = source.Length is > 0 and <= SourceLengthMax && source.AsSpan().IndexOfAny("/\\") < 0 && !source.Any(char.IsControl);
        var hashed = sourceHash.Length == 64 && sourceHash.All(char.IsAsciiHexDigitLower);
        return !named || !hashed || mapping.Length is 0 or > 32 ? SourceInvalid
            : replay is null ? new ReplayFact[] { new ReplayOpened(session, source, sourceHash, mapping, now) }
            : replay.Opening.SourceHash != sourceHash ? SourceDiffers
            : replay.IsOpen ? Array.Empty<ReplayFact>()
            : new ReplayFact[] { new ReplayResumed(now) };
    }

    /// <summary>Ends a session; one that has ended stays so.</summary>
    public static Decision<ReplayFact> DecideFinish(Replay? replay, DateTimeOffset now) =>
        replay is null ? ReplayUnknown
        : replay.IsOpen ? new ReplayFact[] { new ReplayFinished(now) }
        : Array.Empty<ReplayFact>();

    /// <summary>The session after a fact. Total.</summary>
    public static Replay? Apply(Replay? replay, ReplayFact fact) => (replay, fact) switch
    {
        (_, ReplayOpened opened) => new Replay(opened, true),
        (null, _) => null,
        (_, ReplayFinished) => replay with { IsOpen = false },
        (_, ReplayResumed) => replay with { IsOpen = true },
        _ => replay,
    };
}
