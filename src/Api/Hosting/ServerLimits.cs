using CityBrain.Api.Live;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace CityBrain.Api.Hosting;

/// <summary>Makes the server let go of clients that are slow or send too much.</summary>
internal static class ServerLimits
{
    /// <summary>Sets the server's limits and its default address.</summary>
    public static void AddServerLimits(this WebApplicationBuilder builder)
    {
        if (string.IsNullOrEmpty(builder.Configuration["urls"]) && string.IsNullOrEmpty(builder.Configuration["http_ports"]))
        {
            builder.WebHost.UseUrls(ServeOptions.DefaultUrl);
        }

        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.RequestHeadersTimeout = Limits.HeadersDurationMax;
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
            kestrel.Limits.MaxRequestBodySize = Limits.BodyBytesDrainedMax;
            kestrel.Limits.MaxRequestLineSize = 8 << 10;
            kestrel.Limits.MaxRequestHeadersTotalSize = 32 << 10;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
            kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        });
        builder.Services.Configure<Microsoft.AspNetCore.Http.Features.FormOptions>(form =>
        {
            form.BufferBodyLengthLimit = Limits.FormBytesMax;
            form.ValueLengthLimit = Limits.FormBytesMax;
            form.ValueCountLimit = 32;
            form.KeyLengthLimit = 256;
        });
    }

    /// <summary>Cuts a request that holds its connection too long, whatever the reason.</summary>
    public static void UseServerLimits(this WebApplication app) => app.Use(async (context, next) =>
    {
        // The runtime dashboard streams its log for as long as somebody looks; the live feed has limits of its own.
        if (context.Request.Path.StartsWithSegments(RuntimeDashboard.Path) || (context.Request.Path == LiveApi.Path && context.WebSockets.IsWebSocketRequest))
        {
            await next(context);
            return;
        }

        var time = context.RequestServices.GetRequiredService<TimeProvider>();
        var photo = context.Request.Path.StartsWithSegments("/api/v1/incidents", out var rest) && rest.Value!.EndsWith("/photos", StringComparison.Ordinal);
        var longest = photo ? Limits.PhotoRequestDurationMax : Limits.RequestDurationMax;
        await using var deadline = time.CreateTimer(static late => ((HttpContext)late!).Abort(), context, longest, Timeout.InfiniteTimeSpan);
        await next(context);
    });
}
