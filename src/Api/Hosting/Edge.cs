using CityBrain.Api.Access;
using CityBrain.Api.Admission;
using CityBrain.Api.Citizen;
using CityBrain.Api.Devices;
using CityBrain.Api.Incidents;
using CityBrain.Api.Live;
using CityBrain.Api.Mqtt;
using CityBrain.Api.Pages;
using CityBrain.Api.Places;
using CityBrain.Api.Problems;
using CityBrain.Api.Reports;
using CityBrain.Api.Requests;
using CityBrain.Api.Scenes;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CityBrain.Api.Hosting;

/// <summary>The edge: what it is made of, in which order a request passes it, and everything it answers.</summary>
internal static class Edge
{
    /// <summary>Adds the edge's parts.</summary>
    public static void AddEdge(this WebApplicationBuilder builder, ServeOptions serve)
    {
        builder.Services.AddSingleton(serve);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<IEntropy, SystemEntropy>();
        builder.Services.AddSingleton<CityCalls>().AddSingleton<DeviceTokens>().AddSingleton<TelemetryIntake>().AddSingleton<DeviceLines>();
        builder.Services.TryAddSingleton<IReadiness, CityReadiness>();
        builder.Services.ConfigureHttpJsonOptions(options => StrictJson.Writing(options.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(options => options.ThrowOnBadRequest = false);
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("OpenIddict", LogLevel.Warning);
        builder.AddServerLimits();
        builder.AddCompression();
        builder.AddAdmission();
        builder.AddAccess(serve);
        builder.AddLive();
        builder.AddCitizen();
        builder.AddReports();
        builder.AddPhotos();
        builder.AddOpsScreen();
        builder.AddObservability();
        builder.AddDocumentation();
        builder.AddMqtt();
    }

    /// <summary>The order in which a request passes the edge.</summary>
    public static void UseEdge(this WebApplication app)
    {
        app.UseLive();
        app.UseServerLimits();
        app.UseSecurityHeaders();
        app.UseRequestLog();
        app.UseCompression();
        app.UseProblems();
        app.UseRouting();
        app.UseAccess();
    }

    /// <summary>Everything the edge answers.</summary>
    public static void MapEdge(this WebApplication app)
    {
        app.MapTokens();
        app.MapHealth();
        app.MapPages();
        app.MapCitizen();
        app.MapReports();
        app.MapOpsScreen();
        app.MapDocumentation();
        app.MapRuntimeDashboard();
        app.MapMetrics();
        var api = app.MapGroup("/api/v1").RefuseMalformed();
        api.MapDevices();
        api.MapCommands();
        api.MapTelemetry();
        api.MapDeviceLine();
        api.MapAlarms();
        api.MapStatistics();
        api.MapReplays();
        api.MapPlaces();
        api.MapIncidents();
        api.MapPhotos();
        api.MapScenes();
        api.MapLive();
    }
}
