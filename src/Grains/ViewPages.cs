using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CityBrain.Grains.Interfaces;
using CityBrain.Journal.Ports;

namespace CityBrain.Grains;

/// <summary>Turns rows of lists into pages of what they show.</summary>
internal static class ViewPages
{
    public static readonly Refusal CursorInvalid = new(
        "cursor-invalid", "The cursor is not one that this list gave.", "Take the cursor from the page before, or leave it out.");

    public static async Task<Answer<Page<T>>> Page<T>(
        this IViews views, ViewQuery query, bool count, JsonTypeInfo<T> json, CancellationToken cancellation)
    {
        try
        {
            var page = await views.Query(query, cancellation);
            var items = page.Rows.Select(row => JsonSerializer.Deserialize(row.Payload.Span, json)!).ToList();
            return new Page<T>(items, page.Next, count ? await views.Count(query, cancellation) : null);
        }
        catch (FormatException)
        {
            return CursorInvalid;
        }
    }
}
