using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Packs;

/// <summary>The fields of one JSON object, read strictly: what is missing, unknown or of another type is noted, and reading goes on.</summary>
internal sealed partial class Fields
{
    private readonly PackErrors errors;

    private Fields(PackNode node, PackErrors errors)
    {
        Node = node;
        this.errors = errors;
    }

    public PackNode Node { get; }

    /// <summary>The fields of an object, or null when it is none; fields beside the known ones are noted.</summary>
    public static Fields? Of(PackNode node, PackErrors errors, params string[] known)
    {
        if (node.Kind != JsonValueKind.Object)
        {
            NoteType(errors, node, "an object");
            return null;
        }

        foreach (var (name, value) in node.Members.Where(member => !known.Contains(member.Name)))
        {
            errors.Add("field-unknown", value, $"there is no field `{name}` here", Suggestion.For(name, known));
        }

        return new Fields(node, errors);
    }

    public PackNode? Required(string name)
    {
        if (Node.Member(name) is { } value)
        {
            return value;
        }

        errors.Add("field-missing", Node, $"the field `{name}` is missing", $"add `{name}`");
        return null;
    }

    public string? Text(string name) => Required(name) is { } node ? TextOf(node) : null;

    public string? OptionalText(string name) => Node.Member(name) is { } node ? TextOf(node) : null;

    /// <summary>A kebab-case id.</summary>
    public string? Id(string name) => Matching(name, KebabCase(), "id-invalid", "an id of lower-case letters, digits and single hyphens");

    /// <summary>A name that expressions can use.</summary>
    public string? Name(string name)
    {
        var text = Matching(name, SnakeCase(), "name-invalid", "a name of lower-case letters, digits and underscores, beginning with a letter");
        if (text is not ("true" or "false"))
        {
            return text;
        }

        errors.Add("name-invalid", Node.Member(name)!, $"`{text}` is a word of the expression language", "choose another name");
        return null;
    }

    /// <summary>Three numbers: major, minor, patch.</summary>
    public string? Version(string name) => Matching(name, ThreeNumbers(), "version-invalid", "a version of three numbers such as `1.0.0`");

    public double? OptionalNumber(string name)
    {
        if (Node.Member(name) is not { } node)
        {
            return null;
        }

        if (node.Kind == JsonValueKind.Number)
        {
            return node.Number;
        }

        NoteType(errors, node, "a number");
        return null;
    }

    public TimeSpan? OptionalDuration(string name, TimeSpan least)
    {
        if (OptionalText(name) is not { } text)
        {
            return null;
        }

        if (Durations.TryParse(text, out var duration) && duration >= least && duration <= ExpressionLimits.WindowMax)
        {
            return duration;
        }

        errors.Add("duration-invalid", Node.Member(name)!, $"{Quoted(text)} is not a duration from {Durations.Write(least)} to {Durations.Write(ExpressionLimits.WindowMax)}",
            "write a whole number and a unit: `30s`, `10m`, `6h`, `1d`");
        return null;
    }

    public int? Severity(string name)
    {
        if (Required(name) is not { } node)
        {
            return null;
        }

        if (node is { Kind: JsonValueKind.Number, Number: 1 or 2 or 3 or 4 })
        {
            return (int)node.Number;
        }

        errors.Add("severity-invalid", node, "a severity is 1, 2, 3 or 4", "write 1 (level IV, blue) to 4 (level I, red)");
        return null;
    }

    public LocalText? Title(string name)
    {
        if (Required(name) is not { } node || Of(node, errors, "zh", "en") is not { } title)
        {
            return null;
        }

        var (zh, en) = (title.Text("zh"), title.Text("en"));
        if (zh?.Length > PackLimits.TitleLengthMax || en?.Length > PackLimits.TitleLengthMax)
        {
            errors.Add("text-too-long", node, Invariant($"a title has at most {PackLimits.TitleLengthMax} characters"), "shorten it");
        }

        return zh is null || en is null ? null : new LocalText(zh, en);
    }

