using CityBrain.Api.Problems;

namespace CityBrain.Api.Requests;

/// <summary>Something read from a request that may not have the expected form.</summary>
internal interface IRefusable
{
    /// <summary>What is wrong; null when it can be used.</summary>
    Problem? Fault { get; }
}

/// <summary>Answers a request whose body, key or query is not well formed before its handler runs.</summary>
internal static class RefusableRequests
{
    /// <summary>Puts the check in front of every handler of a group.</summary>
    public static TBuilder RefuseMalformed<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.AddEndpointFilterFactory((factory, next) =>
        {
            var query = QueryContract.Of(factory.MethodInfo);
            return async context =>
            {
                var response = context.HttpContext.Response;
                var fault = query.FaultIn(context.HttpContext.Request.Query)
                    ?? context.Arguments.OfType<IRefusable>().FirstOrDefault(argument => argument.Fault is not null)?.Fault
                    ?? (response.StatusCode >= 400 ? new Problem(EdgeRefusals.OfStatus(response.StatusCode), response.StatusCode) : null);
                return fault is not null ? fault : await next(context);
            };
        });
}
