using System.Reflection;
using CityBrain.Api.Access;
using CityBrain.Api.Problems;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Pages;

/// <summary>Plain pages, and signing in for those who look with a browser.</summary>
internal static class PagesApi
{
    /// <summary>Maps the pages; they show no data.</summary>
    public static void MapPages(this WebApplication app)
    {
        var pages = app.MapGroup(string.Empty).AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("/", () => PageFile.Html(PageFile.Text("index.html")));
        pages.MapGet("/ops", () => Page("ops.html", "text/html; charset=utf-8"));
        pages.MapGet(SignInPage.Path, (HttpContext context, SignInPage page, string? next, bool? refused) => page.Show(context, next, refused ?? false));
        pages.MapGet(SignInPage.Path + "/provider", AtProvider);
        pages.MapGet(SignInPage.Path + "/done", (string? next) => SignInPage.ShowDone(next));
        pages.MapGet("/city.css", () => Page("city.css", "text/css; charset=utf-8"));
        pages.MapGet("/favicon.ico", () => Page("city.svg", "image/svg+xml"));
        pages.MapPost(SignInPage.Path, SignIn).DisableAntiforgery();
        pages.MapPost("/sign-out", SignOut).DisableAntiforgery();
    }

    /// <summary>What somebody who looks with a browser sees where there is no page; signing in would not help.</summary>
    public static IResult NotFound() => PageFile.Html(PageFile.Text("not-found.html"), StatusCodes.Status404NotFound);

    /// <summary>A demonstration account gets a cookie that can look and not command; production signs in at its provider.</summary>
    private static async Task<Results<SignInHttpResult, ContentHttpResult, Problem>> SignIn(HttpContext context, SignInGate gate, SignInPage page)
    {
        if (!FromHere(context.Request) || !context.Request.HasFormContentType)
        {
            return new Problem(EdgeRefusals.RequestMalformed);
        }

        IFormCollection form;
        try
        {
            form = await context.Request.ReadFormAsync(context.RequestAborted);
        }
        catch (Exception malformed) when (malformed is InvalidDataException or IOException or NotSupportedException)
        {
            return new Problem(EdgeRefusals.RequestMalformed);
        }

        if (gate.Person(context, form["username"], form["password"]) is { } account)
        {
            return TypedResults.SignIn(
                TokensApi.PrincipalOf(account, CookieAuthenticationDefaults.AuthenticationScheme),
                new() { RedirectUri = IsScript(context.Request) ? null : SignInPage.NextOf(form["next"]) },
                CookieAuthenticationDefaults.AuthenticationScheme);
        }

        return SignInPage.IsBrowser(context.Request)
            ? page.Show(context, form["next"], refused: true)
            : new Problem(EdgeRefusals.CredentialsInvalid);
    }

    private static Results<ChallengeHttpResult, Problem> AtProvider(IOptions<AccessOptions> access, string? next) => access.Value.SignsInAtProvider
        ? TypedResults.Challenge(new() { RedirectUri = SignInPage.DoneFor(next) }, [ProviderSignIn.Scheme])
        : new Problem(EdgeRefusals.RouteUnknown);

    private static Results<SignOutHttpResult, Problem> SignOut(HttpContext context) => FromHere(context.Request)
        ? TypedResults.SignOut(new() { RedirectUri = IsScript(context.Request) ? null : "/" }, [CookieAuthenticationDefaults.AuthenticationScheme])
        : new Problem(EdgeRefusals.RequestMalformed);

    // A page's own script goes nowhere.
    private static bool IsScript(HttpRequest request) => request.Headers["Sec-Fetch-Dest"] == "empty";

    // Another site's form is no sign-in of ours. Browsers say where a form comes from; their Origin is "null" here, because these pages send no referrer.
    private static bool FromHere(HttpRequest request) => request.Headers["Sec-Fetch-Site"].ToString() switch
    {
        "same-origin" or "none" => true,
        "" => request.Headers.Origin.ToString() is var origin && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}"),
        _ => false,
    };

    private static FileStreamHttpResult Page(string name, string type) =>
        TypedResults.Stream(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!, type);
}
