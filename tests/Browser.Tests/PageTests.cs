using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
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

        await window.Page.Locator("#kpis .title", new() { HasText = "Rain, highest" }).WaitForAsync();
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

    [BrowserFact]
    public async Task An_officer_need_not_scroll_sideways_on_a_telephone_either()
    {
        var gauge = await browser.City.Gauge("手机上的站", "341882202202");
        await browser.City.Report(gauge, 2.0, 3.4);
        await using var window = await browser.Open("/ops?lang=en", 390, 844);
        await window.SignIn();
        await window.Alarm("手机上的站").First.WaitForAsync();
        (await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("in English, whose words are longer");
        await window.Page.Locator("#language").ClickAsync();
        await window.Page.Locator("h2", new() { HasText = "待处置事件" }).WaitForAsync();
        (await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("in Chinese");

        (await window.Page.EvaluateAsync<bool>("document.querySelector('.bar').getBoundingClientRect().bottom <= document.querySelector('#kpis').getBoundingClientRect().top")).ShouldBeTrue("the bar lies over nothing");
        (await window.Page.EvaluateAsync<bool>("[...document.querySelectorAll('.bar > *')].every(part => part.getBoundingClientRect().bottom <= document.querySelector('.bar').getBoundingClientRect().bottom)")).ShouldBeTrue("all of the bar is in the bar");

        await window.Work("四合乡").First.ClickAsync();
        await window.Page.Locator("[data-step=close]").ClickAsync();
        await window.Page.Locator("[name=photo]").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Attached });
        (await window.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth")).ShouldBeTrue("with the drawer");
    }

    [BrowserFact]
    public async Task A_browser_that_nobody_signed_in_with_asks_for_the_report_signs_in_and_gets_it()
    {
        await using var window = await browser.Open("/report?lang=en");
        window.Page.Url.ShouldContain("/sign-in?next=");
        await window.Page.Locator("[name=username]").FillAsync("auditor");
        await window.Page.Locator("[name=password]").FillAsync("wrong");
        await window.Page.Locator("[type=submit]").ClickAsync();
        await window.Page.GetByRole(Microsoft.Playwright.AriaRole.Alert).GetByText("Signing in did not succeed").WaitForAsync();
        await window.Page.Locator("[name=username]").FillAsync("auditor");
        await window.Page.Locator("[name=password]").FillAsync("auditor-demo");
        await window.Page.Locator("[type=submit]").ClickAsync();

        await window.Page.Locator("h1", new() { HasText = "Guangde daily city report" }).WaitForAsync();
        window.Page.Url.ShouldEndWith("/report?lang=en");
    }

    [BrowserFact]
    public async Task From_the_screen_the_report_opens_without_signing_in_again_and_prints_on_a4()
    {
        await using var window = await browser.OpenScreen();
        var report = await window.Page.Context.RunAndWaitForPageAsync(() => window.Page.Locator("#report-open").ClickAsync());
        await report.Locator("h1", new() { HasText = "城市运行日报" }).WaitForAsync();

        var pdf = Encoding.Latin1.GetString(await report.PdfAsync(new() { PreferCSSPageSize = true }));
        var sheets = Regex.Matches(pdf, @"/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]")
            .Select(sheet => (Math.Round(double.Parse(sheet.Groups[1].Value, CultureInfo.InvariantCulture)), Math.Round(double.Parse(sheet.Groups[2].Value, CultureInfo.InvariantCulture)))).Distinct();
        sheets.ShouldBe([(595, 842)], "A4 is 595 by 842 points");
    }

    private static async Task<string[]> Findings(CityWindow window)
    {
        AxeResult result = await window.Page.RunAxe();
        return [.. result.Violations.Where(found => Grave.Contains(found.Impact)).Select(found => $"{found.Id}: {string.Join(" | ", found.Nodes.Take(3).Select(node => node.Html))}")];
    }
}
