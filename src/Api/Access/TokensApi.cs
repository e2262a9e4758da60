using System.Security.Claims;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityBrain.Api.Access;

/// <summary>Tokens for people and departments (RFC 6749).</summary>
internal static class TokensApi
{
    /// <summary>Maps the token endpoint. Its errors have the form that OAuth 2.0 prescribes.</summary>
    public static void MapTokens(this IEndpointRouteBuilder routes) => routes.MapPost("/connect/token", Exchange)
        .AllowAnonymous()
        .DisableAntiforgery()
        .WithName("exchangeToken").WithTags("Access")
        .WithSummary("Gives an access token: client credentials for departments and services; in development the password grant for the demonstration accounts.")
        .Produces<TokenAnswer>()
        .Produces<TokenRefusal>(StatusCodes.Status400BadRequest)
        .Produces<TokenRefusal>(StatusCodes.Status401Unauthorized);

    /// <summary>A principal with the account's claims, for a token or a cookie.</summary>
    public static ClaimsPrincipal PrincipalOf(Account account, string scheme)
    {
        var identity = new ClaimsIdentity(scheme, Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, account.Actor).SetClaim(ClaimNames.Actor, account.Actor);
        identity.SetClaims(Claims.Role, [.. account.Roles]);
        if (account.Demonstration)
        {
            identity.SetClaim(ClaimNames.Demonstration, "true");
        }

        return new ClaimsPrincipal(identity);
    }

    private static Results<SignInHttpResult, ForbidHttpResult> Exchange(HttpContext context, SignInGate gate, IOptions<AccessOptions> options)
    {
        var request = context.GetOpenIddictServerRequest()!;
        var account = request.IsPasswordGrantType()
            ? gate.Person(context, request.Username, request.Password)
            : gate.Client(context, request.ClientId, request.ClientSecret);
        if (account is null)
        {
            return Refused(request.IsPasswordGrantType() ? Errors.InvalidGrant : Errors.InvalidClient);
        }

        var principal = PrincipalOf(account, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        principal.SetResources(options.Value.Audience);
        principal.SetDestinations(_ => [Destinations.AccessToken]);
        return TypedResults.SignIn(principal, authenticationScheme: OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static ForbidHttpResult Refused(string error) => TypedResults.Forbid(
        new AuthenticationProperties(new Dictionary<string, string?>
        {
            [OpenIddictServerAspNetCoreConstants.Properties.Error] = error,
            [OpenIddictServerAspNetCoreConstants.Properties.ErrorDescription] = "The credentials are not valid here; after five failures they are not looked at for a minute.",
        }),
        [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
}

/// <summary>A token as answered (RFC 6749, 5.1); names are the standard's.</summary>
/// <param name="AccessToken">The token, to be sent as <c>Authorization: Bearer</c>.</param>
/// <param name="TokenType"><c>Bearer</c>.</param>
/// <param name="ExpiresIn">Seconds until it expires.</param>
internal sealed record TokenAnswer(
    [property: System.Text.Json.Serialization.JsonPropertyName("access_token")] string AccessToken,
    [property: System.Text.Json.Serialization.JsonPropertyName("token_type")] string TokenType,
    [property: System.Text.Json.Serialization.JsonPropertyName("expires_in")] int ExpiresIn);

/// <summary>A refused token request (RFC 6749, 5.2).</summary>
/// <param name="Error">Code.</param>
/// <param name="Description">What was wrong.</param>
internal sealed record TokenRefusal(
    [property: System.Text.Json.Serialization.JsonPropertyName("error")] string Error,
    [property: System.Text.Json.Serialization.JsonPropertyName("error_description")] string? Description);
