using System.Text.Encodings.Web;
using System.Text.Unicode;
using CityBrain.Api.Citizen;
using CityBrain.Api.Reports;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CityBrain.Api.Tests;

/// <summary>How the daily report words what it was told.</summary>
public sealed class ReportPageTests
{
    private static readonly DateOnly Day = new(2026, 11, 25);
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public async Task An_origin_of_which_nothing_is_registered_is_one_line()
    {
        var page = await Page(english: false, Report(OriginKind.Simulated));
        page.ShouldContain("实时数据：没有登记设备，当日也没有记录。");
        page.ShouldNotContain("<h2>实时数据</h2>");
        (await Page(english: false, Report(OriginKind.Live))).ShouldNotContain("没有登记设备");
    }

    [Fact]
    public async Task The_air_is_explained_in_the_language_of_the_page_and_what_is_to_be_verified_stands_below_it()
    {
        var page = await Page(english: false, Report(OriginKind.Live));
        page.ShouldContain("按 HJ 633 计算的日空气质量指数");
        page.ShouldNotContain("Daily AQI");
        page.ShouldNotContain("未核实");
        page.ShouldContain("HJ 633-2026 限值表版本待核实。");
        (await Page(english: true, Report(OriginKind.Live))).ShouldContain("Daily AQI by HJ 633");
    }

    [Fact]
    public async Task An_index_of_some_pollutants_only_says_so()
    {
        var page = await Page(english: false, Report(OriginKind.Live));
        page.ShouldContain(">42*</td><td>优*</td>");
        page.ShouldContain(">88</td><td>良</td>");
        page.ShouldContain("PM2.5、PM10");
        page.ShouldContain("* 仅按小时数足够的污染物计算，实际指数可能更高。");
    }

    [Fact]
    public async Task The_incidents_that_are_not_listed_are_counted()
    {
        var page = await Page(english: false, Report(OriginKind.Live));
        page.ShouldContain("341882001/i-1</a>");
        page.ShouldContain("处置中");
        page.ShouldContain("另有 30 件，见来源。");
    }

    private static OriginReport Report(OriginKind origin) => new(
        origin,
        [],
        null,
        new IncidentCounts(new AlarmCounts(31, 31, [], "/api/v1/incidents"), 0, 7, IsWhole: true)
        {
            First = [new IncidentLine("341882001/i-1", Level.II, new("洪涝", "Flood"), "桃州镇", Noon, "in-hand")],
        },
        new AirLines(
            [
                new AirLine("a", "A", 42, new("优", "excellent"), string.Empty, "PM2.5, PM10", "HJ 633-2026", IsVerified: false),
                new AirLine("b", "B", 88, new("良", "good"), "PM2.5", string.Empty, "HJ 633-2026", IsVerified: false),
            ],
            Domain.Devices.Air.AirDay.Formula,
            "/api/v1/statistics"));

    private static async Task<string> Page(bool english, params OriginReport[] origins)
    {
        await using var services = new ServiceCollection().AddSingleton(HtmlEncoder.Create(UnicodeRanges.All)).BuildServiceProvider();
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<ReportPage>(ParameterView.FromDictionary(new Dictionary<string, object?>
        {
            [nameof(ReportPage.Frame)] = new PageFrame("/report", english, Kiosk: false, [], Noon),
            [nameof(ReportPage.Report)] = new DayReport(Day, Noon, IsOver: true, origins),
            [nameof(ReportPage.Today)] = Day,
        }))).ToHtmlString());
    }
}
