using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Access;

/// <summary>Who may sign in, and how. Section <c>Access</c>.</summary>
internal sealed class AccessOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Access";

    /// <summary>What the city's own tokens name as their issuer. Fixed, so that a token works under every address of the city.</summary>
    [Required, Url]
    public string Issuer { get; set; } = "http://localhost:5080/";

    /// <summary>What tokens name as their audience.</summary>
    [Required]
    public string Audience { get; set; } = "citybrain";

    /// <summary>The OIDC provider of the city's people, in production; null where there is none.</summary>
    [Url]
    public string? Authority { get; set; }

    /// <summary>
    /// The name under which the provider knows this city's pages: with it, browsers sign in there. Null for tokens only, which people get
    /// from the provider by themselves.
    /// </summary>
    public string? ClientId { get; set; }

    /// <summary>The secret of that name, where the provider gave one; PKCE is used either way.</summary>
    public string? ClientSecret { get; set; }

    /// <summary>The scopes that are asked for, divided by spaces: <c>openid</c>, and whatever makes the provider give an access token for <see cref="Audience"/>.</summary>
    [Required]
    public string Scopes { get; set; } = "openid profile";

    /// <summary>The claim of the provider's tokens, access token and ID token, that names roles.</summary>
    [Required]
    public string RoleClaim { get; set; } = "roles";

    /// <summary>Whether the demonstration accounts work; when not given, in development only.</summary>
    public bool? DemonstrationAccounts { get; set; }

    /// <summary>How long a token of the city's own is valid: short, because it is not looked up again.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "12:00:00")]
    public TimeSpan TokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Age at which a new signing key is made at start; tokens of older keys stay valid until they expire.</summary>
    [Range(typeof(TimeSpan), "1.00:00:00", "730.00:00:00")]
    public TimeSpan SigningKeyAgeMax { get; set; } = TimeSpan.FromDays(90);

    /// <summary>Departments and services that sign in by secret.</summary>
    public IList<ClientOptions> Clients { get; } = [];

    /// <summary>Whether browsers sign in at the provider.</summary>
    public bool SignsInAtProvider => Authority is not null && ClientId is not null;

    /// <summary>Whether the provider is asked over TLS; plain HTTP is for a provider on this machine.</summary>
    public bool AuthorityIsSecure => Authority?.StartsWith("https://", StringComparison.OrdinalIgnoreCase) == true;
}

/// <summary>A department's or service's credentials.</summary>
internal sealed class ClientOptions
{
    /// <summary>Its client id.</summary>
    [Required]
    public string Id { get; set; } = string.Empty;

    /// <summary>Hash of its secret, as <c>SecretHash.Of</c> writes it; never the secret.</summary>
    [Required]
    public string SecretHash { get; set; } = string.Empty;

    /// <summary>Its roles; department when none are named.</summary>
    public IList<string> Roles { get; } = [];

    /// <summary>When its secret ends; null for not before it is removed.</summary>
    public DateTimeOffset? ValidUntil { get; set; }
}

/// <summary>Refuses to start where demonstration accounts or default secrets would be open to the world.</summary>
internal sealed class AccessOptionsValidator(IHostEnvironment environment) : IValidateOptions<AccessOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, AccessOptions options)
    {
        List<string> faults = [];
        if (!environment.IsDevelopment() && options.DemonstrationAccounts == true)
        {
            faults.Add("Access:DemonstrationAccounts works in development only; remove it and name an OIDC provider (Access:Authority) or clients (Access:Clients).");
        }

        if (options.ClientId is not null && options.Authority is null)
        {
            faults.Add("Access:ClientId is a name at the OIDC provider; name the provider too (Access:Authority).");
        }

        foreach (var client in options.Clients)
        {
            if (client.Id.Length == 0 || !SecretHash.IsWellFormed(client.SecretHash))
            {
                faults.Add($"Access:Clients '{client.Id}' needs an Id and a SecretHash of the form pbkdf2-sha256$iterations$salt$hash.");
            }
            else if (DemonstrationAccounts.Secrets.Any(secret => SecretHash.Matches(client.SecretHash, secret)))
            {
                faults.Add($"Access:Clients '{client.Id}' has the secret of a demonstration account; give it one of its own.");
            }

            faults.AddRange(client.Roles.Except(Roles.All).Select(role => $"Access:Clients '{client.Id}' has the role '{role}', which there is not; there are {string.Join(", ", Roles.All)}."));
        }

        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
