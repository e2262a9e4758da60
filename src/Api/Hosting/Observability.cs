using CityBrain.Api.Access;
using CityBrain.Api.Admission;
using CityBrain.Api.Live;
using CityBrain.Api.Mqtt;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace CityBrain.Api.Hosting;

/// <summary>Figures for whoever runs the city, and traces from the edge to the journal where a collector is named.</summary>
internal static class Observability
{
    /// <summary>Where the figures are, in the text form of Prometheus.</summary>
    public const string MetricsPath = "/metrics";

    private const string Journal = "CityBrain.Journal";

    private static readonly string[] Meters =
    [
        EdgeMeters.Name, LiveMeters.Name, MqttMeters.Name, Journal, "Microsoft.Orleans", "Orleans",
        "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting", "System.Runtime",
    ];

    private static readonly string[] Sources = ["Microsoft.AspNetCore", MqttTraces.Name, "Microsoft.Orleans.Application", "Microsoft.Orleans.Runtime", Journal];

    /// <summary>Adds metrics always, traces where there is a collector.</summary>
    public static void AddObservability(this WebApplicationBuilder builder)
    {
        builder.AddSettings<ObservabilityOptions>(ObservabilityOptions.Section);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("citybrain"))
            .WithMetrics(metrics => metrics.AddMeter(Meters).AddPrometheusExporter());
        if (ObservabilityOptions.IsTraced(builder.Configuration))
        {
            var options = CheckedSettings.Of<ObservabilityOptions>(builder.Configuration, ObservabilityOptions.Section);
            var share = new TraceIdRatioBasedSampler(options.TraceShare);
            telemetry.WithTracing(traces => traces
                .AddSource(Sources)
                .SetSampler(new ParentBasedSampler(share, remoteParentSampled: share, remoteParentNotSampled: share))
                .AddOtlpExporter(otlp => otlp.Endpoint = options.OtlpEndpoint!));
        }

        if (!builder.Environment.IsDevelopment())
        {
            // One JSON object a line, for whoever collects them.
            builder.Logging.AddJsonConsole(console => (console.UseUtcTimestamp, console.TimestampFormat) = (true, "O"));
        }

        // What it says about a request has its path in a scope, and in paths there are tokens.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
    }

    /// <summary>Maps the figures, for operators.</summary>
    public static void MapMetrics(this WebApplication app) =>
        app.MapPrometheusScrapingEndpoint(MetricsPath).RequireAuthorization(Policies.Operate);
}
