using System.Globalization;
using System.Text.Json.Nodes;
using CityBrain.Scenes.Packs;

namespace CityBrain.Scenes.Tests.Packs;

/// <summary>The river's pack, and what becomes of it when one thing is changed.</summary>
internal static class River
{
    public static string Text { get; } = ShippedPacks.Text("river.json");

    /// <summary>The pack with other values at some places: pointer, value, pointer, value.</summary>
    public static string With(params string[] changes)
    {
        var root = JsonNode.Parse(Text)!;
        foreach (var change in changes.Chunk(2))
        {
            var (parent, step) = Place(root, change[0]);
            if (parent is JsonArray array)
            {
                array[int.Parse(step, CultureInfo.InvariantCulture)] = JsonNode.Parse(change[1]);
            }
            else
            {
                parent[step] = JsonNode.Parse(change[1]);
            }
        }

        return root.ToJsonString();
    }

    /// <summary>The pack without a field, and with other values at some places.</summary>
    public static string Without(string field, params string[] changes)
    {
        var root = JsonNode.Parse(With(changes))!;
        var (parent, step) = Place(root, field);
        parent.AsObject().Remove(step);
        return root.ToJsonString();
    }

    public static Scene Loaded(string text) => PackLoader.Default.Load("river.json", text) switch
    {
        PackResult.Loaded loaded => loaded.Scene,
        _ => throw new InvalidOperationException(Told(text)),
    };

    public static IReadOnlyList<PackError> Rejected(string text) =>
        PackLoader.Default.Load("river.json", text).ShouldBeOfType<PackResult.Rejected>().Errors;

    public static string Told(string text) =>
        PackLoader.Default.Load("river.json", text) is PackResult.Rejected rejected ? string.Join('\n', rejected.Errors) : "loaded";

    public static PackError ShouldHaveSingleItemOf(this IReadOnlyList<PackError> errors, string code, string path)
    {
        var told = string.Join('\n', errors);
        var expected = errors.Where(error => error.Code == code).ToList();
        errors.All(error => error.Code == code).ShouldBeTrue(told);
        expected[0].Path.ShouldBe(path, told);
        (expected.Count == 1 || code == "definition-cycle").ShouldBeTrue(told);
        return expected[0];
    }

    private static (JsonNode Parent, string Step) Place(JsonNode root, string field)
    {
        var steps = field.Split('/')[1..];
        var parent = steps[..^1].Aggregate(root, (node, step) =>
            node is JsonArray array ? array[int.Parse(step, CultureInfo.InvariantCulture)]! : node[step]!);
        return (parent, steps[^1]);
    }
}
