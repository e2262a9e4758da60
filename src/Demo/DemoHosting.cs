using CityBrain.Demo.Running;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace CityBrain.Demo;

/// <summary>Brings the demonstration into a process that has a city.</summary>
public static class DemoHosting
{
    /// <summary>
    /// Adds the demonstration: some three hundred simulated devices in Guangde that report in the background. To be called after the city was
    /// added, so that it starts after it and stops before it.
    /// </summary>
    public static IHostApplicationBuilder AddDemonstration(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(new DemoOptions()).AddSingleton<Settlers>().AddSingleton<Demonstration>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Demonstration>());
        return builder;
    }
}
