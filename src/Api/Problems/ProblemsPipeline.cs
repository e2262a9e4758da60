using CityBrain.Api.Pages;
using Microsoft.AspNetCore.Diagnostics;

namespace CityBrain.Api.Problems;

/// <summary>Gives every bare status and every exception the form of a problem; no stack trace ever leaves.</summary>
internal static partial class ProblemsPipeline
{
    /// <summary>Adds the two nets under everything else: exceptions, and statuses without a body.</summary>
    public static void UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandler = Answer, SuppressDiagnosticsCallback = _ => true });
        app.UseStatusCodePages(context =>
        {
            var (request, response) = (context.HttpContext.Request, context.HttpContext.Response);
            var status = response.StatusCode;
            if (context.HttpContext.GetEndpoint() is null && status is StatusCodes.Status401Unauthorized or StatusCodes.Status404NotFound && SignInPage.IsWantedBy(request))
            {
                response.Headers.WWWAuthenticate = default;
                return PagesApi.NotFound().ExecuteAsync(context.HttpContext);
            }

            if (status == StatusCodes.Status401Unauthorized && SignInPage.IsWantedBy(request))
            {
                response.Headers.WWWAuthenticate = default;
                response.Redirect(SignInPage.AddressFor(request));
                return Task.CompletedTask;
            }

            return new Problem(EdgeRefusals.OfStatus(status), status).ExecuteAsync(context.HttpContext);
        });
    }

    private static Task Answer(HttpContext context)
    {
        var failure = context.Features.Get<IExceptionHandlerFeature>()?.Error;
        switch (failure)
        {
            case OperationCanceledException when context.RequestAborted.IsCancellationRequested:
                return Task.CompletedTask;
            case BadHttpRequestException bad:
                return new Problem(EdgeRefusals.OfStatus(bad.StatusCode), bad.StatusCode).ExecuteAsync(context);
            case InvalidDataException:
                return new Problem(EdgeRefusals.RequestMalformed).ExecuteAsync(context);
            // The runtime dashboard throws where an address in its path is none.
            case not null when context.Request.Path.StartsWithSegments(Hosting.RuntimeDashboard.Path) && failure.GetBaseException() is FormatException:
                return new Problem(EdgeRefusals.RequestMalformed).ExecuteAsync(context);
            default:
                var logger = context.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("CityBrain.Api");
                LogFailure(logger, Problem.TraceOf(context), failure);
                return new Problem(EdgeRefusals.Failed, StatusCodes.Status500InternalServerError).ExecuteAsync(context);
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "A request failed, trace {Trace}")]
    private static partial void LogFailure(ILogger logger, string trace, Exception? failure);
}
