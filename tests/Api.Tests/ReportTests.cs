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
        var english = (await city.Page("/report?lang=en", "officer")).Replace(">中文<", "><", StringComparison.Ordinal);
        Regex.Matches(english, @"\p{IsCJKUnifiedIdeographs}+").Select(match => match.Value).ShouldBeEmpty();
        (await city.Page("/report", "officer")).ShouldContain("广德市城市运行日报");
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
