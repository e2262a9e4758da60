namespace CityBrain.Browser.Tests;

/// <summary>A duty officer at the operations screen.</summary>
[Collection(OneCity.Name)]
public sealed class OpsTests(CityInBrowser browser)
{
    [BrowserFact]
    public async Task From_the_first_run_to_the_first_incident_handled()
    {
        await using var window = await browser.OpenScreen();
        var gauge = await browser.City.Gauge("老桥水位站", "341882102200");
        await browser.City.Report(gauge, 2.0, 3.4);

        await window.Alarm("老桥水位站").WaitForAsync();
        (await window.Work("誓节镇").First.InnerTextAsync()).ShouldContain("确认 ›", customMessage: "the list says what is next");
        await window.Work("誓节镇").First.ClickAsync();
        await window.Page.Locator(".incident-state[data-state=open]").WaitForAsync();
        window.Page.Url.ShouldContain("inc=INC-");

        await window.Page.Locator("#tab-tabWhy").ClickAsync();
        await window.Page.GetByText("水位 6 小时上涨 1.4 m > 1 m").First.WaitForAsync();
        await window.Page.GetByText("rise(level, 6h) > 1.0 m").WaitForAsync();

        await window.Page.Keyboard.PressAsync("a");
        await window.Page.Locator(".incident-state[data-state=acknowledged]").WaitForAsync();
        await window.Page.Locator("[data-step=take-in-hand]").ClickAsync();
        await window.Page.Locator(".incident-state[data-state=in-hand]").WaitForAsync();
        await window.Page.Locator("[data-step=close]").ClickAsync();
        await window.Page.Locator("[data-form=close] [name=note]").FillAsync("水位回落<b>已巡查</b>");
        await window.Page.Locator("[data-form=close] [name=evidence]").FillAsync("现场已看过");
        await window.Page.Locator("[data-form=close] [type=submit]").ClickAsync();

        await window.Page.Locator(".incident-state[data-state=closed]").WaitForAsync();
        await window.Page.GetByText("<b>已巡查</b>").First.WaitForAsync();
        (await window.Page.Locator("#drawer b").CountAsync()).ShouldBe(0, "what people write is text, never a page");
        await window.Work("誓节镇").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
    }

    [BrowserFact]
    public async Task The_drawer_lies_over_nothing_and_an_incident_that_is_over_leads_to_the_next()
    {
        foreach (var (name, place) in new[] { ("上游的站", "341882003001"), ("下游的站", "341882003002") })
        {
            await browser.City.Report(await browser.City.Gauge(name, place), 2.0, 3.4);
        }

        await using var window = await browser.Open("/ops?lang=zh", 1600, 900);
        await window.SignIn();
        await window.Work("升平街道").First.ClickAsync();
        await window.Page.Locator(".incident-state[data-state=open]").WaitForAsync();
        foreach (var part in new[] { "#kpis", ".map-panel", ".timeline" })
        {
            (await window.Page.EvaluateAsync<bool>($"document.querySelector('{part}').getBoundingClientRect().right <= document.querySelector('#drawer').getBoundingClientRect().left"))
                .ShouldBeTrue($"{part} is to be seen beside the drawer");
        }

        await window.Page.Keyboard.PressAsync("c");
        await window.Page.Locator("[data-form=close] [name=note]").FillAsync("先看到");
        await window.Page.Keyboard.PressAsync("Escape");
        (await window.Page.Locator("[data-form=close] [name=note]").InputValueAsync()).ShouldBe("先看到", "the first Escape leaves the field and loses nothing");
        await window.Page.Locator("[data-step=acknowledge]").ClickAsync();
        await window.Page.Locator(".incident-state[data-state=acknowledged]").WaitForAsync();
        await window.Page.Keyboard.PressAsync("c");
        await window.Page.Locator("[data-form=close] [name=note]").FillAsync("水位回落");
        await window.Page.Locator("[data-form=close] [name=evidence]").FillAsync("现场已看过");
        await window.Page.Locator("[data-form=close] [type=submit]").ClickAsync();
        await window.Page.Locator(".incident-state[data-state=closed]").WaitForAsync();

        var over = window.Page.Url;
        await window.Page.Locator("[data-key=onward]").ClickAsync();
        await window.Page.Locator(".incident-state:not([data-state=closed])").WaitForAsync();
        window.Page.Url.ShouldNotBe(over);
    }

