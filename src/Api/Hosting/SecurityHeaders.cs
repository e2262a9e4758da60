namespace CityBrain.Api.Hosting;

/// <summary>Headers that tell browsers to be careful.</summary>
internal static class SecurityHeaders
{
    private const string Strict = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    // The operations screen draws its map in a worker and its pictures from memory; all of it comes from this server, and nothing runs or is styled from within the page.
    private const string ForScreen = Strict + "; worker-src 'self' blob:; img-src 'self' data: blob:; connect-src 'self' data: blob:";

    // The readable documentation and the runtime dashboard are programs of others with styles and scripts in their pages; both stay inside.
    private const string ForPrograms = Strict
        + "; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'";

    /// <summary>Sets the headers on every answer, errors included.</summary>
    public static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        context.Response.OnStarting(() =>
        {
            var (headers, path) = (context.Response.Headers, context.Request.Path);
            var program = path.StartsWithSegments("/docs") || path.StartsWithSegments(RuntimeDashboard.Path);
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers["Referrer-Policy"] = "no-referrer";
            headers.ContentSecurityPolicy = program ? ForPrograms : path.StartsWithSegments("/ops") ? ForScreen : Strict;
            // What says itself how long it may be kept, as photos do, is believed.
            var closed = path.StartsWithSegments("/api") || path.StartsWithSegments("/connect") || path.StartsWithSegments("/sign-in");
            if (closed && headers.CacheControl.Count == 0)
            {
                headers.CacheControl = "no-store";
            }

            if (context.Request.IsHttps)
            {
                headers.StrictTransportSecurity = "max-age=31536000";
            }

            return Task.CompletedTask;
        });
        return next(context);
    });
}
