using System.Security.Claims;
using CityBrain.Api.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CityBrain.Api.Live;

/// <summary>
/// Who looks: the token of a first message goes through the same middleware as one in a header, and to the same policy. It is checked again
/// while the feed lasts, and no feed outlasts it.
/// </summary>
internal sealed class LiveAccess
{
    private readonly IServiceScopeFactory _scopes;
    private readonly DemonstrationAccounts _demonstration;
    private readonly SignInGate _gate;
    private readonly RequestDelegate _authenticate;

    /// <summary>Made by the host.</summary>
    public LiveAccess(IServiceProvider services, IServiceScopeFactory scopes, DemonstrationAccounts demonstration, SignInGate gate)
    {
        (_scopes, _demonstration, _gate) = (scopes, demonstration, gate);
        var pipeline = new ApplicationBuilder(services);
        pipeline.UseAuthentication();
        pipeline.Run(_ => Task.CompletedTask);
        _authenticate = pipeline.Build();
    }

    /// <summary>Checks a token that came over a connection.</summary>
    public async Task<(LivePass? Pass, LiveEnd? End)> Check(string token, HttpContext connection)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var asked = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        asked.Request.Method = HttpMethods.Get;
        asked.Request.Scheme = connection.Request.Scheme;
        asked.Request.Host = connection.Request.Host;
        asked.Request.Path = connection.Request.Path;
        asked.Request.Headers.Authorization = $"Bearer {token}";
        asked.Connection.RemoteIpAddress = connection.Connection.RemoteIpAddress;
        await _authenticate(asked);
        var person = asked.User;
        if (person.Identity is not { IsAuthenticated: true } || (person.IsDemonstration() && !_demonstration.OpenTo(connection)) || !_gate.IsStillOpen(person))
        {
            return (null, LiveRefusals.NotAuthenticated);
        }

        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(person, Policies.Read)).Succeeded
            ? (new LivePass(person.FindFirstValue(ClaimNames.Actor) ?? "nobody", new JsonWebToken(token).ValidTo), null)
            : (null, LiveRefusals.NotAllowed);
    }
}

/// <summary>What a valid token says.</summary>
/// <param name="Actor">Who: <c>person:…</c> or <c>department:…</c>.</param>
/// <param name="ValidTo">When it ends.</param>
internal sealed record LivePass(string Actor, DateTimeOffset ValidTo);
