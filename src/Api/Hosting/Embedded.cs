namespace CityBrain.Api.Hosting;

/// <summary>Brings the city's silo into this process: the one file of the edge that names it.</summary>
internal static class Embedded
{
    /// <summary>Adds the embedded city, unless the API is only being described.</summary>
    public static void AddEmbeddedCity(this WebApplicationBuilder builder, ServeOptions serve)
    {
        if (ServeOptions.DescribedOnly)
        {
            return;
        }

        builder.Services.AddSingleton(serve);
    }
}
