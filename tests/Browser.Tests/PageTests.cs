using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace CityBrain.Browser.Tests;

/// <summary>What holds for every page: nothing leaves the machine, everybody can read it, in both languages.</summary>
[Collection(OneCity.Name)]
public sealed class PageTests(CityInBrowser browser)
{
    private static readonly string[] Grave = ["serious", "critical"];

    [BrowserFact]
    public async Task No_request_leaves_the_machine_and_the_strict_policy_stops_nothing()
    {
        var gauge = await browser.City.Gauge("离线的站", "341882202200");
        await browser.City.Report(gauge, 2.0, 3.4);
        await using var window = await browser.OpenScreen();

        await window.Until("window.city.map()?.frames > 0");
        await window.Until("document.querySelectorAll('#panel-kind canvas').length > 0");
        await window.Work("四合乡").First.ClickAsync();
        await window.Page.Locator("#tab-tabDevices").ClickAsync();
        await window.Page.Locator("#drawer .plot canvas").First.WaitForAsync();
        foreach (var path in new[] { "/", "/citizen", "/sign-in" })
        {
            await window.Page.GotoAsync(new Uri(browser.City.Url, path).ToString());
        }

        window.Outside.ShouldBeEmpty();
        window.Errors.ShouldBeEmpty();
    }

    [BrowserFact]
    public async Task Axe_finds_nothing_serious_dark_or_light()
    {
        var gauge = await browser.City.Gauge("无障碍的站", "341882101200");
        await browser.City.Report(gauge, 2.0, 3.4);
        foreach (var theme in new[] { "dark", "light" })
        {
            await using var window = await browser.OpenScreen($"?lang=zh&theme={theme}");
            await window.Until("document.querySelectorAll('#panel-kind canvas').length > 0");
            (await Findings(window)).ShouldBeEmpty(theme);
            await window.Work("柏垫镇").First.ClickAsync();
            await window.Page.Locator(".incident-state").WaitForAsync();
            await window.Page.Locator("[data-step=close]").ClickAsync();
            (await Findings(window)).ShouldBeEmpty($"{theme}, with the drawer");
        }
    }

    [BrowserFact]
    public async Task The_language_changes_without_a_reload_and_no_text_is_missing()
    {
        await using var window = await browser.OpenScreen("?lang=zh&p=341882104");
        await window.Page.Locator("#language").ClickAsync();

        await window.Until("document.documentElement.lang === 'en'");
        window.Page.Url.ShouldContain("p=341882104");
        await window.LineIs("live");
        // Panels that draw at most once a second have had their turn.
        foreach (var heading in new[] { "Last 24 hours", "Live alarms", "Incidents to handle", "Curves", "Devices" })
        {
            await window.Page.Locator("h2", new() { HasText = heading }).First.WaitForAsync();
        }

        await window.Page.Locator("#kpis .title", new() { HasText = "Most rain" }).WaitForAsync();
        var chinese = await window.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('h1, h2, h3, th, dt, summary, label, #kpis .title, #line, .head button, #map-tools button, .bar > button')]
              .filter(e => e.id !== 'language' && e.checkVisibility()).map(e => e.textContent).filter(text => /[\u4e00-\u9fff]/.test(text))
            """);
        chinese.ShouldBeEmpty();
        (await window.Page.Locator("body").InnerTextAsync()).ShouldNotContain("undefined");

        await window.Page.Locator("#language").ClickAsync();
        await window.Page.Locator("h2", new() { HasText = "待处置事件" }).WaitForAsync();
    }

    [BrowserFact]
    public async Task Citizens_need_not_scroll_sideways_on_a_telephone()
    {
        await using var window = await browser.Open("/citizen", 390, 844);

        (await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue();
    }

    private static async Task<string[]> Findings(CityWindow window)
    {
        AxeResult result = await window.Page.RunAxe();
        return [.. result.Violations.Where(found => Grave.Contains(found.Impact)).Select(found => $"{found.Id}: {string.Join(" | ", found.Nodes.Take(3).Select(node => node.Html))}")];
    }
}
