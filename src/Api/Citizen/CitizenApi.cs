using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using CityBrain.Api.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Citizen;

/// <summary>
/// Pages for citizens: whoever asks, without signing in and without a script. They show the latest of the environment and the places where
/// people are served; nothing of incidents, of people, or of any device beyond the stations of the environment.
/// </summary>
internal static class CitizenApi
{
    private const string CacheControl = "public, max-age=5";

    /// <summary>Adds what the pages are made of.</summary>
    public static void AddCitizen(this WebApplicationBuilder builder)
    {
        builder.AddSettings<CitizenOptions>(CitizenOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<CitizenOptions>, CitizenOptionsValidator>();
        builder.Services.AddSingleton<EnvironmentReader>().AddSingleton<FacilityGuide>();
        builder.Services.AddRazorComponents();
        builder.Services.AddSingleton(HtmlEncoder.Create(UnicodeRanges.All));
    }

    /// <summary>Maps the pages.</summary>
    public static void MapCitizen(this WebApplication app)
    {
        var pages = app.MapGroup("/citizen").AllowAnonymous().ExcludeFromDescription();
        pages.MapGet("", Start);
        pages.MapGet("/environment", Environment);
        pages.MapGet("/services", Services);
        pages.MapGet("/citizen.css", () => TypedResults.Text(Text("citizen.css"), "text/css; charset=utf-8"));
        pages.MapGet("/idle.js", () => TypedResults.Text(Text("idle.js"), "text/javascript; charset=utf-8"));
    }

    /// <summary>A text that ships with the edge.</summary>
    public static string Text(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }

    private static async Task<RazorComponentResult<StartPage>> Start(HttpContext context, EnvironmentReader environment, string? lang, string? kiosk)
    {
        var view = await environment.Read(context.RequestAborted);
        return Shown<StartPage>(context, view.IsAnswered, new() { [nameof(StartPage.Frame)] = FrameOf(context, lang, kiosk), [nameof(StartPage.View)] = view });
    }

    private static async Task<RazorComponentResult<EnvironmentPage>> Environment(HttpContext context, EnvironmentReader environment, string? lang, string? kiosk)
    {
        var view = await environment.Read(context.RequestAborted);
        return Shown<EnvironmentPage>(
            context, view.IsAnswered, new() { [nameof(EnvironmentPage.Frame)] = FrameOf(context, lang, kiosk), [nameof(EnvironmentPage.View)] = view });
    }

    private static async Task<RazorComponentResult<ServicesPage>> Services(
        HttpContext context, FacilityGuide guide, string? lang, string? kiosk, string? near, string? kind, string? open)
    {
        var towns = await guide.Towns(context.RequestAborted);
        var (town, wanted, openOnly) = (towns.FirstOrDefault(one => one.Code == near), FacilityKind.All.FirstOrDefault(one => one.Key == kind), open == "1");
        var frame = FrameOf(context, lang, kiosk, ("near", town?.Code), ("kind", wanted?.Key), ("open", openOnly ? "1" : null));
        return Shown<ServicesPage>(context, isAnswered: true, new()
        {
            [nameof(ServicesPage.Frame)] = frame,
            [nameof(ServicesPage.Towns)] = towns,
            [nameof(ServicesPage.Near)] = town,
            [nameof(ServicesPage.Kind)] = wanted,
            [nameof(ServicesPage.OpenOnly)] = openOnly,
            [nameof(ServicesPage.Source)] = guide.List?.Source,
            [nameof(ServicesPage.Found)] = guide.Find(towns, town, wanted, openOnly, frame.Now),
        });
    }

    private static PageFrame FrameOf(HttpContext context, string? lang, string? kiosk, params (string Name, string? Value)[] choices) => new(
        context.Request.Path.Value ?? "/citizen",
        PageFrame.IsEnglish(context, lang),
        kiosk == "1",
        [.. choices.Where(choice => choice.Value is not null).Select(choice => KeyValuePair.Create(choice.Name, choice.Value))],
        context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow());

    private static RazorComponentResult<TPage> Shown<TPage>(HttpContext context, bool isAnswered, Dictionary<string, object?> parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent
    {
        context.Response.Headers.CacheControl = isAnswered ? CacheControl : "no-store";
        return new RazorComponentResult<TPage>(parameters) { StatusCode = isAnswered ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable };
    }
}
