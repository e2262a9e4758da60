using System.Text.Json;
using System.Text.Json.Nodes;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>The forms in which common devices tell about themselves, ask for attributes, and get and answer commands, over any line.</summary>
internal static class DeviceTalk
{
    /// <summary>A command as its device gets it.</summary>
    public static JsonObject Command(DeviceCommandView command) => new() { ["method"] = command.Method, ["params"] = JsonNode.Parse(command.Parameters) };

    /// <summary>An answer to a command: any one JSON value.</summary>
    public static (string? Json, Refusal? Refusal) Answer(ReadOnlyMemory<byte> json) =>
        StrictJson.Parse(json, root => (root.GetRawText(), (Refusal?)null));

    /// <summary>What a device tells about itself: an object of texts, numbers, truth values, and nulls that forget.</summary>
    public static (IReadOnlyDictionary<string, string?>? Properties, Refusal? Refusal) Properties(ReadOnlyMemory<byte> json) => StrictJson.Parse(json, root => Properties(root));

    /// <summary>The same, of one value.</summary>
    public static (IReadOnlyDictionary<string, string?>? Properties, Refusal? Refusal) Properties(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, EdgeRefusals.JsonMismatch("$"));
        }

        Dictionary<string, string?> told = new(StringComparer.Ordinal);
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Value.ValueKind)
            {
                case JsonValueKind.Null:
                    told[member.Name] = null;
                    break;
                case JsonValueKind.String:
                    told[member.Name] = member.Value.GetString();
                    break;
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    told[member.Name] = member.Value.GetRawText();
                    break;
                default:
                    return (null, EdgeRefusals.FieldInvalid("$", "has a member that is a list or an object", "Send texts, numbers, true, false or null."));
            }
        }

        return (told, null);
    }

    /// <summary>Which attributes a device asks for: <c>{"clientKeys": "a,b", "sharedKeys": "c"}</c>, all when neither is named.</summary>
    public static (AttributeKeys? Keys, Refusal? Refusal) Keys(ReadOnlyMemory<byte> json) => json.IsEmpty
        ? (new AttributeKeys(null, null), null)
        : StrictJson.Parse(json, root => root.ValueKind != JsonValueKind.Object
            ? (null, EdgeRefusals.JsonMismatch("$"))
            : ((AttributeKeys?)new AttributeKeys(Text(root, "clientKeys"), Text(root, "sharedKeys")), (Refusal?)null));

    /// <summary>The attributes asked for: what the device told about itself, and what the city keeps for its rules.</summary>
    public static JsonObject Attributes(DeviceView device, AttributeKeys keys) => new()
    {
        ["client"] = new JsonObject(device.Properties.Where(one => keys.WantsClient(one.Key)).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value)))),
        ["shared"] = new JsonObject(device.Attributes.Where(one => keys.WantsShared(one.Key)).Select(one => KeyValuePair.Create(one.Key, (JsonNode?)JsonValue.Create(one.Value)))),
    };

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}

/// <summary>Which attributes are asked for, names with commas between; all when neither is given.</summary>
/// <param name="Client">Of those that the device told.</param>
/// <param name="Shared">Of those that the city keeps.</param>
internal sealed record AttributeKeys(string? Client, string? Shared)
{
    /// <summary>Whether this property is asked for.</summary>
    public bool WantsClient(string name) => Wants(Client, name);

    /// <summary>Whether this attribute is asked for.</summary>
    public bool WantsShared(string name) => Wants(Shared, name);

    private bool Wants(string? names, string name) =>
        (Client is null && Shared is null) || names?.Split(',', StringSplitOptions.TrimEntries).Contains(name, StringComparer.Ordinal) == true;
}
