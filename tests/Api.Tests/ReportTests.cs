using System.Net;
using System.Text.RegularExpressions;

namespace CityBrain.Api.Tests;

/// <summary>The daily report, for those who have signed in.</summary>
[Collection(CitizensCity.Name)]
public sealed class ReportTests(CitizenCity city)
{
    private static DateOnly Today => CityTime.DayOf(TimeProvider.System.GetUtcNow());

    [Fact]
    public async Task The_report_tells_the_day_and_every_source_it_names_opens()
    {
        // A rise that began before midnight is an alarm of the day in which it was raised.
        using var alarms = await city.As("auditor").GetAsync("/api/v1/alarms?origin=simulated");
        var raised = (await alarms.Body()).GetProperty("items").EnumerateArray().First().GetProperty("raisedAt").GetDateTimeOffset();
        var page = await city.Page($"/report?lang=en&day={CityTime.DayOf(raised):yyyy-MM-dd}", "auditor");
        page.ShouldContain("Live");
        page.ShouldContain("simulated");
        page.ShouldContain("Fast rise of the river");
        page.ShouldContain("href=\"/api/v1/incidents/");
        var sources = Regex.Matches(page, "href=\"(/api/v1/[^\"]+)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct().ToList();
        sources.Count.ShouldBeGreaterThan(10);
        foreach (var source in sources)
        {
            using var reply = await city.As("auditor").GetAsync(source);
            reply.StatusCode.ShouldBe(HttpStatusCode.OK, source);
        }
    }

    [Fact]
    public async Task A_day_whose_air_cannot_be_judged_has_a_dash_and_says_what_was_missing()
    {
        var page = await city.Page($"/report?lang=en&day={Today:yyyy-MM-dd}", "officer");
        page.ShouldContain("The day is not over");
        page.ShouldContain("Closed on the day: <b>0</b>");
        (await city.Page("/report?lang=en&day=2001-01-01", "officer")).ShouldContain("— No air station reported on the day.");
    }

    [Fact]
    public async Task The_report_is_whole_in_Chinese_and_in_English()
    {
        // Names of places are in Chinese only.
        var english = Regex.Replace((await city.Page("/report?lang=en", "officer")).Replace(">中文<", "><", StringComparison.Ordinal), "<td lang=\"zh-CN\">.*?</td>", string.Empty);
        Regex.Matches(english, @"\p{IsCJKUnifiedIdeographs}+").Select(match => match.Value).ShouldBeEmpty();
        var chinese = await city.Page("/report", "officer");
        chinese.ShouldContain("广德市城市运行日报");
        Regex.Matches(Regex.Replace(chinese, "<span class=\"address\">.*?</span>|<[^>]*>", "|"), "[a-z]{2,} [a-z]{2,}").Select(match => match.Value).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("/report?day=2026-11-25&lang=en", "/sign-in?next=%2Freport%3Fday%3D2026-11-25%26lang%3Den")]
    [InlineData("/orleans/", "/sign-in?next=%2Forleans%2F")]
    public async Task A_browser_that_is_not_signed_in_is_sent_to_sign_in_and_told_where_it_was_going(string path, string to)
    {
        using var reply = await Browse(path);
        reply.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        reply.Headers.Location!.OriginalString.ShouldBe(to);
    }

    [Fact]
    public async Task A_program_that_is_not_signed_in_is_told_so_in_its_own_words()
    {
        using var page = await city.As("anonymous").GetAsync("/report");
        await page.ShouldBeProblem(401, "not-authenticated");
        using var api = await Browse("/api/v1/devices");
        await api.ShouldBeProblem(401, "not-authenticated");
    }

    [Theory]
    [InlineData("/report?day=2026-11-25", "/report?day=2026-11-25")]
    [InlineData("https://evil.example/", "/ops")]
    [InlineData("//evil.example/", "/ops")]
    [InlineData("/\\evil.example/", "/ops")]
    [InlineData("~/report", "/ops")]
    [InlineData("", "/ops")]
    public async Task Signing_in_leads_back_to_a_page_of_this_city_and_nowhere_else(string next, string to)
    {
        using var form = new FormUrlEncodedContent([new("username", "auditor"), new("password", "auditor-demo"), new("next", next)]);
        using var signed = await city.As("anonymous").PostAsync("/sign-in", form);
        signed.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        signed.Headers.Location!.OriginalString.ShouldBe(to);
    }

    [Fact]
    public async Task What_is_written_into_the_sign_in_page_is_text()
    {
        using var reply = await Browse("/sign-in?next=%2Freport%3F%22%3E%3Cscript%3E");
        var page = await reply.Content.ReadAsStringAsync();
        page.ShouldContain("value=\"/report?&quot;&gt;&lt;script&gt;\"");
        page.ShouldNotContain("{{");
    }

    private async Task<HttpResponseMessage> Browse(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Add("Accept", "text/html,application/xhtml+xml,*/*;q=0.8");
        return await city.As("anonymous").SendAsync(request);
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("2026-13-01")]
    [InlineData("1999-12-31")]
    [InlineData("9999-12-31")]
    public async Task A_day_of_which_there_is_no_report_is_refused(string day)
    {
        using var reply = await city.As("officer").GetAsync($"/report?day={day}");
        await reply.ShouldBeProblem(400, "day-invalid");
    }
}
