using System.ComponentModel.DataAnnotations;

namespace CityBrain.Api.Live;

/// <summary>Every bound of the live feed. Section <c>Live</c>.</summary>
internal sealed class LiveOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Live";

    /// <summary>Bytes of a viewer's first message: a token of the provider and a filter fit.</summary>
    public const int HelloBytesMax = 16 << 10;

    /// <summary>Kinds that one filter may name.</summary>
    public const int FilterNamesMax = 50;

    /// <summary>How long the first message may take.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan HelloDurationMax { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Viewers of one credential: a wall of screens, not a leak of sockets.</summary>
    [Range(1, 1_000)]
    public int ViewersPerCredentialMax { get; set; } = 20;

    /// <summary>Viewers of this process.</summary>
    [Range(1, 100_000)]
    public int ViewersMax { get; set; } = 1_000;

    /// <summary>Alarms and incidents that are kept for viewers who are behind; one that is further behind is cut and comes back with its cursor.</summary>
    [Range(1, 100_000)]
    public int NewsWaitingMax { get; set; } = 1_000;

    /// <summary>How long one message may take to leave; a viewer that does not read is cut after it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan SendDurationMax { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a viewer is pinged, and how long its pong may take.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan PingPeriod { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a viewer's token is looked at again: rights that were taken away end its feed within a minute.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan TokenCheckPeriod { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How often the figures of the city are read for all viewers together.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:05:00")]
    public TimeSpan FiguresPeriod { get; set; } = TimeSpan.FromSeconds(1);
}
