using CityBrain.Domain.Devices;

namespace CityBrain.Api.Citizen;

/// <summary>How good or bad a figure is for people; the graver, the greater.</summary>
public enum Tone
{
    /// <summary>Nothing can be said.</summary>
    None,

    /// <summary>As it should be.</summary>
    Good,

    /// <summary>In order.</summary>
    Fair,

    /// <summary>Worth watching.</summary>
    Watch,

    /// <summary>Bad.</summary>
    Bad,

    /// <summary>Very bad.</summary>
    Severe,
}

/// <summary>What a station's figures mean in plain words.</summary>
/// <param name="Tone">How good or bad it is.</param>
/// <param name="Gravity">The measure by which stations of one subject and one tone are ordered: the graver, the greater.</param>
/// <param name="Word">The word for it.</param>
/// <param name="Figure">The figure with its unit.</param>
/// <param name="Detail">What else is to be said: what it is compared with, what decides, what is missing.</param>
public sealed record Verdict(Tone Tone, double Gravity, LocalText Word, LocalText Figure, LocalText Detail);

/// <summary>The latest of one station, as everybody may see it: where it stands, and no key by which it is known.</summary>
/// <param name="Where">Its name, or that of its place.</param>
/// <param name="Place">The place's name; null where it is not known.</param>
/// <param name="Origin">Live, replayed or simulated.</param>
/// <param name="ObservedAt">When it was observed; null when there is no reading.</param>
/// <param name="IsOld">Whether that is too long ago to say how it is now.</param>
/// <param name="Verdict">What it means; null when a value is missing or of no use.</param>
public sealed record StationView(string? Where, string? Place, OriginKind Origin, DateTimeOffset? ObservedAt, bool IsOld, Verdict? Verdict)
{
    /// <summary>Stations as a list shows them: the gravest first, those that say nothing of now last.</summary>
    public static IReadOnlyList<StationView> Ordered(IEnumerable<StationView> stations) =>
        [.. stations.OrderBy(station => station.IsOld).ThenByDescending(station => station.Verdict?.Tone).ThenByDescending(station => station.Verdict?.Gravity)];
}

/// <summary>One subject of the environment, with its stations.</summary>
/// <param name="Subject">What it is.</param>
/// <param name="Stations">Its stations, the gravest first, those that say nothing last; null when the city did not answer.</param>
/// <param name="Registered">How many stations there are, those beyond the list included.</param>
public sealed record SubjectView(EnvironmentSubject Subject, IReadOnlyList<StationView>? Stations, long Registered)
{
    /// <summary>
    /// The gravest station that says how it is now; one of which nothing can be said hides none of which something can. What is live comes
    /// before what is simulated, and that before what is replayed: they are never mixed.
    /// </summary>
    public StationView? Head { get; } = StationView.Ordered(Stations ?? [])
        .Where(station => station is { IsOld: false, Verdict: not null })
        .OrderBy(station => station.Verdict!.Tone == Tone.None)
        .ThenBy(station => station.Origin switch { OriginKind.Live => 0, OriginKind.Simulated => 1, _ => 2 })
        .FirstOrDefault();

    /// <summary>How many stations of the head's origin say how it is now.</summary>
    public int Speaking => Stations?.Count(station => station is { IsOld: false, Verdict: not null } && station.Origin == Head?.Origin) ?? 0;
}

/// <summary>The environment as everybody may see it.</summary>
/// <param name="AsOf">When it was asked for.</param>
/// <param name="Subjects">The subjects, in the order of the page.</param>
public sealed record EnvironmentView(DateTimeOffset AsOf, IReadOnlyList<SubjectView> Subjects)
{
    /// <summary>Whether the city answered at all.</summary>
    public bool IsAnswered => Subjects.Any(subject => subject.Stations is not null);
}
