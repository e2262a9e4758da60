using System.Net;
using System.Net.Sockets;
using CityBrain.Domain.Incidents;
using CityBrain.Grains;
using CityBrain.Grains.Devices;
using CityBrain.Grains.Journal;
using CityBrain.Grains.Live;
using CityBrain.Grains.Scenes;
using CityBrain.Storage.Folder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace CityBrain.Silo;

/// <summary>Composes a silo: which store, which clustering, which grains.</summary>
public static class CityHosting
{
    /// <summary>The whole city in this process: SQLite under the data folder, no other silo, no gateway, nothing listening beyond loopback.</summary>
    public static IHostApplicationBuilder AddCity(this IHostApplicationBuilder builder, CityOptions options)
    {
        builder.Logging.AddFilter("Polly", LogLevel.Warning).AddFilter("Orleans", LogLevel.Warning).AddFilter("Microsoft.Orleans", LogLevel.Warning);
        builder.Services.AddEmbeddedJournal(options);
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(siloPort: FreePort(), gatewayPort: 0, serviceId: "city", clusterId: "city");
            silo.AddDashboard();
            if (options.Traced)
            {
                silo.AddActivityPropagation();
            }

            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(15));
        });

        // Started after the silo and stopped before it.
        builder.Services.AddHostedService<CityStart>();
        builder.Services.AddSingleton<Dispatcher>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Dispatcher>());
        builder.Services.AddHostedService<CityMeters>();
        builder.Services.AddHostedService<HistoryKeeper>();
        builder.Services.AddSingleton<Sweeper>();
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Sweeper>());
        return builder;
    }

    private static void AddEmbeddedJournal(this IServiceCollection services, CityOptions options)
    {
        // Names a type of Grains so that its assembly is part of the program.
        _ = typeof(DeviceGrain);
        services.AddSingleton(options);
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<OpenJournal>();
        services.AddSingleton(provider => provider.GetRequiredService<OpenJournal>().Writer);
        services.AddSingleton(provider => provider.GetRequiredService<OpenJournal>().Reader);
        services.AddSingleton(provider => provider.GetRequiredService<OpenJournal>().History);
        services.AddSingleton(provider => provider.GetRequiredService<OpenJournal>().Views);
        services.AddSingleton<IPhotoStore>(new EvidenceFolder(options.DataFolder));
        services.AddSingleton(provider => provider.GetRequiredService<OpenJournal>().Retention);
        services.AddSingleton(CityJournal.Forms());
        services.AddSingleton(CityJournal.Routes());
        services.AddSingleton(new JournalOptions());
        services.AddSingleton<JournalAccess>();
        services.AddSingleton<ActiveScenes>();
        services.AddSingleton<LiveNewsReader>();
        services.AddSingleton<LiveTap>().AddHostedService(provider => provider.GetRequiredService<LiveTap>());
        services.AddSingleton(provider => new CityHealth(provider.GetRequiredService<OpenJournal>().Writer, provider.GetRequiredService<Dispatcher>()));
    }

    private static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
