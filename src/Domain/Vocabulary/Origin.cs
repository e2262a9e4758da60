using Orleans;

namespace CityBrain.Domain.Vocabulary;

/// <summary>Where a record comes from. What is not live always says so, on the record, in the API and on the screen.</summary>
public enum OriginKind
{
    /// <summary>Reported by a real device or person as it happens.</summary>
    Live,

    /// <summary>Read again from a file within a replay session.</summary>
    Replayed,

    /// <summary>Made by the demonstration's simulator.</summary>
    Simulated,
}

/// <summary>Origin and, unless live, the session. Both are part of what merges: a replayed alarm never joins a live incident.</summary>
/// <param name="Kind">Live, replayed or simulated.</param>
/// <param name="Session">The session's key; empty when live.</param>
[GenerateSerializer, Immutable, Alias("citybrain.origin")]
public readonly record struct Origin([property: Id(0)] OriginKind Kind, [property: Id(1)] string Session)
{
    /// <summary>Reported as it happens.</summary>
    public static Origin Live { get; } = new(OriginKind.Live, string.Empty);

    /// <summary>Read again within a session.</summary>
    public static Origin Replayed(string session) => new(OriginKind.Replayed, session);
}
