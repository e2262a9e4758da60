using System.Globalization;
using CityBrain.Api.Access;
using CityBrain.Api.Citizen;
using CityBrain.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Reports;

/// <summary>The daily report as a page that prints on A4.</summary>
internal static class ReportApi
{
    private const string DayForm = "yyyy-MM-dd";

    private static readonly Refusal DayInvalid = new(
        "day-invalid", "There is no report of such a day.", "Give day as 2026-11-25: from 2000 on, and today at the latest.");

    private static readonly DateOnly Earliest = new(2000, 1, 1);

    /// <summary>Adds what the report is worked out by.</summary>
    public static void AddReports(this WebApplicationBuilder builder) => builder.Services.AddSingleton<DayReportReader>();

    /// <summary>Maps the page; every role may read it.</summary>
    public static void MapReports(this WebApplication app)
    {
        app.MapGet("/report", Report).RequireAuthorization(Policies.Read).ExcludeFromDescription();
        app.MapGet("/report/report.css", () => TypedResults.Text(CitizenApi.Text("report.css"), "text/css; charset=utf-8")).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<Results<RazorComponentResult<ReportPage>, Problem>> Report(
        HttpContext context, DayReportReader reports, TimeProvider time, string? day, string? lang)
    {
        var today = CityTime.DayOf(time.GetUtcNow());
        var wanted = today;
        if (day is not null && (!DateOnly.TryParseExact(day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out wanted) || wanted < Earliest || wanted > today))
        {
            return new Problem(DayInvalid);
        }

        var report = await reports.Read(wanted, context.RequestAborted);
        context.Response.Headers.CacheControl = "no-store";
        var frame = new PageFrame("/report", PageFrame.IsEnglish(context, lang), Kiosk: false, [new("day", wanted.ToString(DayForm, CultureInfo.InvariantCulture))], report.AsOf);
        return new RazorComponentResult<ReportPage>(new Dictionary<string, object?>
        {
            [nameof(ReportPage.Frame)] = frame,
            [nameof(ReportPage.Report)] = report,
            [nameof(ReportPage.Today)] = today,
        });
    }
}
