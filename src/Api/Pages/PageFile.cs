using System.Reflection;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CityBrain.Api.Pages;

/// <summary>The files that plain pages are made of; they are in the program itself.</summary>
internal static class PageFile
{
    private static readonly string Navigation = Read("navigation.html");

    /// <summary>A page as it stands in its file, with the navigation that all of them share.</summary>
    public static string Text(string name) => Read(name).Replace("{{navigation}}", Navigation, StringComparison.Ordinal);

    /// <summary>A page as an answer.</summary>
    public static ContentHttpResult Html(string text, int status = StatusCodes.Status200OK) => TypedResults.Content(text, "text/html; charset=utf-8", statusCode: status);

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
