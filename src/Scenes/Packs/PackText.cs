using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace CityBrain.Scenes.Packs;

/// <summary>Reads JSON strictly: no comments, no trailing commas, no repeated keys, bounded size and depth, finite numbers.</summary>
internal sealed class PackText
{
    private readonly ReadOnlyMemory<byte> text;
    private readonly PackErrors errors;
    private int scanned;
    private int line = 1;

    private PackText(ReadOnlyMemory<byte> text, PackErrors errors)
    {
        this.text = text;
        this.errors = errors;
    }

    /// <summary>The value of the whole text; null when nothing can be read of it. What is wrong goes to the errors.</summary>
    public static PackNode? Read(ReadOnlyMemory<byte> text, PackErrors errors)
    {
        if (text.Length > PackLimits.BytesMax)
        {
            errors.Add("pack-too-large", string.Empty, null,
                string.Create(CultureInfo.InvariantCulture, $"the pack has {text.Length} bytes, at most {PackLimits.BytesMax} are allowed"),
                "split the scene into several packs");
            return null;
        }

        if (!Utf8.IsValid(text.Span))
        {
            errors.Add("json-malformed", string.Empty, null, "the text is not UTF-8", "save the file as UTF-8");
            return null;
        }

        return new PackText(text, errors).Whole();
    }

    private PackNode? Whole()
    {
        var reader = new Utf8JsonReader(text.Span);
        try
        {
            reader.Read();
            var root = Value(ref reader, string.Empty);
            if (root is not null)
            {
                reader.Read();
            }

            return root;
        }
        catch (JsonException malformed)
        {
            errors.Add("json-malformed", string.Empty, (int)(malformed.LineNumber ?? 0) + 1,
                string.Create(CultureInfo.InvariantCulture, $"the text is not JSON at byte {malformed.BytePositionInLine + 1} of the line"),
                "mend the JSON there; it knows no NaN, no Infinity, no comments and no trailing commas");
        }
        catch (InvalidOperationException)
        {
            errors.Add("json-malformed", string.Empty, line, "a text holds half of a character (a lone surrogate)", "write the whole character");
        }

        return null;
    }

    // Null once the text nests too deep: then nothing more is read.
    private PackNode? Value(ref Utf8JsonReader reader, string path)
    {
        var at = LineOf((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject or JsonTokenType.StartArray when reader.CurrentDepth >= PackLimits.DepthMax:
                errors.Add("json-too-deep", path, at,
                    string.Create(CultureInfo.InvariantCulture, $"the JSON nests deeper than {PackLimits.DepthMax} levels"), "flatten it; no pack needs this depth");
                return null;
            case JsonTokenType.StartObject:
                return Object(ref reader, new PackNode(JsonValueKind.Object, path, at));
            case JsonTokenType.StartArray:
                return Array(ref reader, new PackNode(JsonValueKind.Array, path, at));
            case JsonTokenType.String:
                return new PackNode(JsonValueKind.String, path, at) { Text = reader.GetString()! };
            case JsonTokenType.Number:
                return Number(ref reader, path, at);
            case JsonTokenType.True or JsonTokenType.False:
                return new PackNode(reader.TokenType == JsonTokenType.True ? JsonValueKind.True : JsonValueKind.False, path, at);
            default:
                return new PackNode(JsonValueKind.Null, path, at);
        }
    }

    private PackNode? Object(ref Utf8JsonReader reader, PackNode node)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            var path = node.Below(name);
            var first = seen.Add(name);
            if (!first)
            {
                errors.Add("key-duplicate", path, LineOf((int)reader.TokenStartIndex), $"the key `{name}` stands here twice", "keep one of the two");
            }

            reader.Read();
            if (Value(ref reader, path) is not { } value)
            {
                return null;
            }

            if (first)
            {
                node.Members.Add((name, value));
            }
        }

        return node;
    }

    private PackNode? Array(ref Utf8JsonReader reader, PackNode node)
    {
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (Value(ref reader, node.Below(node.Items.Count.ToString(CultureInfo.InvariantCulture))) is not { } item)
            {
                return null;
            }

            node.Items.Add(item);
        }

        return node;
    }

    private PackNode Number(ref Utf8JsonReader reader, string path, int at)
    {
        var finite = reader.TryGetDouble(out var value) && double.IsFinite(value);
        if (!finite)
        {
            errors.Add("number-not-finite", path, at, "the number is too large", "write a number below 1.8e308");
        }

        return new PackNode(JsonValueKind.Number, path, at) { Number = finite ? value : 0 };
    }

    private int LineOf(int index)
    {
        line += text.Span[scanned..index].Count((byte)'\n');
        scanned = index;
        return line;
    }
}
