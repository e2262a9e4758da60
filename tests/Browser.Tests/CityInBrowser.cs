using Microsoft.Playwright;

namespace CityBrain.Browser.Tests;

/// <summary>One city and one Chromium for all tests; each looks through a window of its own.</summary>
public sealed class CityInBrowser : IAsyncLifetime
{
    private static readonly string[] Quiet = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public RunningCity City { get; } = new();

    public async Task InitializeAsync()
    {
        if (BrowserFactAttribute.Chromium is not null)
        {
            await City.Start();
            _playwright = await Playwright.CreateAsync();
            _browser = await Launch();
        }
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        await City.DisposeAsync();
    }

    /// <summary>A browser with further switches.</summary>
    public Task<IBrowser> Launch(params string[] more) =>
        _playwright!.Chromium.LaunchAsync(new() { ExecutablePath = BrowserFactAttribute.Chromium, Args = [.. Quiet, "--enable-unsafe-swiftshader", .. more] });

    /// <summary>A window on a path of the city; small, because graphics are worked out by the processor here.</summary>
    public async Task<CityWindow> Open(string path, int width = 960, int height = 540, IBrowser? browser = null)
    {
        var context = await (browser ?? _browser!).NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, Locale = "zh-CN" });
        context.SetDefaultTimeout(30_000);
        var window = new CityWindow(await context.NewPageAsync());
        await window.Page.GotoAsync(new Uri(City.Url, path).ToString());
        return window;
    }

    /// <summary>The operations screen, signed in and following the city.</summary>
    public async Task<CityWindow> OpenScreen(string query = "?lang=zh", string account = "officer", IBrowser? browser = null)
    {
        var window = await Open($"/ops{query}", browser: browser);
        await window.SignIn(account);
        return window;
    }
}

/// <summary>The tests that share the city.</summary>
[CollectionDefinition(Name)]
public sealed class OneCity : ICollectionFixture<CityInBrowser>
{
    public const string Name = "one city";
}
