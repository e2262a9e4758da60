namespace CityBrain.Domain.Incidents;

/// <summary>Bounds of incidents and their desks, each with its reason.</summary>
public static class IncidentLimits
{
    /// <summary>A source farther from the incident's first location is another incident, however many lie between.</summary>
    public const double MergeDistanceMetersMax = 500;

    /// <summary>A source later than this after the latest one is another incident.</summary>
    public static readonly TimeSpan MergeGapMax = TimeSpan.FromMinutes(10);

    /// <summary>A source within this time after closing proposes to reopen; a later one is another incident.</summary>
    public static readonly TimeSpan ReopeningWindow = TimeSpan.FromMinutes(30);

    /// <summary>How long a desk remembers an open incident without a new source: live readings older than this raise nothing.</summary>
    public static readonly TimeSpan QuietMemory = TimeSpan.FromHours(24);

    /// <summary>How many incidents of one kind of origin a desk remembers, so that a long replay can neither grow it without end nor push out what is live.</summary>
    public const int DeskIncidentsMax = 2_000;

    /// <summary>How many sources one incident takes; the next one opens another, so that a stuck rule cannot grow it without end.</summary>
    public const int SourcesMax = 500;

    /// <summary>Characters of a reason or note.</summary>
    public const int ReasonLengthMax = 500;

    /// <summary>Characters of one piece of evidence.</summary>
    public const int EvidenceLengthMax = 2_000;

    /// <summary>Pieces of evidence of one incident, photos among them.</summary>
    public const int EvidenceMax = 50;

    /// <summary>Pixels of a kept photo's longer side: a number plate across a street can be read, and a screen shows no more.</summary>
    public const int PhotoSidePixelsMax = 2_560;

    /// <summary>Bytes of a kept photo: what evidence routes take at most.</summary>
    public const int PhotoBytesMax = 10 << 20;

    /// <summary>Days and serials of incidents count in the city's time, UTC+8 without daylight saving.</summary>
    public static readonly TimeSpan CityOffset = TimeSpan.FromHours(8);
}