    public Unit? Unit(string name)
    {
        if (Text(name) is not { } symbol)
        {
            return null;
        }

        if (Expressions.Unit.TryFind(symbol, out var unit))
        {
            return unit;
        }

        errors.Add("unit-unknown", Node.Member(name)!, $"{Quoted(symbol)} is not a known unit",
            Suggestion.For(symbol, Expressions.Unit.All.Select(known => known.Symbol)) + "; `1` for a plain number");
        return null;
    }

    public IReadOnlyList<PackNode> Items(string name, bool required, int most)
    {
        var node = required ? Required(name) : Node.Member(name);
        if (node is null)
        {
            return [];
        }

        if (node.Kind != JsonValueKind.Array)
        {
            NoteType(errors, node, "an array");
            return [];
        }

        if (required && node.Items.Count == 0)
        {
            errors.Add("field-missing", node, $"`{name}` is empty", "add at least one");
        }

        return Bounded(node, node.Items, most);
    }

    /// <summary>The members of a field that maps names to texts.</summary>
    public IReadOnlyList<(string Name, PackNode Value)> Entries(string name, bool required)
    {
        var node = required ? Required(name) : Node.Member(name);
        if (node is null)
        {
            return [];
        }

        if (node.Kind != JsonValueKind.Object)
        {
            NoteType(errors, node, "an object");
            return [];
        }

        return Bounded(node, [.. node.Members.Where(member => TextOf(member.Value) is not null)], PackLimits.PartsMax);
    }

    /// <summary>Whether a text is a name that expressions can use.</summary>
    public static bool IsName(string text) =>
        text.Length <= PackLimits.NameLengthMax && SnakeCase().IsMatch(text) && text is not ("true" or "false");

    public static string Quoted(string text) => text.Length <= 40 ? $"`{text}`" : $"`{text[..40]}…`";

    private List<T> Bounded<T>(PackNode node, List<T> all, int most)
    {
        if (all.Count <= most)
        {
            return all;
        }

        errors.Add("too-many", node, Invariant($"there are {all.Count} here, at most {most} are allowed"), "split the scene into several packs");
        return all[..most];
    }

    private string? TextOf(PackNode node)
    {
        if (node.Kind == JsonValueKind.String)
        {
            return node.Text;
        }

        NoteType(errors, node, "a text");
        return null;
    }

    private string? Matching(string name, Regex form, string code, string expected)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (text.Length <= PackLimits.NameLengthMax && form.IsMatch(text))
        {
            return text;
        }

        errors.Add(code, Node.Member(name)!, $"{Quoted(text)} is not {expected}", Invariant($"write {expected}, at most {PackLimits.NameLengthMax} characters"));
        return null;
    }

    private static void NoteType(PackErrors errors, PackNode node, string expected) =>
        errors.Add("type-wrong", node, $"{expected} was expected, not {node.Kind.ToString().ToLowerInvariant()}", $"write {expected}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(PackPatterns.KebabCase, RegexOptions.CultureInvariant)]
    private static partial Regex KebabCase();

    [GeneratedRegex(PackPatterns.SnakeCase, RegexOptions.CultureInvariant)]
    private static partial Regex SnakeCase();

    [GeneratedRegex(PackPatterns.Version, RegexOptions.CultureInvariant)]
    private static partial Regex ThreeNumbers();
}

/// <summary>The forms of ids, names and versions, shared with the JSON schema.</summary>
internal static class PackPatterns
{
    public const string KebabCase = @"^[a-z][a-z0-9]*(-[a-z0-9]+)*\z";

    public const string SnakeCase = @"^[a-z][a-z0-9_]*\z";

    public const string Version = @"^(0|[1-9][0-9]{0,5})(\.(0|[1-9][0-9]{0,5})){2}\z";

    public const string Duration = @"^[0-9]{1,11}(d|h|m|s|ms)\z";

    /// <summary>The same form in the dialect of JSON Schema, where <c>$</c> is the very end.</summary>
    public static string ForSchema(string pattern) => pattern.Replace(@"\z", "$", StringComparison.Ordinal);
}
