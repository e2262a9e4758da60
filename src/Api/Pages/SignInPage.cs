using System.Reflection;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Pages;

/// <summary>Where a browser that nobody has signed in with is sent, and comes back from.</summary>
internal static class SignInPage
{
    /// <summary>Its address.</summary>
    public const string Path = "/sign-in";

    private const string Home = "/ops";

    private static readonly Lazy<string> Text = new(() =>
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream("sign-in.html")!);
        return reader.ReadToEnd();
    });

    private static readonly string[] Programs = ["/api", "/connect", "/openapi", "/health", "/metrics"];

    /// <summary>Whether somebody looks with a browser at a page that needs an identity: a program is told so in its own words instead.</summary>
    public static bool IsWantedBy(HttpRequest request) =>
        HttpMethods.IsGet(request.Method)
        && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase)
        && !Programs.Any(program => request.Path.StartsWithSegments(program));

    /// <summary>The address that leads there and back.</summary>
    public static string AddressFor(HttpRequest request) =>
        $"{Path}?next={Uri.EscapeDataString($"{request.PathBase}{request.Path}{request.QueryString}")}";

    /// <summary>Where to go after signing in: the page that was asked for, if it is one of this city's.</summary>
    public static string NextOf(string? asked) => RedirectHttpResult.IsLocalUrl(asked) && asked[0] == '/' ? asked : Home;

    /// <summary>The page itself.</summary>
    /// <param name="next">Where to go afterwards.</param>
    /// <param name="refused">Whether credentials were refused just now.</param>
    public static ContentHttpResult Show(string? next, bool refused = false) => TypedResults.Content(
        Text.Value
            .Replace("{{next}}", HtmlEncoder.Default.Encode(NextOf(next)), StringComparison.Ordinal)
            .Replace("{{refused}}", refused ? string.Empty : "hidden", StringComparison.Ordinal),
        "text/html; charset=utf-8",
        statusCode: refused ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);
}
