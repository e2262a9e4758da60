using System.Security.Claims;
using CityBrain.Api.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;

namespace CityBrain.Api.Live;

/// <summary>
/// Who looks: the token of a first message is checked exactly as one in a header is, by the same schemes and the same policy. It is checked
/// again while the feed lasts, and no feed outlasts it.
/// </summary>
internal sealed class LiveAccess(IServiceScopeFactory scopes, DemonstrationAccounts demonstration)
{
    /// <summary>Checks a token that came over a connection.</summary>
    public async Task<(LivePass? Pass, LiveEnd? End)> Check(string token, HttpContext connection)
    {
        await using var scope = scopes.CreateAsyncScope();
        var asked = new DefaultHttpContext { RequestServices = scope.ServiceProvider };
        asked.Request.Method = HttpMethods.Get;
        asked.Request.Scheme = connection.Request.Scheme;
        asked.Request.Host = connection.Request.Host;
        asked.Request.Path = connection.Request.Path;
        asked.Request.Headers.Authorization = $"Bearer {token}";
        asked.Connection.RemoteIpAddress = connection.Connection.RemoteIpAddress;
        var signedIn = await asked.AuthenticateAsync();
        if (!signedIn.Succeeded || (signedIn.Principal.IsDemonstration() && !demonstration.OpenTo(connection))
            || !scope.ServiceProvider.GetRequiredService<SignInGate>().IsStillOpen(signedIn.Principal))
        {
            return (null, LiveRefusals.NotAuthenticated);
        }

        var authorization = scope.ServiceProvider.GetRequiredService<IAuthorizationService>();
        return (await authorization.AuthorizeAsync(signedIn.Principal, Policies.Read)).Succeeded
            ? (new LivePass(signedIn.Principal.FindFirstValue(ClaimNames.Actor) ?? "nobody", new JsonWebToken(token).ValidTo), null)
            : (null, LiveRefusals.NotAllowed);
    }
}

/// <summary>What a valid token says.</summary>
/// <param name="Actor">Who: <c>person:…</c> or <c>department:…</c>.</param>
/// <param name="ValidTo">When it ends.</param>
internal sealed record LivePass(string Actor, DateTimeOffset ValidTo);
