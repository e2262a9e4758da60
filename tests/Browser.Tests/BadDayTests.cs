using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Playwright;

namespace CityBrain.Browser.Tests;

/// <summary>Days on which not everything is as it should be: the screen stays usable, says what it does not know, and shows nothing false.</summary>
[Collection(OneCity.Name)]
public sealed class BadDayTests(CityInBrowser browser)
{
    private const int Flood = 10_000;
    private const int RowsMost = 60;

    [BrowserFact]
    public async Task Ten_thousand_alarms_in_a_minute_are_rows_with_their_number_and_the_screen_goes_on()
    {
        var gauge = await browser.City.Gauge("洪峰前的站", "341882201203");
        await browser.City.Report(gauge, 2.0, 3.4);
        await using var window = await browser.Open("/citizen");
        var line = new TaskCompletionSource<(IWebSocketRoute Page, string Cursor)>();
        await window.Page.RouteWebSocketAsync("**/api/v1/live", page =>
        {
            var server = page.ConnectToServer();
            server.OnMessage(frame =>
            {
                page.Send(frame.Text!);
                if (frame.Text!.Split('\n').Select(message => JsonNode.Parse(message)!).FirstOrDefault(message => (string?)message["type"] == "ready") is { } ready)
                {
                    line.TrySetResult((page, (string)ready["cursor"]!));
                }
            });
        });
        await window.Page.GotoAsync(new Uri(browser.City.Url, "/ops?lang=zh").ToString());
        await window.SignIn();
        var (feed, cursor) = await line.Task;

        var now = TimeProvider.System.GetUtcNow();
        for (var i = 0; i < Flood; i++)
        {
            // Eighty rows in communities of four towns; none is over, so that none may be forgotten.
            feed.Send(Alarm(i, cursor, now.AddMilliseconds(6 * (i - Flood)), place: $"34188210{1 + (i % 4)}2{i / 4 % 20:D2}"));
        }

        await window.Until($"window.city.counts().alarms >= {Flood}");
        await window.Page.Locator("#panel-feed .times").Filter(new() { HasText = "×125" }).First.WaitForAsync();
        (await window.Page.Locator("#panel-feed .row").CountAsync()).ShouldBeLessThanOrEqualTo(RowsMost);
        (await window.Page.EvaluateAsync<int>("document.querySelectorAll('*').length")).ShouldBeLessThan(3_500, "what is on the screen is bounded, however much comes");

        // What an officer does goes on beside it.
        await window.Work("东亭乡").First.ClickAsync(new() { Timeout = 5_000 });
        await window.Page.Locator(".incident-state").WaitForAsync(new() { Timeout = 5_000 });
        (await window.Page.Locator("#line").GetAttributeAsync("data-state")).ShouldBe("live");
    }

    [BrowserFact]
    public async Task Before_a_slow_line_has_brought_a_list_nobody_is_told_that_it_is_empty()
    {
        var gauge = await browser.City.Gauge("慢线路的站", "341882103202");
        await browser.City.Report(gauge, 2.0, 3.4);
        await using var window = await browser.Open("/ops?lang=zh");
        var arrived = new TaskCompletionSource();
        await window.Page.RouteAsync("**/api/v1/**", async route =>
        {
            await arrived.Task;
            await route.ContinueAsync();
        });
        await window.Page.Locator("[data-account=officer]").ClickAsync();
        await window.LineIs("live");

        await window.Page.Locator("#panel-worklist .empty").WaitForAsync();
        (await window.Page.Locator("#panel-worklist").InnerTextAsync()).ShouldSatisfyAllConditions(
            text => text.ShouldContain("读取中"), text => text.ShouldNotContain("没有待处置"), text => text.ShouldNotContain("0"));
        (await window.Page.Locator("#panel-feed").InnerTextAsync()).ShouldNotContain("没有告警");
        (await window.Page.Locator("#panel-kind").InnerTextAsync()).ShouldNotContain("没有待处置");
        (await window.Page.Locator("#panel-resources").InnerTextAsync()).ShouldNotContain("还没有设备");
        (await window.Page.Locator("#kpis .value").AllInnerTextsAsync()).ShouldAllBe(text => text.StartsWith('—'));

        arrived.SetResult();
        await window.Work("邱村镇").First.WaitForAsync();
    }

