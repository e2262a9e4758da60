using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace CityBrain.Browser.Tests;

/// <summary>Somebody's window on the city; it remembers what left the machine and what went wrong.</summary>
public sealed class CityWindow : IAsyncDisposable
{
    public CityWindow(IPage page)
    {
        Page = page;
        page.Request += (_, request) =>
        {
            if (!new[] { "http://127.0.0.1", "ws://127.0.0.1", "blob:", "data:" }.Any(start => request.Url.StartsWith(start, StringComparison.Ordinal)))
            {
                Outside.Add(request.Url);
            }
        };
        page.PageError += (_, error) => Errors.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
            {
                Errors.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    public ConcurrentBag<string> Outside { get; } = [];

    public ConcurrentBag<string> Errors { get; } = [];

    public async Task SignIn(string account = "officer")
    {
        await Page.Locator($"[data-account={account}]").ClickAsync();
        await LineIs("live");
    }

    public Task LineIs(string state) => Page.Locator($"#line[data-state={state}]").WaitForAsync(new() { Timeout = 60_000 });

    /// <summary>The rows of incidents to handle whose text has some words.</summary>
    public ILocator Work(string words) => Page.Locator("#panel-worklist .row").Filter(new() { HasText = words });

    /// <summary>The rows of the alarm feed whose text has some words.</summary>
    public ILocator Alarm(string words) => Page.Locator("#panel-feed .row").Filter(new() { HasText = words });

    /// <summary>Waits until something is true in the page. Asked from outside: the page's policy lets nothing in it be evaluated.</summary>
    public async Task Until(string condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (!await Page.EvaluateAsync<bool>($"Boolean({condition})"))
        {
            await tick.WaitForNextTickAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();
}
