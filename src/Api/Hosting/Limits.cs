namespace CityBrain.Api.Hosting;

/// <summary>Every bound of the edge, each with its reason.</summary>
internal static class Limits
{
    /// <summary>A JSON or CSV body: 1 MiB. A day of minute readings of ten devices fits; a flood does not.</summary>
    public const int BodyBytesMax = 1 << 20;

    /// <summary>What the server itself still reads to the end, so that a client that sent too much hears so before the line is cut.</summary>
    public const int BodyBytesDrainedMax = 32 << 20;

    /// <summary>A form of the token endpoint or of signing in: 16 KiB.</summary>
    public const int FormBytesMax = 16 << 10;

    /// <summary>A pack: 256 KiB, as the scenes' loader has it.</summary>
    public const int PackBytesMax = 256 << 10;

    /// <summary>Pixels of a photo that is decoded: the largest that telephones take as a rule; decoded it takes 200 MB at most.</summary>
    public const int PhotoPixelsMax = 50_000_000;

    /// <summary>Scans of a JPEG: cameras write one, progressive files about ten.</summary>
    public const int PhotoScansMax = 100;

    /// <summary>Photos in memory at a time: each up to 10 MiB as it came.</summary>
    public const int PhotosInFlightMax = 8;

    /// <summary>Photos that are decoded at a time; each takes a core, and readings need them too.</summary>
    public const int PhotosDecodedMax = 2;

    /// <summary>Levels of nesting in JSON.</summary>
    public const int JsonDepthMax = 32;

    /// <summary>Readings in one body or one message: a week of minute readings that a device kept while its line was down.</summary>
    public const int BodyReadingsMax = 10_000;

    /// <summary>Readings in one report of one device: what one grain call takes. A longer body is cut.</summary>
    public const int ReportReadingsMax = 1_000;

    /// <summary>Points in one reading.</summary>
    public const int ReadingPointsMax = 100;

    /// <summary>Rows of a page.</summary>
    public const int PageRowsMax = 1_000;

    /// <summary>Characters of an idempotency key.</summary>
    public const int IdempotencyKeyLengthMax = 200;

    /// <summary>Characters of any one query value.</summary>
    public const int QueryValueLengthMax = 1_000;

    /// <summary>How long the edge waits for the city: shorter than a person's patience and than the runtime's own 30 s.</summary>
    public static readonly TimeSpan CallDurationMax = TimeSpan.FromSeconds(10);

    /// <summary>How long a body may take to arrive.</summary>
    public static readonly TimeSpan BodyDurationMax = TimeSpan.FromSeconds(15);

    /// <summary>How long a photo may take to arrive: 10 MiB over a line of 1 Mbit/s.</summary>
    public static readonly TimeSpan PhotoBodyDurationMax = TimeSpan.FromSeconds(90);

    /// <summary>How long headers may take to arrive.</summary>
    public static readonly TimeSpan HeadersDurationMax = TimeSpan.FromSeconds(10);

    /// <summary>How long one request may hold a connection altogether, sending and reading the answer included.</summary>
    public static readonly TimeSpan RequestDurationMax = TimeSpan.FromSeconds(28);

    /// <summary>The same for a photo.</summary>
    public static readonly TimeSpan PhotoRequestDurationMax = TimeSpan.FromSeconds(120);
}
