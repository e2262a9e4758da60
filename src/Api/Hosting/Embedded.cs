using System.Globalization;
using CityBrain.Demo;
using CityBrain.Silo;

namespace CityBrain.Api.Hosting;

/// <summary>Brings the city's silo into this process: the one file of the edge that names it.</summary>
internal static class Embedded
{
    /// <summary>Adds the embedded city, unless the API is only being described.</summary>
    public static void AddEmbeddedCity(this WebApplicationBuilder builder, ServeOptions serve)
    {
        if (!ServeOptions.DescribedOnly)
        {
            builder.AddCity(new CityOptions
            {
                DataFolder = serve.DataFolder,
                AnchorFolder = builder.Configuration["Journal:AnchorFolder"],
                KeepDays = KeepDays(builder.Configuration["History:KeepDays"]),
                Traced = ObservabilityOptions.IsTraced(builder.Configuration),
            });
            builder.Services.AddSingleton<IJournalProbe, JournalProbe>();
        }
    }

    /// <summary>Adds the demonstration to the embedded city: where it was asked for, and in development unless it was declined.</summary>
    public static void AddDemonstration(this WebApplicationBuilder builder, ServeOptions serve)
    {
        if (!ServeOptions.DescribedOnly && (serve.Demo ?? builder.Environment.IsDevelopment()))
        {
            builder.AddDemonstration();
        }
    }

    /// <summary>Whether the failure says, in words, what keeps the city from starting: a folder that is held, or a journal that was cut.</summary>
    public static bool IsSaidInWords(this Exception failure) => failure is CityNotStartedException;

    // What is no number is no number of days either, and is refused at the start like any other that cannot be.
    private static int? KeepDays(string? text) => string.IsNullOrWhiteSpace(text) ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var days) ? days
        : 0;

    private sealed class JournalProbe(CityHealth health) : IJournalProbe
    {
        public bool IsSound => health is { IsStarted: true, IsWritable: true, IsDelivering: true };
    }
}
