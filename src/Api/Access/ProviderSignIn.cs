using System.Security.Claims;
using CityBrain.Api.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityBrain.Api.Access;

/// <summary>
/// Signing in with a browser at the city's OIDC provider: authorization code with PKCE (RFC 7636), by this server. What the browser gets is the
/// same cookie as elsewhere: it opens pages and commands nothing. The access token stays in it, sealed, for the operations screen to ask for.
/// </summary>
internal static partial class ProviderSignIn
{
    /// <summary>Name of the scheme.</summary>
    public const string Scheme = "Provider";

    /// <summary>Where the provider sends the browser back to: to be registered there.</summary>
    public const string CallbackPath = "/sign-in/callback";

    /// <summary>Name under which the access token is kept.</summary>
    public const string AccessToken = "access_token";

    /// <summary>Adds the scheme.</summary>
    public static void AddProvider(this AuthenticationBuilder schemes, AccessOptions access) => schemes.AddOpenIdConnect(Scheme, options =>
    {
        options.Authority = access.Authority;
        options.RequireHttpsMetadata = access.AuthorityIsSecure;
        options.ClientId = access.ClientId;
        options.ClientSecret = access.ClientSecret;
        options.CallbackPath = CallbackPath;
        options.SignInScheme = CookieAuthenticationDefaults.AuthenticationScheme;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.MapInboundClaims = false;
        options.DisableTelemetry = true;
        options.TokenValidationParameters.RoleClaimType = access.RoleClaim;
        options.Scope.Clear();
        foreach (var scope in access.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            options.Scope.Add(scope);
        }

        // The provider sends the browser back from another site, by a plain link.
        options.CorrelationCookie.SameSite = options.NonceCookie.SameSite = SameSiteMode.Lax;
        // Behind TLS these are secure; a provider and a city on this machine speak without.
        options.CorrelationCookie.SecurePolicy = options.NonceCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.Events = new OpenIdConnectEvents { OnTokenValidated = Keep, OnRemoteFailure = Refuse };
    });

    /// <summary>Names who acts by the subject of a token; claims that only this city gives are taken off it.</summary>
    /// <returns>Whether the token names anybody.</returns>
    public static bool TryNameActor(ClaimsIdentity? identity)
    {
        if (identity?.FindFirst(Claims.Subject)?.Value is not { Length: > 0 } subject)
        {
            return false;
        }

        foreach (var forged in identity.FindAll(claim => claim.Type is ClaimNames.Demonstration or ClaimNames.Actor).ToList())
        {
            identity.RemoveClaim(forged);
        }

        identity.AddClaim(new(ClaimNames.Actor, $"person:{subject}"));
        return true;
    }

    // The cookie ends with the token, so that what it opens and what the token opens end together.
    private static Task Keep(TokenValidatedContext context)
    {
        if (!TryNameActor(context.Principal?.Identity as ClaimsIdentity) || context.TokenEndpointResponse is not { AccessToken.Length: > 0 } answer)
        {
            context.Fail("The provider names nobody, or gives no access token.");
            return Task.CompletedTask;
        }

        var properties = context.Properties ?? throw new InvalidOperationException("An answer that was asked for has properties.");
        var time = context.HttpContext.RequestServices.GetRequiredService<TimeProvider>();
        var lifetime = int.TryParse(answer.ExpiresIn, out var seconds) && seconds > 0 ? TimeSpan.FromSeconds(seconds) : TimeSpan.FromMinutes(5);
        properties.StoreTokens([new AuthenticationToken { Name = AccessToken, Value = answer.AccessToken }]);
        properties.IssuedUtc = time.GetUtcNow();
        properties.ExpiresUtc = time.GetUtcNow() + lifetime;
        properties.AllowRefresh = false;
        return Task.CompletedTask;
    }

    private static Task Refuse(RemoteFailureContext context)
    {
        LogRefused(context.HttpContext.RequestServices.GetRequiredService<ILoggerFactory>().CreateLogger("CityBrain.Api.Access"), context.Failure?.Message);
        context.HandleResponse();
        context.Response.Redirect(SignInPage.AddressOfRefusal);
        return Task.CompletedTask;
    }

    [LoggerMessage(EventId = 12, Level = LogLevel.Warning, Message = "Signing in at the provider did not succeed: {Reason}")]
    private static partial void LogRefused(ILogger logger, string? reason);
}
