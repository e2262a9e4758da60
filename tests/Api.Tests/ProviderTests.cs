using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Tests;

/// <summary>In production people sign in at the city's own provider: by code with PKCE, to look with a cookie and to act with a token.</summary>
public sealed class ProviderTests : IAsyncLifetime, IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), "citybrain-api", Path.GetRandomFileName());
    private readonly LogTape _log = new();
    private Provider _provider = null!;
    private WebApplication _city = null!;
    private HttpClient _browser = null!;

    public async Task InitializeAsync()
    {
        _provider = await Provider.Start();
        _city = CityOverHttp.Compose(
            _folder, Environments.Production, builder => builder.Logging.ClearProviders().AddProvider(_log), $"--Access:Authority={_provider.Address}", $"--Access:ClientId={Provider.Client}");
        await _city.StartAsync();
        var address = new Uri(_city.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        _browser = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = address };
        _browser.DefaultRequestHeaders.Add("Accept", "text/html,*/*;q=0.8");
    }

    public void Dispose() => _browser.Dispose();

    public async Task DisposeAsync()
    {
        await _city.DisposeAsync();
        await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Somebody_who_asks_for_a_page_signs_in_at_the_provider_and_comes_back_to_it()
    {
        using var asked = await _browser.GetAsync("/report?lang=en");
        asked.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/sign-in");
        var page = await asked.Content.ReadAsStringAsync();
        var link = WebUtility.HtmlDecode(Regex.Match(page, "href=\"(/sign-in/provider[^\"]+)\"").Groups[1].Value);

        using var signed = await _browser.GetAsync(link);
        signed.RequestMessage!.RequestUri!.AbsolutePath.ShouldBe("/sign-in/done", string.Join('\n', _log.Lines.Where(line => line.Contains("provider", StringComparison.Ordinal))));
        (await signed.Content.ReadAsStringAsync()).ShouldContain("url=/report?lang=en");
        _provider.ChallengeMethod.ShouldBe("S256");
        (await StatusOf("/report?lang=en")).ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_cookie_looks_and_the_token_that_it_holds_commands()
    {
        (await StatusOf("/ops/token")).ShouldBe(HttpStatusCode.NoContent);
        using (await _browser.GetAsync("/sign-in/provider"))
        {
        }

        using var answer = await _browser.GetAsync("/ops/token");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var token = (await answer.Body()).GetProperty("accessToken").GetString();
        const string Step = "/api/v1/incidents/INC-341882001-20260101-0001/acknowledge";
        using (var byCookie = await _browser.PostAsync(Step, null))
        {
            byCookie.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }

        using var request = new HttpRequestMessage(HttpMethod.Post, Step);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var byToken = await _browser.SendAsync(request);
        byToken.StatusCode.ShouldBeOneOf(HttpStatusCode.NotFound, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task Roles_are_those_of_the_provider_and_no_script_reads_the_cookie()
    {
        _provider.Roles = ["auditor"];
        using var handler = new SocketsHttpHandler { CookieContainer = new CookieContainer() };
        using var browser = new HttpClient(handler) { BaseAddress = _browser.BaseAddress };
        using (await browser.GetAsync("/sign-in/provider"))
        {
        }

        var cookies = handler.CookieContainer.GetCookies(_browser.BaseAddress!).Where(cookie => cookie.Name.StartsWith("citybrain", StringComparison.Ordinal)).ToList();
        cookies.ShouldNotBeEmpty();
        cookies.ShouldAllBe(cookie => cookie.HttpOnly);
        using var operators = await browser.GetAsync("/metrics");
        operators.StatusCode.ShouldBe(HttpStatusCode.Forbidden, "an auditor of the provider is no operator here");
        using var roles = await browser.GetAsync("/api/v1/scenes");
        roles.StatusCode.ShouldBeOneOf(HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable);
    }

    [Fact]
    public async Task An_answer_that_nobody_asked_the_provider_for_signs_nobody_in()
    {
        using var forged = await _browser.GetAsync("/sign-in/callback?code=stolen&state=made-up");
        forged.RequestMessage!.RequestUri!.PathAndQuery.ShouldBe("/sign-in?refused=true");
        (await StatusOf("/ops/token")).ShouldBe(HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_name_at_a_provider_without_the_provider_stops_the_start_in_words()
    {
        var folder = Path.Combine(Path.GetTempPath(), "citybrain-api", Path.GetRandomFileName());
        await using var city = CityOverHttp.Compose(folder, Environments.Production, builder => builder.Logging.ClearProviders(), "--Access:ClientId=pages");
        (await Should.ThrowAsync<OptionsValidationException>(() => city.StartAsync())).Message.ShouldContain("Access:Authority");
    }

    private async Task<HttpStatusCode> StatusOf(string path)
    {
        using var reply = await _browser.GetAsync(path);
        return reply.StatusCode;
    }
}
