using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Access;

/// <summary>Checks credentials, and locks a name for an address after five failures in a row.</summary>
internal sealed class SignInGate(DemonstrationAccounts demonstration, IOptionsMonitor<AccessOptions> options, TimeProvider time)
{
    private const string DepartmentPrefix = "department:";
    private const int FailuresMax = 5;
    private const int NamesMax = 10_000;

    private static readonly TimeSpan LockDuration = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, (int Failures, DateTimeOffset Last)> _failures = new(StringComparer.Ordinal);

    /// <summary>A person by password; null when the credentials are wrong or locked.</summary>
    public Account? Person(HttpContext context, string? name, string? password) =>
        Guarded(context, name, () => demonstration.OpenTo(context) ? DemonstrationAccounts.Person(name, password) : null);

    /// <summary>A department or service by secret; null when the credentials are wrong or locked.</summary>
    public Account? Client(HttpContext context, string? id, string? secret) =>
        Guarded(context, id, () => Configured(id, secret) ?? (demonstration.OpenTo(context) ? DemonstrationAccounts.Client(id, secret) : null));

    /// <summary>
    /// Whether the department or service of a token may still sign in: one that was removed, or whose secret ended, is out at once, although its
    /// token is valid for a while. People are their provider's.
    /// </summary>
    public bool IsStillOpen(ClaimsPrincipal person) =>
        person.IsDemonstration() || person.FindFirstValue(ClaimNames.Actor) is not { } actor || !actor.StartsWith(DepartmentPrefix, StringComparison.Ordinal)
        || options.CurrentValue.Clients.Any(client => client.Id == actor[DepartmentPrefix.Length..] && IsValid(client));

    private bool IsValid(ClientOptions client) => client.ValidUntil is null || time.GetUtcNow() < client.ValidUntil;

    private Account? Configured(string? id, string? secret)
    {
        var client = options.CurrentValue.Clients.FirstOrDefault(one => one.Id == id);
        return client is not null && IsValid(client) && SecretHash.Matches(client.SecretHash, secret ?? string.Empty)
            ? new Account($"{DepartmentPrefix}{id}", client.Roles.Count > 0 ? [.. client.Roles] : [Roles.Department], Demonstration: false)
            : null;
    }

    private Account? Guarded(HttpContext context, string? name, Func<Account?> check)
    {
        var key = $"{context.Connection.RemoteIpAddress} {name}";
        var now = time.GetUtcNow();
        if (_failures.TryGetValue(key, out var known) && now - known.Last >= LockDuration)
        {
            _failures.TryRemove(key, out known);
            known = default;
        }

        if (known.Failures >= FailuresMax)
        {
            return null;
        }

        var account = check();
        if (account is not null)
        {
            _failures.TryRemove(key, out _);
        }
        else
        {
            Forget(now);
            _failures.AddOrUpdate(key, (1, now), (_, before) => (before.Failures + 1, now));
        }

        return account;
    }

    // Bounded: whoever tries many names costs no more than the table.
    private void Forget(DateTimeOffset now)
    {
        if (_failures.Count < NamesMax)
        {
            return;
        }

        foreach (var (key, entry) in _failures)
        {
            if (now - entry.Last >= LockDuration || _failures.Count >= NamesMax)
            {
                _failures.TryRemove(key, out _);
            }
        }
    }
}
