using System.Diagnostics;
using CityBrain.Api.Problems;

namespace CityBrain.Api.Hosting;

/// <summary>
/// One line per request, with the route's pattern and never its path: a device's token stands in paths, and what a caller sends is not to be
/// found in a log.
/// </summary>
internal static partial class RequestLog
{
    /// <summary>Logs every request when it is answered.</summary>
    public static void UseRequestLog(this WebApplication app)
    {
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("CityBrain.Api.Requests");
        var time = app.Services.GetRequiredService<TimeProvider>();
        app.Use(async (context, next) =>
        {
            var began = time.GetTimestamp();
            try
            {
                await next(context);
            }
            finally
            {
                var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
                if (Activity.Current is { IsAllDataRequested: true } traced)
                {
                    traced.DisplayName = $"{MethodOf(context.Request)} {route}";
                    traced.SetTag("http.route", route);
                }

                if (logger.IsEnabled(LogLevel.Debug))
                {
                    var milliseconds = time.GetElapsedTime(began).TotalMilliseconds;
                    var (method, trace) = (MethodOf(context.Request), Problem.TraceOf(context));
                    LogRequest(logger, method, route, context.Response.StatusCode, milliseconds, trace);
                }
            }
        });
    }

    // The method is the caller's text too.
    private static string MethodOf(HttpRequest request) =>
        request.Method is "GET" or "POST" or "PUT" or "PATCH" or "DELETE" or "HEAD" or "OPTIONS" ? request.Method : "other";

    [LoggerMessage(EventId = 20, Level = LogLevel.Debug, Message = "{Method} {Route} {Status} in {Milliseconds:F1} ms, trace {Trace}")]
    private static partial void LogRequest(ILogger logger, string method, string route, int status, double milliseconds, string trace);
}
