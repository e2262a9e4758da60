namespace CityBrain.Domain.Devices;

/// <summary>What became of one reading.</summary>
public enum OutcomeKind
{
    /// <summary>It stands.</summary>
    Stored,

    /// <summary>The same reading was there already; nothing is stored.</summary>
    Duplicate,

    /// <summary>Another reading stands at its time; it is stored beside it and answered as a duplicate.</summary>
    Conflict,

    /// <summary>It cannot be taken; nothing is stored.</summary>
    Refused,
}

/// <summary>What became of one reading, in the order in which the readings came.</summary>
public readonly record struct ReadingOutcome
{
    /// <summary>Stored, duplicate, conflict or refused.</summary>
    public required OutcomeKind Kind { get; init; }

    /// <summary>The observed time that it stands at, milliseconds since 1970 UTC; 0 when refused.</summary>
    public long ObservedMs { get; init; }

    /// <summary>0 for the reading that stands; 1, 2, … for one kept beside it.</summary>
    public int Variant { get; init; }

    /// <summary>Good, late, clock or conflict.</summary>
    public Quality Mark { get; init; }

    /// <summary>The time that the device claimed, where it was not believed.</summary>
    public long? ClaimedMs { get; init; }

    /// <summary>The points that have a value and are not good; never null. A point without a value is missing and not listed.</summary>
    public IReadOnlyList<PointFlag> Flags => flags ?? [];

    /// <summary>Why it was refused; null when it was not.</summary>
    public Refusal? Why { get; init; }

    private readonly IReadOnlyList<PointFlag>? flags;

    internal IReadOnlyList<PointFlag>? Flagged
    {
        init => flags = value;
    }

    /// <summary>Whether a row is to be written for it.</summary>
    public bool IsRecorded => Kind is OutcomeKind.Stored or OutcomeKind.Conflict;
}

/// <summary>What a report of readings comes to.</summary>
/// <param name="State">The reading state after it.</param>
/// <param name="Outcomes">One per reading, in order.</param>
/// <param name="Facts">Rules adopted, alarms raised and cleared, in order; to be committed together with the readings.</param>
public sealed record Acceptance(ReadingState State, IReadOnlyList<ReadingOutcome> Outcomes, IReadOnlyList<DeviceFact> Facts);