    [BrowserFact]
    public async Task An_origin_that_was_chosen_is_the_one_of_every_list_and_of_the_map()
    {
        await browser.City.Report(await browser.City.Gauge("祠山的模拟站", "341882002200"), 2.0, 3.4);
        await using var window = await browser.OpenScreen("?lang=zh&p=341882002");
        await window.Work("祠山街道").WaitForAsync();
        await window.Until("window.city.map()?.dots === 1");

        await window.Page.Locator("#origin").SelectOptionAsync("live");
        await window.Work("祠山街道").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await window.Alarm("祠山的模拟站").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Detached });
        await window.Until("window.city.map().dots === 0 && document.querySelector('[data-kpi=openIncidents] .value').textContent === '0'");

        await window.Page.Locator("#origin").SelectOptionAsync("");
        await window.Work("祠山街道").WaitForAsync();
    }

    [BrowserFact]
    public async Task Whoever_closes_an_incident_that_nobody_saw_has_seen_it_and_owes_no_second_text()
    {
        await browser.City.Report(await browser.City.Gauge("桃州的站", "341882100009"), 2.0, 3.4);
        await using var window = await browser.OpenScreen("?lang=zh&p=341882100");
        await window.Work("桃州镇").First.ClickAsync();
        await window.Page.Locator("[data-step=close]").ClickAsync();
        await window.Page.Locator("[data-form=close] [name=evidence]").FillAsync("现场已看过");
        await window.Page.Locator("[data-form=close] [type=submit]").ClickAsync();

        await window.Page.Locator(".incident-state[data-state=closed]").WaitForAsync();
        await window.Page.Locator(".story").GetByText("已确认").WaitForAsync();
    }

    [BrowserFact]
    public async Task What_was_begun_to_be_written_outlives_a_hasty_key_and_a_reload_and_ends_with_signing_out()
    {
        await browser.City.Report(await browser.City.Gauge("开发区的站", "341882400498"), 2.0, 3.4);
        await using var window = await browser.OpenScreen("?lang=zh&p=341882400");
        await window.Work("经济开发区").First.ClickAsync();
        var evidence = window.Page.Locator("[data-form=close] [name=evidence]");
        await window.Page.Locator("[data-step=close]").ClickAsync();
        await evidence.FillAsync("堤脚有渗水");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator("#drawer").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });

        await window.Work("经济开发区").First.ClickAsync();
        await window.Page.Locator("[data-step=close]").ClickAsync();
        (await evidence.InputValueAsync()).ShouldBe("堤脚有渗水", "Escape closes the drawer and loses nothing");
        await window.Page.ReloadAsync();
        await window.SignIn();
        await window.Page.Locator("[data-step=close]").ClickAsync();
        (await evidence.InputValueAsync()).ShouldBe("堤脚有渗水", "neither does a reload");

        await window.Page.Locator("#person button").ClickAsync();
        await window.Page.Locator("[data-account=officer]").WaitForAsync();
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator("#sign-in[open]").WaitForAsync();
        (await window.Page.Locator("body").InnerTextAsync()).ShouldNotContain("开发区的站", customMessage: "who has signed out leaves nothing on the screen");
        await window.SignIn();
        await window.Page.Locator("[data-step=close]").ClickAsync();
        (await evidence.InputValueAsync()).ShouldBeEmpty("nor what was half written");
    }

    [BrowserFact]
    public async Task Rain_is_told_as_the_sum_that_the_rules_look_at_and_not_only_as_what_fell_since_the_reading_before()
    {
        var gauge = await browser.City.RainGauge("耿村雨量站", "341882202203");
        await browser.City.Rain(gauge, 6, 6, 6, 6, 6, 6, 0.5);
        await using var window = await browser.OpenScreen("?lang=zh&p=341882202");
        await window.Work("四合乡").First.ClickAsync();
        await window.Page.Locator("#drawer").GetByText("时段降水量 59 分钟累计 30 mm ≥ 1小时准备转移雨量 30 mm").WaitForAsync();
        await window.Page.Locator("#drawer .plot canvas").WaitForAsync();

        var download = await window.Page.RunAndWaitForDownloadAsync(() => window.Page.Locator("#drawer .card").GetByText("导出 CSV").ClickAsync());
        var lines = await File.ReadAllLinesAsync(await download.PathAsync());
        lines.ShouldContain(line => line.Contains("时段降水量 59 分钟累计", StringComparison.Ordinal));
        lines.ShouldContain(line => line.Contains(",0.5,30.5,", StringComparison.Ordinal), "half a millimetre since the reading before, and thirty within the hour");
        await window.Page.Locator("#tab-tabWhy").ClickAsync();
        await window.Page.Locator("#tab-body").GetByText("1小时准备转移雨量 30 mm × 0.9 = 27 mm").WaitForAsync();
    }

    [BrowserFact]
    public async Task An_auditor_looks_and_is_offered_no_step()
    {
        var gauge = await browser.City.Gauge("审计看的站", "341882103200");
        await browser.City.Report(gauge, 2.0, 3.4);
        await using var window = await browser.OpenScreen(account: "auditor");

        await window.Work("邱村镇").First.ClickAsync();
        await window.Page.Locator(".incident-state").WaitForAsync();

        (await window.Page.Locator("[data-step]").CountAsync()).ShouldBe(0);
        await window.Page.GetByText("当前身份只能查看").First.WaitForAsync();
    }

    [BrowserFact]
    public async Task Drilling_down_stands_in_the_address_and_goes_back()
    {
        await browser.City.Gauge("没有坐标的站", "341882105200", located: false);
        await using var window = await browser.OpenScreen("?lang=zh&p=341882105");
        await window.Page.Locator("#crumbs button[aria-current]").Filter(new() { HasText = "杨滩镇" }).WaitForAsync();
        await window.Until("document.querySelector('#map-note').textContent.includes('没有坐标')");

        await window.Page.Locator("#crumbs button").First.ClickAsync();
        await window.Page.Locator("#crumbs button[aria-current]").Filter(new() { HasText = "广德市" }).WaitForAsync();
        window.Page.Url.ShouldNotContain("p=341882105");
        await window.Page.GoBackAsync();
        await window.Page.Locator("#crumbs button[aria-current]").Filter(new() { HasText = "杨滩镇" }).WaitForAsync();

        await window.Page.Keyboard.PressAsync("Control+k");
        await window.Page.Locator("#search input").FillAsync("没有坐标的站");
        await window.Page.Keyboard.PressAsync("Enter");
        await window.Page.Locator("#drawer").GetByText("未登记坐标").WaitForAsync();
        window.Page.Url.ShouldContain("dev=gauge-");
        await window.Page.Keyboard.PressAsync("Escape");
        await window.Page.Locator("#drawer").WaitForAsync(new() { State = Microsoft.Playwright.WaitForSelectorState.Hidden });
    }

    [BrowserFact]
    public async Task After_the_server_restarts_the_screen_comes_back_by_itself_and_shows_what_came_since()
    {
        var gauge = await browser.City.Gauge("重启后的站", "341882104200");
        await using var window = await browser.OpenScreen();

        await browser.City.Kill();
        await window.LineIs("waiting");
        await browser.City.Start();
        await browser.City.Report(gauge, 2.0, 3.4);

        await window.LineIs("live");
        await window.Alarm("重启后的站").WaitForAsync();
        (await window.Alarm("重启后的站").CountAsync()).ShouldBe(1, "what was missed comes once");
    }

    [BrowserFact]
    public async Task Without_graphics_the_map_is_flat_and_everything_else_works()
    {
        var gauge = await browser.City.Gauge("平面图的站", "341882200200");
        await browser.City.Report(gauge, 2.0, 3.4);
        await using var plain = await browser.Launch("--disable-3d-apis");
        await using var window = await browser.OpenScreen(browser: plain);

        await window.Until("window.city.map()?.kind === 'canvas' && window.city.map().dots > 0");
        await window.Alarm("平面图的站").WaitForAsync();
    }

    [BrowserFact]
    public async Task With_graphics_devices_stand_on_the_map_and_its_table_says_the_same()
    {
        await browser.City.Gauge("地图上的站", "341882201200");
        await using var window = await browser.OpenScreen();

        await window.Until("window.city.map()?.kind === 'webgl' && window.city.map().dots > 0");
        await window.Page.Locator("[data-key=map-table]").ClickAsync();
        await window.Page.Locator("#map-table").GetByText("地图上的站").WaitForAsync();
    }
}
