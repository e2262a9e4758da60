using System.ComponentModel.DataAnnotations;

namespace CityBrain.Api.Hosting;

/// <summary>Where traces go. Section <c>Observability</c>.</summary>
internal sealed class ObservabilityOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Observability";

    /// <summary>A collector that speaks OTLP over gRPC, such as http://localhost:4317; without one nothing is traced and nothing leaves.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Share of requests that are traced, 0 to 1, whatever a caller's own trace says: a trace costs more than a reading.</summary>
    [Range(0.0, 1.0)]
    public double TraceShare { get; set; } = 0.05;

    /// <summary>Whether a process with this configuration traces.</summary>
    public static bool IsTraced(IConfiguration configuration) => configuration[$"{Section}:{nameof(OtlpEndpoint)}"] is { Length: > 0 };
}
