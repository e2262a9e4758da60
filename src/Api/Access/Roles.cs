using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;

namespace CityBrain.Api.Access;

/// <summary>What people and departments may be.</summary>
internal static class Roles
{
    /// <summary>值班员: sees everything operational, works incidents.</summary>
    public const string Officer = "officer";

    /// <summary>运维: registers devices, publishes scenes, imports divisions, replays.</summary>
    public const string Operator = "operator";

    /// <summary>部门: reads devices, readings and incidents.</summary>
    public const string Department = "department";

    /// <summary>审计: reads, writes nothing.</summary>
    public const string Auditor = "auditor";

    /// <summary>All roles there are.</summary>
    public static IReadOnlyList<string> All { get; } = [Officer, Operator, Department, Auditor];
}

/// <summary>Claims of our own.</summary>
internal static class ClaimNames
{
    /// <summary>Who acts: <c>person:…</c> or <c>department:…</c>.</summary>
    public const string Actor = "citybrain_actor";

    /// <summary>Present on tokens of demonstration accounts: they are worth nothing outside development and loopback.</summary>
    public const string Demonstration = "citybrain_demonstration";
}

/// <summary>Who may do what. What has no policy of its own needs a token at least.</summary>
internal static class Policies
{
    /// <summary>Reads what is operational: every role.</summary>
    public const string Read = "read";

    /// <summary>Works incidents.</summary>
    public const string WorkIncidents = "work-incidents";

    /// <summary>Runs the platform.</summary>
    public const string Operate = "operate";

    /// <summary>Adds the policies; default deny.</summary>
    public static void AddCityPolicies(this AuthorizationBuilder authorization) => authorization
        .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(Roles.All).Build())
        .AddPolicy(Read, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.All))
        .AddPolicy(WorkIncidents, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.Officer))
        .AddPolicy(Operate, policy => policy.RequireAuthenticatedUser().RequireRole(Roles.Operator));

    /// <summary>Whether somebody acts under a demonstration account.</summary>
    public static bool IsDemonstration(this ClaimsPrincipal person) => person.HasClaim(claim => claim.Type == ClaimNames.Demonstration);
}
