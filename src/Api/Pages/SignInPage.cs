using System.Text.Encodings.Web;
using CityBrain.Api.Access;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Pages;

/// <summary>Where a browser that nobody has signed in with is sent, and comes back from.</summary>
internal sealed class SignInPage(IOptions<AccessOptions> access, DemonstrationAccounts demonstration)
{
    /// <summary>Its address.</summary>
    public const string Path = "/sign-in";

    /// <summary>Its address when signing in did not succeed elsewhere.</summary>
    public const string AddressOfRefusal = Path + "?refused=true";

    private const string Home = "/ops";
    private const string Done = Path + "/done";

    private static readonly string[] Programs = ["/api", "/connect", "/openapi", "/health", "/metrics"];

    private static readonly string AccountList = string.Concat(DemonstrationAccounts.ForScreens.Select(account =>
        $"<li><code>{account.Name}</code> / <code>{account.Password}</code></li>"));

    private readonly string _page = PageFile.Text("sign-in.html");

    /// <summary>Whether somebody looks with a browser at a page that needs an identity: a program is told so in its own words instead.</summary>
    public static bool IsWantedBy(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && IsBrowser(request) && !Programs.Any(program => request.Path.StartsWithSegments(program));

    /// <summary>Whether a page is asked for.</summary>
    public static bool IsBrowser(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>The address that leads there and back.</summary>
    public static string AddressFor(HttpRequest request) => $"{Path}?next={Uri.EscapeDataString($"{request.PathBase}{request.Path}{request.QueryString}")}";

    /// <summary>Where to go after signing in: the page that was asked for, if it is one of this city's.</summary>
    public static string NextOf(string? asked) => RedirectHttpResult.IsLocalUrl(asked) && asked[0] == '/' ? asked : Home;

    /// <summary>
    /// Where the provider's answer leads first. The cookie is sent on steps within this site only, and a browser counts a redirect as a step
    /// of the site that began it: a page of this site takes the next step.
    /// </summary>
    public static string DoneFor(string? asked) => $"{Done}?next={Uri.EscapeDataString(NextOf(asked))}";

    /// <summary>The page itself; it names the demonstration accounts to those only for whom they work.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="next">Where to go afterwards.</param>
    /// <param name="refused">Whether signing in did not succeed just now.</param>
    public ContentHttpResult Show(HttpContext context, string? next, bool refused = false) => PageFile.Html(
        _page
            .Replace("{{next}}", HtmlEncoder.Default.Encode(NextOf(next)), StringComparison.Ordinal)
            .Replace("{{provider}}", HtmlEncoder.Default.Encode(AddressOfProvider(next)), StringComparison.Ordinal)
            .Replace("{{refused}}", refused ? string.Empty : "hidden", StringComparison.Ordinal)
            .Replace("{{at-provider}}", access.Value.SignsInAtProvider ? string.Empty : "hidden", StringComparison.Ordinal)
            .Replace("{{accounts}}", demonstration.OpenTo(context) ? AccountList : string.Empty, StringComparison.Ordinal)
            .Replace("{{here}}", access.Value.SignsInAtProvider ? "hidden" : string.Empty, StringComparison.Ordinal),
        refused ? StatusCodes.Status401Unauthorized : StatusCodes.Status200OK);

    /// <summary>The page that takes the step after the provider's answer.</summary>
    public static ContentHttpResult ShowDone(string? next)
    {
        var address = HtmlEncoder.Default.Encode(NextOf(next));
        return PageFile.Html($"""<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>登录 Sign in</title><meta http-equiv="refresh" content="0;url={address}"></head><body><p><a href="{address}">继续 <span lang="en">Continue</span></a></p></body></html>""");
    }

    private static string AddressOfProvider(string? next) => $"{Path}/provider?next={Uri.EscapeDataString(NextOf(next))}";
}
