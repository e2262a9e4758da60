using System.Net;
using System.Net.Http.Headers;
using System.Security.Claims;
using System.Security.Cryptography;
using CityBrain.Api.Access;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace CityBrain.Api.Tests;

/// <summary>What is and what is not a token of this city.</summary>
[Collection(OneCity.Name)]
public sealed class TokenTests(CityOverHttp city)
{
    private const string Asked = "/api/v1/devices";

    [Fact]
    public async Task A_token_made_by_hand_with_the_citys_key_and_names_opens() =>
        (await Status(Made())).ShouldBe(HttpStatusCode.OK);

    [Fact]
    public async Task A_token_of_another_issuer_is_refused() => (await Status(Made(issuer: "http://evil.example/"))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_token_for_another_audience_is_refused() => (await Status(Made(audience: "another"))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task An_expired_token_is_refused() => (await Status(Made(age: TimeSpan.FromHours(3)))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_token_of_another_kind_is_refused() => (await Status(Made(type: "JWT"))).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_token_of_an_unknown_key_is_refused()
    {
        using var stranger = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        (await Status(Made(key: new ECDsaSecurityKey(stranger) { KeyId = "signing-stranger" }))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_signed_with_the_public_key_as_a_secret_is_refused()
    {
        var known = Keys.Signing[0].ShouldBeOfType<ECDsaSecurityKey>();
        var secret = new SymmetricSecurityKey(known.ECDsa.ExportSubjectPublicKeyInfo()) { KeyId = known.KeyId };
        (await Status(Made(key: secret, algorithm: SecurityAlgorithms.HmacSha256))).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_without_a_signature_is_refused()
    {
        var payload = Made().Split('.')[1];
        var header = Base64UrlEncoder.Encode("""{"alg":"none","typ":"at+jwt"}""");
        (await Status($"{header}.{payload}.")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_token_with_one_changed_claim_is_refused()
    {
        var parts = Made().Split('.');
        var payload = Base64UrlEncoder.Decode(parts[1]).Replace("auditor", "operator", StringComparison.Ordinal);
        (await Status($"{parts[0]}.{Base64UrlEncoder.Encode(payload)}.{parts[2]}")).ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJFUzI1NiJ9..")]
    public async Task Garbage_is_refused(string garbage) => (await Status(garbage)).ShouldBe(HttpStatusCode.Unauthorized);

    [Fact]
    public async Task A_refused_token_is_answered_with_a_problem()
    {
        using var reply = await city.As("anonymous").GetAsync(Asked);
        await reply.ShouldBeProblem(401, "not-authenticated");
        reply.Headers.WwwAuthenticate.ToString().ShouldContain("Bearer");
    }

    [Fact]
    public async Task A_name_is_locked_after_five_failures_and_others_are_not()
    {
        var form = (string password) => city.As("anonymous").PostAsync(
            "/connect/token", new FormUrlEncodedContent([new("grant_type", "client_credentials"), new("client_id", "locked-one"), new("client_secret", password)]));
        for (var failure = 0; failure < 6; failure++)
        {
            using var reply = await form("wrong");
            reply.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        (await city.Token(("grant_type", "password"), ("username", "officer"), ("password", "officer-demo"))).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_demonstration_account_does_not_work_through_a_proxy()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/connect/token")
        {
            Content = new FormUrlEncodedContent([new("grant_type", "password"), new("username", "operator"), new("password", "operator-demo")]),
        };
        request.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var reply = await city.As("anonymous").SendAsync(request);
        reply.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        using var passed = new HttpRequestMessage(HttpMethod.Get, Asked);
        passed.Headers.Add("X-Forwarded-For", "203.0.113.9");
        using var refused = await city.As("operator").SendAsync(passed);
        await refused.ShouldBeProblem(401, "not-authenticated");
    }

    [Fact]
    public void Keys_are_kept_for_their_owner_only()
    {
        var files = Directory.GetFiles(city.KeysFolder);
        files.ShouldContain(file => Path.GetFileName(file).StartsWith("signing-", StringComparison.Ordinal));
        if (!OperatingSystem.IsWindows())
        {
            foreach (var file in files)
            {
                File.GetUnixFileMode(file).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite, file);
            }
        }
    }

    private KeyFolder Keys => city.Services.GetRequiredService<KeyFolder>();

    private string Made(
        string issuer = "http://localhost:5080/", string audience = "citybrain", TimeSpan age = default, SecurityKey? key = null, string algorithm = SecurityAlgorithms.EcdsaSha256, string type = "at+jwt")
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime - age;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now.AddHours(1),
            TokenType = type,
            Subject = new ClaimsIdentity([new("sub", "person:auditor"), new("citybrain_actor", "person:auditor"), new("role", "auditor")]),
            SigningCredentials = new SigningCredentials(key ?? Keys.Signing[0], algorithm),
        });
    }

    private async Task<HttpStatusCode> Status(string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Asked);
        request.Headers.TryAddWithoutValidation("Authorization", new AuthenticationHeaderValue("Bearer", token).ToString());
        using var reply = await city.As("anonymous").SendAsync(request);
        return reply.StatusCode;
    }
}