    [BrowserFact]
    public async Task A_browser_whose_clock_is_five_minutes_slow_shows_the_servers_time_and_says_so()
    {
        foreach (var minutes in new[] { -5, 5 })
        {
            await using var window = await browser.Open("/citizen");
            await window.Page.AddInitScriptAsync(
                $$"""
                const off = {{minutes * 60_000}}, Real = Date;
                window.Date = class extends Real {
                  constructor(...parts) { parts.length === 0 ? super(Real.now() + off) : super(...parts); }
                  static now() { return Real.now() + off; }
                };
                """);
            await window.Page.GotoAsync(new Uri(browser.City.Url, "/ops?lang=zh").ToString());
            await window.SignIn();
            var gauge = await browser.City.Gauge($"时钟差的站{minutes}", "341882104202");
            await browser.City.Report(gauge, 2.0, 3.4);

            await window.Alarm($"时钟差的站{minutes}").WaitForAsync();
            var age = await window.Alarm($"时钟差的站{minutes}").Locator(".age").InnerTextAsync();
            age.ShouldMatch("^[0-9]+ 秒前$", "the alarm is seconds old by the server's clock");
            await window.Page.Locator("#notices").GetByText("本机时钟偏差").WaitForAsync();
            (await window.Page.Locator("#notices").InnerTextAsync()).ShouldMatch(minutes < 0 ? "-(29[0-9]|30[0-9])" : "[^-](29[0-9]|30[0-9])");
            var shown = TimeOnly.Parse((await window.Page.Locator("#clock").InnerTextAsync())[^8..], System.Globalization.CultureInfo.InvariantCulture);
            var city = TimeOnly.FromDateTime(TimeProvider.System.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
            TimeSpan.FromSeconds(Math.Abs((shown - city).TotalSeconds) is var apart && apart > 43_200 ? 86_400 - apart : apart).ShouldBeLessThan(TimeSpan.FromSeconds(10));
        }
    }

    [BrowserFact]
    public async Task A_name_of_two_hundred_characters_is_shown_and_breaks_nothing()
    {
        var name = string.Concat(Enumerable.Repeat("很长的名字", 40));
        var gauge = await browser.City.Gauge(name, "341882105202");
        await browser.City.Report(gauge, 2.0, 3.4);
        await using var window = await browser.OpenScreen("?lang=zh&p=341882105");

        await window.Alarm(name).First.WaitForAsync();
        await window.Alarm(name).First.ClickAsync();
        await window.Page.Locator("#drawer h2", new() { HasText = name }).WaitForAsync();
        (await window.Page.EvaluateAsync<string[]>(
            """
            () => ['#panel-feed', '#panel-worklist', '#drawer', '.bar', 'html'].filter(where => {
              const part = document.querySelector(where);
              return part.scrollWidth > part.clientWidth + 1;
            })
            """)).ShouldBeEmpty("nothing is wider than its place");
    }

    [BrowserFact]
    public async Task Devices_without_a_location_are_counted_and_stand_in_the_table_and_not_on_the_map()
    {
        await browser.City.Gauge("无坐标甲", "341882200203", located: false);
        await browser.City.Gauge("无坐标乙", "341882200203", located: false);
        await browser.City.Gauge("有坐标的", "341882200203");
        await using var window = await browser.OpenScreen("?lang=zh&p=341882200203");

        await window.Page.Locator("#map-note").GetByText("2 台设备没有坐标").WaitForAsync();
        await window.Until("window.city.map()?.dots === 1");
        await window.Page.Locator("[data-key=map-table]").ClickAsync();
        await window.Page.Locator("#map-table").GetByText("无坐标甲").WaitForAsync();
    }

    private static string Alarm(int number, string cursor, DateTimeOffset at, string place) => JsonSerializer.Serialize(new
    {
        type = "alarm",
        cursor,
        change = "raised",
        level = "IV",
        recordedAt = at,
        alarm = new
        {
            id = $"flood-{number}",
            device = $"flood-{number}",
            rule = "level-rise",
            kind = "river-rise",
            titleZh = "水位上涨过快",
            titleEn = "Fast rise of the river",
            severity = 1,
            raisedAt = at,
            clearedAt = (DateTimeOffset?)null,
            place,
            origin = "simulated",
            session = (string?)null,
            packHash = "00",
            inputs = new { level = 3.4 },
        },
    });
}
