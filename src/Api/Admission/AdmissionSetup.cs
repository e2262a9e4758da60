using CityBrain.Api.Hosting;

namespace CityBrain.Api.Admission;

/// <summary>Puts together what keeps the edge standing under any load.</summary>
internal static class AdmissionSetup
{
    /// <summary>Adds rate limits, admission by class, and what counts both.</summary>
    public static void AddAdmission(this WebApplicationBuilder builder)
    {
        builder.AddSettings<AdmissionOptions>(AdmissionOptions.Section);
        builder.Services.AddSingleton<CallAdmission>().AddSingleton<EdgeMeters>().AddSingleton<ProvenTokens>().AddSingleton<RateLimits>();
        builder.Services.AddRateLimiter(_ => { });
    }

    /// <summary>Counts what can be counted before anybody signs in.</summary>
    public static void UseLimitsBeforeSigningIn(this WebApplication app)
    {
        var limits = app.Services.GetRequiredService<RateLimits>();
        app.UseRateLimiter(limits.BeforeSigningIn);
        app.Use(async (context, next) =>
        {
            await next(context);
            limits.Learn(context);
        });
    }

    /// <summary>Counts the rest, by credential where there is one.</summary>
    public static void UseLimitsAfterSigningIn(this WebApplication app) => app.UseRateLimiter(app.Services.GetRequiredService<RateLimits>().AfterSigningIn);
}
