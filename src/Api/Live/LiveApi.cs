using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Live;

/// <summary>The live feed: a WebSocket on which the city tells what happens.</summary>
internal static class LiveApi
{
    /// <summary>Where it is.</summary>
    public const string Path = "/api/v1/live";

    /// <summary>Adds the feed's parts.</summary>
    public static void AddLive(this WebApplicationBuilder builder)
    {
        builder.AddSettings<LiveOptions>(LiveOptions.Section);
        builder.Services.AddSingleton<LiveMeters>().AddSingleton<LiveBoard>().AddSingleton<LiveAccess>().AddSingleton<LiveDoor>().AddSingleton<LiveSession>();
        builder.Services.AddHostedService<LiveHub>();
    }

    /// <summary>Makes the server speak WebSocket, with pings.</summary>
    public static void UseLive(this WebApplication app)
    {
        var options = app.Services.GetRequiredService<IOptions<LiveOptions>>().Value;
        app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = options.PingPeriod, KeepAliveTimeout = options.PingPeriod });
    }

    /// <summary>
    /// Maps the feed. The token comes in the first message, so the route itself is open; OpenAPI cannot describe it, <c>docs/live.md</c> does.
    /// </summary>
    public static void MapLive(this IEndpointRouteBuilder api) => api.MapGet("/live", Open).AllowAnonymous().ExcludeFromDescription();

    private static async Task<IResult> Open(HttpContext context, LiveSession session, IOptions<LiveOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            context.Response.Headers.Upgrade = "websocket";
            return new Problem(LiveRefusals.WebSocketRequired, StatusCodes.Status426UpgradeRequired);
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        await session.Serve(new LiveSocket(socket, options.Value, time), context, lifetime.ApplicationStopping);
        return Results.Empty;
    }
}
