using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityBrain.Scenes.Packs;

/// <summary>A JSON value that knows where it stands.</summary>
internal sealed class PackNode(JsonValueKind kind, string path, int line)
{
    private static readonly JsonWriterOptions Canonical = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public JsonValueKind Kind => kind;

    /// <summary>JSON pointer from the root.</summary>
    public string Path => path;

    /// <summary>Line in the text, from 1.</summary>
    public int Line => line;

    public string Text { get; init; } = string.Empty;

    public double Number { get; init; }

    /// <summary>The members of an object in the order of the text, without repeated keys.</summary>
    public List<(string Name, PackNode Value)> Members { get; } = [];

    public List<PackNode> Items { get; } = [];

    public PackNode? Member(string name) => Members.Find(member => member.Name == name).Value;

    /// <summary>The path of a member or item below this one.</summary>
    public string Below(string step) => $"{path}/{step.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    /// <summary>The value with sorted keys, shortest numbers and no white space.</summary>
    public string ToCanonicalJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Canonical))
        {
            Write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private void Write(Utf8JsonWriter writer)
    {
        switch (kind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, value) in Members.OrderBy(member => member.Name, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(name);
                    value.Write(writer);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                Items.ForEach(item => item.Write(writer));
                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(Text);
                break;
            case JsonValueKind.Number:
                writer.WriteNumberValue(Number);
                break;
            case JsonValueKind.True or JsonValueKind.False:
                writer.WriteBooleanValue(kind == JsonValueKind.True);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
