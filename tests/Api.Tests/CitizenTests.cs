using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CityBrain.Api.Citizen;

namespace CityBrain.Api.Tests;

/// <summary>What citizens see, and what they do not.</summary>
[Collection(CitizensCity.Name)]
public sealed class CitizenTests(CitizenCity city)
{
    private static readonly string[] Pages = ["/citizen", "/citizen/environment", "/citizen/services"];

    [Fact]
    public async Task What_no_station_tells_is_a_dash_with_its_reason_and_never_a_zero()
    {
        var page = await city.Page("/citizen/environment?lang=en");
        Section(page, "water-quality-station").ShouldContain("The city has no such station registered yet.");
        var rain = Section(page, "rain-gauge");
        rain.ShouldContain("No usable reading within the last 1 h.");
        rain.ShouldContain("no reading yet");
        rain.ShouldContain("—");
        rain[..rain.IndexOf("class=\"basis\"", StringComparison.Ordinal)].ShouldNotContain("0 mm");
    }

    [Fact]
    public async Task Simulated_figures_say_so_and_never_stand_before_live_ones()
    {
        var page = await city.Page("/citizen/environment");
        var air = Section(page, "air-station");
        var head = air[..air.IndexOf("<details", StringComparison.Ordinal)];
        head.ShouldContain("Hill-air");
        head.ShouldNotContain("模拟数据");
        air.ShouldContain("Plant-air");
        air.ShouldContain("模拟数据");
        Section(page, "river-gauge").ShouldContain("模拟数据");
        (await city.Page("/citizen?lang=en")).ShouldContain("simulated");
    }

    [Fact]
    public void A_station_of_which_nothing_can_be_said_hides_none_of_which_something_can()
    {
        static StationView Station(string name, OriginKind origin, Tone tone) =>
            new(name, null, origin, DateTimeOffset.UnixEpoch, IsOld: false, new Verdict(tone, 0, new("词", "word"), new("1 m", "1 m"), new("说明", "detail")));

        new SubjectView(EnvironmentSubject.Rain, [Station("live, unrated", OriginKind.Live, Tone.None), Station("simulated, bad", OriginKind.Simulated, Tone.Bad)], 2)
            .Head!.Where.ShouldBe("simulated, bad");
        new SubjectView(EnvironmentSubject.Rain, [Station("simulated, bad", OriginKind.Simulated, Tone.Bad), Station("live, good", OriginKind.Live, Tone.Good)], 2)
            .Head!.Where.ShouldBe("live, good");
    }

    [Theory]
    [InlineData("en-GB,en;q=0.9,zh;q=0.8", "", "en")]
    [InlineData("fr,zh;q=0.5,en;q=0.4", "", "zh-CN")]
    [InlineData("en-GB,en;q=0.9", "?lang=zh", "zh-CN")]
    [InlineData("zh-CN", "?lang=en", "en")]
    [InlineData("tlh", "", "zh-CN")]
    public async Task A_page_is_in_the_language_that_was_chosen_else_that_the_browser_asks_for(string asked, string chosen, string language)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/citizen{chosen}");
        request.Headers.AcceptLanguage.ParseAdd(asked);
        using var reply = await city.As("anonymous").SendAsync(request);

