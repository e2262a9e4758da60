using System.Globalization;
using CityBrain.Domain.Devices;
using Microsoft.Net.Http.Headers;

namespace CityBrain.Api.Citizen;

/// <summary>How a page is shown: in which language, and whether on a public terminal. A link keeps both.</summary>
/// <param name="Path">The page's own path.</param>
/// <param name="English">English; Chinese otherwise.</param>
/// <param name="Kiosk">On a public terminal: large, and back to the start when nobody touches it.</param>
/// <param name="Choices">What was chosen on the page and is understood; a change of language keeps it.</param>
/// <param name="Now">The server's time, on the city's clock.</param>
public sealed record PageFrame(string Path, bool English, bool Kiosk, IReadOnlyList<KeyValuePair<string, string?>> Choices, DateTimeOffset Now)
{
    /// <summary>The language of the text: <c>zh-CN</c> or <c>en</c>.</summary>
    public string Language => English ? "en" : "zh-CN";

    /// <summary>The same page with the same choices in the other language.</summary>
    public string OtherLanguage => Address(Path, !English, Choices);

    /// <summary>Whether the page is in English: as was chosen, else as the browser asks (RFC 9110, 12.5.4), else Chinese. The answer then depends on what was asked.</summary>
    public static bool IsEnglish(HttpContext context, string? chosen)
    {
        if (chosen is not null)
        {
            return chosen == "en";
        }

        context.Response.Headers.Append(HeaderNames.Vary, HeaderNames.AcceptLanguage);
        return context.Request.GetTypedHeaders().AcceptLanguage.OrderByDescending(wanted => wanted.Quality ?? 1)
            .Select(wanted => wanted.Value.ToString().Split('-')[0]).FirstOrDefault(wanted => wanted is "zh" or "en") == "en";
    }

    /// <summary>The text in the page's language: none is written without the other.</summary>
    public string T(string zh, string en) => English ? en : zh;

    /// <summary>The text in the page's language.</summary>
    public string T(LocalText text) => English ? text.En : text.Zh;

    /// <summary>A device's name: its half in the page's language where it is written in Chinese and English, parted by " / ".</summary>
    public string NameOf(string name) => name.Split(" / ") is [var zh, var en] ? T(zh, en) : name;

    /// <summary>Where a station stands: its name with its place, or what is known of them. A name that is in English too needs no place in Chinese beside it.</summary>
    public string NameOf(StationView station) => (station.Where, station.Place) switch
    {
        ({ } name, { }) when English && NameOf(name) != name => NameOf(name),
        ({ } name, { } place) => T($"{NameOf(name)}（{place}）", $"{NameOf(name)} ({place})"),
        ({ } name, null) => NameOf(name),
        (null, { } place) => place,
        _ => "—",
    };

    /// <summary>Another page, in the same language and on the same terminal.</summary>
    public string Link(string path) => Address(path, English, []);

    /// <summary>A moment on the city's clock.</summary>
    public static string Moment(DateTimeOffset moment) => CityTime.Of(moment).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>How long ago something was observed.</summary>
    public string Ago(DateTimeOffset observed)
    {
        var age = Now - observed;
        return age switch
        {
            { TotalMinutes: < 1 } => T("刚刚", "just now"),
            { TotalHours: < 1 } => T($"{(int)age.TotalMinutes} 分钟前", $"{(int)age.TotalMinutes} min ago"),
            { TotalDays: < 2 } => T($"{(int)age.TotalHours} 小时前", $"{(int)age.TotalHours} h ago"),
            _ => T($"{(int)age.TotalDays} 天前", $"{(int)age.TotalDays} days ago"),
        };
    }

    /// <summary>What kind of figure it is, where it is not live; null for what is.</summary>
    public string? Origin(OriginKind origin) => origin switch
    {
        OriginKind.Simulated => T("模拟数据", "simulated"),
        OriginKind.Replayed => T("回放数据", "replayed"),
        _ => null,
    };

    private string Address(string path, bool english, IEnumerable<KeyValuePair<string, string?>> choices)
    {
        List<KeyValuePair<string, string?>> query = [.. choices, new("lang", english ? "en" : "zh")];
        if (Kiosk)
        {
            query.Add(new("kiosk", "1"));
        }

        return path + QueryString.Create(query);
    }
}
