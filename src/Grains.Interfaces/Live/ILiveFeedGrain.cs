using Orleans.Concurrency;

namespace CityBrain.Grains.Interfaces.Live;

/// <summary>What happens in the city as it happens, for the processes of the edge. It keeps nothing: whoever follows brings its place along.</summary>
[Alias("citybrain.live-feed-grain"), GrainInterfaceType("citybrain.live-feed-grain")]
public interface ILiveFeedGrain : IGrainWithIntegerKey
{
    /// <summary>
    /// What is new: alarms and incidents after a position of the lane, none left out, and the latest reading of each device that changed.
    /// Waits as long as the question says when there is nothing.
    /// </summary>
    [Alias("follow"), ReadOnly]
    Task<Answer<LivePage>> Follow(FollowLive question, CancellationToken cancellation);
}

/// <summary>Where a follower stands, and how long it waits.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.follow-live")]
public sealed record FollowLive
{
    /// <summary>The position up to which it has everything; null to begin with what comes next.</summary>
    [Id(0)]
    public LivePosition? After { get; init; }

    /// <summary>How far it has the readings; <see cref="LiveMark.Beginning"/> for the latest of every device heard, null when it wants none.</summary>
    [Id(1)]
    public LiveMark? Readings { get; init; }

    /// <summary>How long to wait for something new: at most five seconds, zero to be answered at once.</summary>
    [Id(2)]
    public TimeSpan Wait { get; init; }
}

/// <summary>How far a follower has the latest readings. It means something to the silo that gave it only; to another it is the beginning.</summary>
/// <param name="Run">Which run of which silo.</param>
/// <param name="Version">The count of changes there.</param>
[GenerateSerializer, Immutable, Alias("citybrain.live-mark")]
public readonly record struct LiveMark([property: Id(0)] long Run, [property: Id(1)] long Version)
{
    /// <summary>Before everything.</summary>
    public static LiveMark Beginning { get; }
}

/// <summary>What was new.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.live-page")]
public sealed record LivePage
{
    /// <summary>Alarms and incidents in the order of the lane.</summary>
    [Id(0)]
    public required IReadOnlyList<LiveNews> News { get; init; }

    /// <summary>The position up to which nothing is missing.</summary>
    [Id(1)]
    public required LivePosition Through { get; init; }

    /// <summary>The latest readings of devices whose latest changed.</summary>
    [Id(2)]
    public IReadOnlyList<LivePoint> Points { get; init; } = [];

    /// <summary>How far the readings go; null when none were asked for.</summary>
    [Id(3)]
    public LiveMark? Readings { get; init; }

    /// <summary>Whether the lane already went further when it was asked.</summary>
    [Id(4)]
    public bool More { get; init; }
}
