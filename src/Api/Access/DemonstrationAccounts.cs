using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Access;

/// <summary>The accounts of the README: in development and from loopback only. Everybody knows their secrets.</summary>
internal sealed class DemonstrationAccounts(IHostEnvironment environment, IOptions<AccessOptions> options)
{
    private static readonly Dictionary<string, (string Password, string Role)> People = new(StringComparer.Ordinal)
    {
        ["officer"] = ("officer-demo", Roles.Officer),
        ["operator"] = ("operator-demo", Roles.Operator),
        ["auditor"] = ("auditor-demo", Roles.Auditor),
    };

    private static readonly (string Id, string Secret) Department = ("department", "department-demo");

    /// <summary>All secrets that everybody knows.</summary>
    public static IEnumerable<string> Secrets => [.. People.Values.Select(person => person.Password), Department.Secret];

    /// <summary>Those that a screen offers: who works incidents, and who only looks.</summary>
    public static IReadOnlyList<Pages.ScreenAccount> ForScreens { get; } =
        [.. People.Where(person => person.Value.Role is Roles.Officer or Roles.Auditor).Select(person => new Pages.ScreenAccount(person.Key, person.Value.Password, person.Value.Role))];

    /// <summary>Whether they work at all.</summary>
    public bool Enabled => environment.IsDevelopment() && options.Value.DemonstrationAccounts != false;

    /// <summary>Whether they work for this request: loopback, and not passed on by a proxy.</summary>
    public bool OpenTo(HttpContext context) =>
        Enabled
        && context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("Forwarded") && !context.Request.Headers.ContainsKey("X-Forwarded-For");

    /// <summary>Signs a person in.</summary>
    public static Account? Person(string? name, string? password) =>
        People.TryGetValue(name ?? string.Empty, out var person) && Same(password, person.Password)
            ? new Account($"person:{name}", [person.Role], Demonstration: true)
            : null;

    /// <summary>Signs the department in.</summary>
    public static Account? Client(string? id, string? secret) =>
        id == Department.Id && Same(secret, Department.Secret) ? new Account($"department:{id}", [Roles.Department], Demonstration: true) : null;

    private static bool Same(string? given, string wanted) =>
        CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(given ?? string.Empty)), SHA256.HashData(Encoding.UTF8.GetBytes(wanted)));
}

/// <summary>Somebody who has signed in.</summary>
/// <param name="Actor"><c>person:…</c> or <c>department:…</c>.</param>
/// <param name="Roles">What they may be.</param>
/// <param name="Demonstration">Whether it is a demonstration account.</param>
internal sealed record Account(string Actor, IReadOnlyList<string> Roles, bool Demonstration);
