using CityBrain.Api.Access;
using CityBrain.Api.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Pages;

/// <summary>What the operations screen asks before somebody has signed in: which map it draws, and who may sign in here. It shows no data of the city.</summary>
internal static class OpsScreen
{
    private const string OwnMap = "/ops/map.geojson";

    // A static file, so that it is compressed when the program is published.
    private const string ShippedMap = "/map/guangde.json";

    private static readonly string ProgramFolder = AppContext.BaseDirectory;

    /// <summary>Adds the screen's options, and finds its files: beside the published program, else where they were built, wherever it was started from.</summary>
    public static void AddOpsScreen(this WebApplicationBuilder builder)
    {
        builder.AddSettings<OpsOptions>(OpsOptions.Section)
            .Validate(options => options.MapFile is null || File.Exists(options.MapFile), "Ops:MapFile names a file that is not there; name a GeoJSON file, or leave it out for the shipped map.");
        // The files are those of the build: nothing that is put into the folder later is served, in development either.
        builder.Configuration["ReloadStaticAssetsAtRuntime"] = "false";
        var published = Path.Combine(ProgramFolder, "wwwroot");
        if (Directory.Exists(published))
        {
            builder.Environment.WebRootPath = published;
            builder.Environment.WebRootFileProvider = new PhysicalFileProvider(published);
        }
        else if (!ServeOptions.DescribedOnly)
        {
            builder.Configuration[WebHostDefaults.StaticWebAssetsKey] = Path.Combine(ProgramFolder, "CityBrain.Api.staticwebassets.runtime.json");
            StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        }
    }

    /// <summary>Maps the screen's files, its settings and its map.</summary>
    public static void MapOpsScreen(this WebApplication app)
    {
        if (!ServeOptions.DescribedOnly)
        {
            app.MapStaticAssets(Path.Combine(ProgramFolder, "CityBrain.Api.staticwebassets.endpoints.json")).AllowAnonymous();
        }

        var screen = app.MapGroup("/ops").AllowAnonymous().ExcludeFromDescription();
        screen.MapGet("/settings", Settings);
        screen.MapGet("/map.geojson", MapFile);
        screen.MapGet("/token", (Delegate)Token);
    }

    // The demonstration accounts are told to those only for whom they work: development, and this machine's own address.
    private static Ok<OpsSettings> Settings(HttpContext context, IOptions<OpsOptions> options, IOptions<AccessOptions> access, DemonstrationAccounts demonstration) =>
        TypedResults.Ok(new OpsSettings(
            options.Value.MapFile is null ? ShippedMap : OwnMap,
            demonstration.OpenTo(context) ? DemonstrationAccounts.ForScreens : [],
            access.Value.SignsInAtProvider,
            access.Value.RoleClaim));

    // The access token of whoever signed in at the provider with this browser. No other site can ask for it: the cookie is sent from here alone, and nobody else may read the answer.
    private static async Task<Results<Ok<ScreenToken>, NoContent>> Token(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await context.GetTokenAsync(CookieAuthenticationDefaults.AuthenticationScheme, ProviderSignIn.AccessToken) is { } token
            ? TypedResults.Ok(new ScreenToken(token))
            : TypedResults.NoContent();
    }

    private static Results<PhysicalFileHttpResult, RedirectHttpResult> MapFile(IOptions<OpsOptions> options) => options.Value.MapFile is { } own
        ? TypedResults.PhysicalFile(Path.GetFullPath(own), "application/geo+json")
        : TypedResults.LocalRedirect(ShippedMap);
}

/// <summary>What the screen begins with.</summary>
/// <param name="Map">Where the city's map is.</param>
/// <param name="Accounts">Demonstration accounts that work here; none in production.</param>
/// <param name="Provider">Whether browsers sign in at the city's OIDC provider.</param>
/// <param name="RoleClaim">The claim of the provider's tokens that names roles.</param>
internal sealed record OpsSettings(string Map, IReadOnlyList<ScreenAccount> Accounts, bool Provider, string RoleClaim);

/// <summary>The token of the session that a browser has.</summary>
/// <param name="AccessToken">The provider's access token.</param>
internal sealed record ScreenToken(string AccessToken);

/// <summary>A demonstration account that a screen offers.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Password">Its password, which everybody knows.</param>
/// <param name="Role">What it may be.</param>
internal sealed record ScreenAccount(string Name, string Password, string Role);