        (await reply.Content.ReadAsStringAsync()).ShouldContain($"<html lang=\"{language}\">");
        reply.Headers.Vary.Contains("Accept-Language").ShouldBe(chosen.Length == 0, "a cache must know what it depends on");
    }

    [Fact]
    public void A_name_in_both_languages_is_shown_in_one_and_any_other_as_it_is()
    {
        static string Shown(string name, bool english) => new PageFrame("/citizen", english, Kiosk: false, [], DateTimeOffset.UnixEpoch).NameOf(name);

        Shown("老桥水位站 / Gauge at the old bridge", english: false).ShouldBe("老桥水位站");
        Shown("老桥水位站 / Gauge at the old bridge", english: true).ShouldBe("Gauge at the old bridge");
        Shown("RS485/A", english: true).ShouldBe("RS485/A");
    }

    [Fact]
    public async Task A_river_is_told_against_its_warning_level()
    {
        var river = Section(await city.Page("/citizen/environment?lang=en"), "river-gauge");
        river.ShouldContain("over the warning level");
        river.ShouldContain("3.50 m");
        river.ShouldContain("0.50 m over the warning level: keep away from the river. Up 1.50 m in the last 6 hours.");
    }

    [Fact]
    public async Task The_start_says_where_it_is_worst_what_to_do_and_leads_to_the_rest()
    {
        var page = await city.Page("/citizen?lang=en");
        var river = Regex.Match(page, "<a href=\"/citizen/environment[^\"]*#river-gauge\">.*?</a>", RegexOptions.Singleline).Value;
        river.ShouldContain("Story-bridge");
        river.ShouldContain("keep away from the river");
    }

    [Fact]
    public async Task A_page_and_a_terminal_say_where_the_warnings_of_the_government_are()
    {
        (await city.Page("/citizen")).ShouldContain("www.12379.cn");
        (await city.Page("/citizen?kiosk=1")).ShouldContain("www.12379.cn");
    }

    [Fact]
    public async Task An_old_reading_says_how_old_it_is_and_nothing_of_now()
    {
        var noise = Section(await city.Page("/citizen/environment?lang=en"), "noise-meter");
        noise.ShouldContain("No usable reading within the last 1 h.");
        noise.ShouldContain("6 h ago, too old");
    }

    [Fact]
    public async Task A_name_with_html_in_it_is_shown_as_text()
    {
        var page = await city.Page("/citizen/environment");
        page.ShouldNotContain(CitizenCity.Hostile);
        page.ShouldContain(WebUtility.HtmlEncode(CitizenCity.Hostile));
    }

    [Fact]
    public async Task No_key_of_a_device_no_home_no_alarm_and_no_incident_is_on_any_page()
    {
        using var incidents = await city.As("officer").GetAsync("/api/v1/incidents?count=true");
        (await incidents.Body()).GetProperty("count").GetInt64().ShouldBeGreaterThan(0, "there is an incident that could be told");
        foreach (var path in Pages)
        {
            var page = await city.Page(path);
            foreach (var secret in (string[])["air-live", "river-simulated", "noise-old", "zhang-san", "Zhang San", "INC-", "水位快速上涨", "达到警戒水位"])
            {
                page.ShouldNotContain(secret);
            }
        }
    }

    [Fact]
    public async Task Every_page_is_whole_in_Chinese_and_in_English()
    {
        var towns = Regex.Matches(await city.Page("/citizen/services"), "<option value=\"3418.*?>(.*?)</option>").Select(option => option.Groups[1].Value).ToList();
        towns.Count.ShouldBe(13);
        foreach (var path in Pages)
        {
            var english = towns.Append("景贤社区居民委员会").Append(">中文<").Aggregate(await city.Page($"{path}?lang=en"), (text, name) => text.Replace(name, string.Empty, StringComparison.Ordinal));
            Regex.Matches(english, @"\p{IsCJKUnifiedIdeographs}+").Select(match => match.Value).ShouldBeEmpty(path);
            var chinese = Regex.Replace(await city.Page(path), "<[^>]*>", "|");
            Regex.Matches(chinese, "[a-z]{2,} [a-z]{2,}").Select(match => match.Value).ShouldBeEmpty(path);
        }
    }

    [Fact]
    public async Task A_change_of_language_keeps_the_page_what_was_chosen_and_the_terminal()
    {
        var page = await city.Page("/citizen/services?near=341882103&kind=hall&open=1&kiosk=1");
        page.ShouldContain("href=\"/citizen/services?near=341882103&amp;kind=hall&amp;open=1&amp;lang=en&amp;kiosk=1\"");
        (await city.Page("/citizen/services?near=%22%3E%3Cscript%3E&kind=%3Cb%3E")).ShouldNotContain("\"><script>");
    }

    [Fact]
    public async Task The_nearest_facility_comes_first_and_only_open_ones_where_that_is_asked_for()
    {
        var page = await city.Page("/citizen/services?near=341882103&lang=en");
        Facilities(page)[0].ShouldContain("Qiucun");
        var distances = Regex.Matches(page, @"([0-9.]+) km").Select(match => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)).ToList();
        distances.Count.ShouldBeGreaterThan(10);
        distances.ShouldBe(distances.Order());
        Facilities(page).ShouldAllBe(facility => facility.Contains("sample, no real place", StringComparison.Ordinal));
        Facilities(await city.Page("/citizen/services?open=1&lang=en")).ShouldAllBe(facility => facility.Contains("open now", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_page_needs_no_script_and_a_terminal_only_that_which_returns_to_the_start()
    {
        foreach (var path in Pages)
        {
            (await city.Page(path)).ShouldNotContain("<script");
            var terminal = await city.Page($"{path}?kiosk=1");
            Regex.Count(terminal, "<script").ShouldBe(1);
            terminal.ShouldContain("<script src=\"/citizen/idle.js\"");
            terminal.ShouldNotContain("tel:");
        }
    }

    [Fact]
    public async Task A_page_may_be_kept_for_some_seconds()
    {
        using var reply = await city.As("anonymous").GetAsync("/citizen/environment");
        reply.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public void Every_colour_of_text_stands_out_from_its_ground_by_4_5_to_1()
    {
        var css = CitizenApi.Text("citizen.css");
        var pairs = Regex.Matches(css, @"\{ background: (#[0-9a-f]{3,6}); color: (#[0-9a-f]{3,6}); \}").Select(match => (match.Groups[2].Value, match.Groups[1].Value)).ToList();
        pairs.Count.ShouldBe(6);
        string Named(string name) => Regex.Match(css, $"--{name}: (#[0-9a-f]{{6}})").Groups[1].Value;
        pairs.Add(("#ffffff", Named("primary")));
        pairs.AddRange(from ink in (string[])["ink", "soft", "primary"] from paper in (string[])["paper", "card"] select (Named(ink), Named(paper)));
        foreach (var (text, ground) in pairs)
        {
            var (one, other) = (Luminance(text), Luminance(ground));
            ((Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05)).ShouldBeGreaterThanOrEqualTo(4.5, $"{text} on {ground}");
        }
    }

    // Relative luminance by WCAG 2.
    private static double Luminance(string colour)
    {
        var digits = colour.Length == 4 ? string.Concat(colour[1..].Select(digit => new string(digit, 2))) : colour[1..];
        var parts = Convert.FromHexString(digits).Select(part => part / 255.0).Select(part => part <= 0.04045 ? part / 12.92 : Math.Pow((part + 0.055) / 1.055, 2.4)).ToArray();
        return (0.2126 * parts[0]) + (0.7152 * parts[1]) + (0.0722 * parts[2]);
    }

    private static string Section(string page, string model) => Regex.Match(page, $"<section class=\"card\" id=\"{model}\">.*?</section>", RegexOptions.Singleline).Value;

    private static List<string> Facilities(string page) =>
        [.. Regex.Matches(page, "<li class=\"card\">.*?</li>", RegexOptions.Singleline).Select(match => match.Value)];
}
