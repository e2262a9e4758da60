using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityBrain.Api.Tests;

/// <summary>An OIDC provider of a city's people, in this process: it knows one client, insists on PKCE, and whoever comes is the officer it was told.</summary>
internal sealed class Provider : IAsyncDisposable
{
    public const string Client = "citybrain-pages";

    private readonly WebApplication _app;

    private Provider(WebApplication app, Uri address) => (_app, Address) = (app, address);

    /// <summary>Its issuer.</summary>
    public Uri Address { get; }

    /// <summary>What the last request for authorization said of PKCE.</summary>
    public string? ChallengeMethod { get; private set; }

    /// <summary>The roles of whoever signs in.</summary>
    public IReadOnlyList<string> Roles { get; set; } = ["officer"];

    public static async Task<Provider> Start()
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        Provider? provider = null;
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.SetIssuer(address).SetAuthorizationEndpointUris("authorize").SetTokenEndpointUris("token");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.EnableDegradedMode().AddEphemeralSigningKey().AddEphemeralEncryptionKey().DisableAccessTokenEncryption();
            server.RegisterScopes(Scopes.Profile);
            server.UseAspNetCore().DisableTransportSecurityRequirement();
            server.AddEventHandler<OpenIddictServerEvents.ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                if (context.ClientId != Client || !context.RedirectUri!.EndsWith("/sign-in/callback", StringComparison.Ordinal))
                {
                    context.Reject(Errors.InvalidClient);
                }

                return default;
            }));
            server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default));
            server.AddEventHandler<OpenIddictServerEvents.HandleAuthorizationRequestContext>(handler => handler.UseInlineHandler(context =>
            {
                provider!.ChallengeMethod = context.Request.CodeChallengeMethod;
                context.SignIn(provider.Somebody(context.Request.GetScopes()));
                return default;
            }));
        });
        var app = builder.Build();
        app.Urls.Add(address.ToString());
        app.UseAuthentication();
        provider = new Provider(app, address);
        await app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private ClaimsPrincipal Somebody(IEnumerable<string> scopes)
    {
        var identity = new ClaimsIdentity("provider", Claims.Name, "roles");
        identity.SetClaim(Claims.Subject, "wang").SetClaim("citybrain_demonstration", "true").SetClaim("citybrain_actor", "person:somebody-else").SetClaims("roles", [.. Roles]);
        var principal = new ClaimsPrincipal(identity);
        principal.SetScopes(scopes);
        principal.SetResources("citybrain");
        principal.SetDestinations(_ => [Destinations.AccessToken, Destinations.IdentityToken]);
        return principal;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
