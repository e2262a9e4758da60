using System.Text;
using System.Text.Json;
using CityBrain.Api.Admission;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Server;
using OpenIddict.Validation.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace CityBrain.Api.Access;

/// <summary>Puts signing in together: the city's own tokens, those of an OIDC provider, and a cookie for pages that are looked at.</summary>
internal static class AccessSetup
{
    private const string Chooser = "CityBrain";

    /// <summary>Adds authentication and authorization; everything is denied that no policy allows.</summary>
    public static void AddAccess(this WebApplicationBuilder builder, ServeOptions serve)
    {
        var services = builder.Services;
        builder.AddSettings<AccessOptions>(AccessOptions.Section);
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<KeyFolder>().AddSingleton<DemonstrationAccounts>().AddSingleton<SignInGate>().AddSingleton<Pages.SignInPage>();
        services.AddAuthorizationBuilder().AddCityPolicies();
        if (!ServeOptions.DescribedOnly)
        {
            // What cookies are sealed with; the folder is the owner's alone, like the other keys in it.
            services.AddDataProtection().SetApplicationName("CityBrain").PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(serve.DataFolder, "keys", "pages")));
            builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        }

        var access = CheckedSettings.Of<AccessOptions>(builder.Configuration, AccessOptions.Section);
        AddSchemes(services, access);
        AddTokenServer(services, access);
    }

    /// <summary>Tokens of demonstration accounts are worth nothing where those accounts do not work, nor are those of departments that are no more.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseLimitsBeforeSigningIn();
        app.UseAuthentication();
        app.UseLimitsAfterSigningIn();
        app.Use((context, next) =>
            (context.User.IsDemonstration() && !context.RequestServices.GetRequiredService<DemonstrationAccounts>().OpenTo(context))
                || !context.RequestServices.GetRequiredService<SignInGate>().IsStillOpen(context.User)
                ? new Problem(EdgeRefusals.NotAuthenticated).ExecuteAsync(context)
                : next(context));
        app.UseAuthorization();
    }

    private static void AddSchemes(IServiceCollection services, AccessOptions access)
    {
        var schemes = services.AddAuthentication(Chooser)
            .AddPolicyScheme(Chooser, null, options => options.ForwardDefaultSelector = context => SchemeOf(context, access))
            .AddCookie(options =>
            {
                options.Cookie.Name = "citybrain";
                options.Cookie.SameSite = SameSiteMode.Strict;
                options.Cookie.HttpOnly = true;
                options.ExpireTimeSpan = TimeSpan.FromMinutes(30);
                options.Events.OnRedirectToLogin = context => Bare(context.Response, StatusCodes.Status401Unauthorized);
                options.Events.OnRedirectToAccessDenied = context => Bare(context.Response, StatusCodes.Status403Forbidden);
            });
        if (access.Authority is { } authority)
        {
            schemes.AddJwtBearer(options =>
            {
                options.Authority = authority;
                options.Audience = access.Audience;
                options.MapInboundClaims = false;
                options.RequireHttpsMetadata = access.AuthorityIsSecure;
                options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSsaPssSha256];
                options.TokenValidationParameters.RoleClaimType = access.RoleClaim;
                options.TokenValidationParameters.ClockSkew = TimeSpan.FromSeconds(60);
                options.Events = new JwtBearerEvents { OnTokenValidated = NameActor };
            });
        }

        if (access.SignsInAtProvider)
        {
            schemes.AddProvider(access);
        }
    }

    private static void AddTokenServer(IServiceCollection services, AccessOptions access)
    {
        services.AddOpenIddict()
            .AddServer(server =>
            {
                server.SetIssuer(access.Issuer).SetTokenEndpointUris("connect/token");
                server.AllowClientCredentialsFlow().AllowPasswordFlow().AcceptAnonymousClients();
                server.SetAccessTokenLifetime(access.TokenLifetime);
                server.EnableDegradedMode().DisableAccessTokenEncryption();
                // Credentials are checked by the endpoint itself, once.
                server.AddEventHandler<OpenIddictServerEvents.ValidateTokenRequestContext>(handler => handler.UseInlineHandler(_ => default));
                // TLS ends in front of this process; it listens on loopback unless told otherwise.
                server.UseAspNetCore().EnableTokenEndpointPassthrough().DisableTransportSecurityRequirement();
            })
            .AddValidation(validation =>
            {
                validation.UseLocalServer();
                validation.AddAudiences(access.Audience);
                // Tokens come in the header only.
                validation.UseAspNetCore().DisableAccessTokenExtractionFromBodyForm().DisableAccessTokenExtractionFromQueryString();
            });
        services.AddOptions<OpenIddictServerOptions>().Configure<KeyFolder>((options, keys) =>
        {
            options.SigningCredentials.AddRange(keys.Signing.Select(key => new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256)));
            options.EncryptionCredentials.Add(new EncryptingCredentials(keys.Encryption, SecurityAlgorithms.Aes256KW, SecurityAlgorithms.Aes256CbcHmacSha512));
            options.TokenValidationParameters.ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256];
        });
    }

    private static string SchemeOf(HttpContext context, AccessOptions access)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            // A cookie is for looking at pages; it commands nothing.
            return HttpMethods.IsGet(context.Request.Method) && context.Request.Cookies.ContainsKey("citybrain")
                ? CookieAuthenticationDefaults.AuthenticationScheme
                : OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme;
        }

        return access.Authority is { } authority && IssuerOf(header) is { } issuer && issuer.TrimEnd('/') == authority.TrimEnd('/')
            ? JwtBearerDefaults.AuthenticationScheme
            : OpenIddictValidationAspNetCoreDefaults.AuthenticationScheme;
    }

    // Only chooses who validates; nothing of the token is believed here.
    private static string? IssuerOf(string header)
    {
        try
        {
            var parts = header.Split(' ', 2).Last().Split('.');
            using var payload = JsonDocument.Parse(Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts.ElementAtOrDefault(1) ?? string.Empty)));
            return payload.RootElement.GetProperty(Claims.Issuer).GetString();
        }
        catch (Exception malformed) when (malformed is FormatException or ArgumentException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private static Task NameActor(TokenValidatedContext context)
    {
        if (!ProviderSignIn.TryNameActor(context.Principal?.Identity as System.Security.Claims.ClaimsIdentity))
        {
            context.Fail("The token names nobody.");
        }

        return Task.CompletedTask;
    }

    private static Task Bare(HttpResponse response, int status)
    {
        response.StatusCode = status;
        return Task.CompletedTask;
    }
}
