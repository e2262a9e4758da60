namespace CityBrain.Grains.Interfaces.Devices;

/// <summary>A replay session: what is read again under it is marked so and never counted as live. Keyed by the session's key.</summary>
[Alias("citybrain.replay-grain"), GrainInterfaceType("citybrain.replay-grain")]
public interface IReplayGrain : IGrainWithStringKey
{
    /// <summary>Opens the session, or answers the one that is open under this key already, so that an interrupted replay goes on.</summary>
    [Alias("open")]
    Task<Answer<ReplayView>> Open(OpenReplay command);

    /// <summary>Ends the session.</summary>
    [Alias("finish")]
    Task<Answer<ReplayView>> Finish(FinishReplay command);

    /// <summary>The session.</summary>
    [Alias("read")]
    Task<Answer<ReplayView>> Read();
}

/// <summary>Opens a replay session.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.open-replay")]
public sealed record OpenReplay([property: Id(0)] Mandate Mandate, [property: Id(1)] string Source, [property: Id(2)] string SourceHash, [property: Id(3)] string As);

/// <summary>Ends a replay session.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.finish-replay")]
public sealed record FinishReplay([property: Id(0)] Mandate Mandate);

/// <summary>A replay session as shown.</summary>
/// <param name="Id">The session's key.</param>
/// <param name="Source">Name of what is read again; a name only, never a path.</param>
/// <param name="SourceHash">SHA-256 of the source, hexadecimal.</param>
/// <param name="As">How it is mapped: <c>air</c>, <c>water</c>.</param>
/// <param name="State"><c>open</c> or <c>finished</c>.</param>
/// <param name="OpenedAt">When it was opened.</param>
[GenerateSerializer, Immutable, Alias("citybrain.replay-view")]
public sealed record ReplayView(
    [property: Id(0)] string Id,
    [property: Id(1)] string Source,
    [property: Id(2)] string SourceHash,
    [property: Id(3)] string As,
    [property: Id(4)] string State,
    [property: Id(5)] DateTimeOffset OpenedAt);
