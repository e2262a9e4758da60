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

    private sealed class JournalProbe(CityHealth health) : IJournalProbe
    {
        public bool IsSound => health is { IsStarted: true, IsWritable: true, IsDelivering: true };
    }
}
