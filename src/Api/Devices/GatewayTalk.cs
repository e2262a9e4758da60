using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityBrain.Api.Problems;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>The forms in which common gateways speak for the devices that they carry; each names the device by its key.</summary>
internal static class GatewayTalk
{
    /// <summary>A command to a carried device: <c>{"device": key, "data": {"id", "method", "params"}}</c>.</summary>
    public static JsonObject Command(DeviceCommandView command)
    {
        var data = DeviceTalk.Command(command);
        data.Insert(0, "id", command.Number);
        return new JsonObject { ["device"] = command.Device, ["data"] = data };
    }

    /// <summary>Which command of which device a message of <see cref="Command"/> is.</summary>
    public static (DeviceId Device, long Number) NumberOf(ReadOnlySequence<byte> message)
    {
        using var json = JsonDocument.Parse(message);
        return (DeviceId.Parse(json.RootElement.GetProperty("device").GetString()!), json.RootElement.GetProperty("data").GetProperty("id").GetInt64());
    }

    /// <summary>An answer to a command: <c>{"device": key, "id": number, "data": any one JSON value}</c>.</summary>
    public static (CarriedAnswer? Answer, Refusal? Refusal) Answer(ReadOnlyMemory<byte> json) => StrictJson.Parse<CarriedAnswer>(json, root =>
        root.ValueKind == JsonValueKind.Object && KeyOf(root) is { } key && root.TryGetProperty("data", out var data)
        && root.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number && id.TryGetInt64(out var number)
            ? (new CarriedAnswer(key, number, data.GetRawText()), null)
            : (null, EdgeRefusals.FieldInvalid("$", "does not name device, id and data", "Send {\"device\": key, \"id\": number of the command, \"data\": answer}.")));

    /// <summary>Which device came or went: <c>{"device": key}</c>; what else common gateways say of it is not needed.</summary>
    public static (string? Key, Refusal? Refusal) Named(ReadOnlyMemory<byte> json) => StrictJson.Parse<string>(json, root =>
        root.ValueKind == JsonValueKind.Object && KeyOf(root) is { } key
            ? (key, null)
            : (null, EdgeRefusals.FieldInvalid("$", "does not name a device", "Send {\"device\": key}.")));

    /// <summary>What carried devices tell about themselves: <c>{"device key": {…}, …}</c>. A device whose part makes no sense is refused alone.</summary>
    public static (IReadOnlyList<CarriedProperties>? Devices, Refusal? Refusal) Properties(ReadOnlyMemory<byte> json) => StrictJson.Parse<IReadOnlyList<CarriedProperties>>(json, root =>
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            return (null, EdgeRefusals.JsonMismatch("$"));
        }

        return ([.. root.EnumerateObject().Select(member =>
        {
            var (told, why) = DeviceTalk.Properties(member.Value);
            return new CarriedProperties(member.Name, told, why);
        })], null);
    });

    private static string? KeyOf(JsonElement root) =>
        root.TryGetProperty("device", out var key) && key.ValueKind == JsonValueKind.String ? key.GetString() : null;
}

/// <summary>A carried device's answer to a command.</summary>
/// <param name="Key">The device, as the gateway names it.</param>
/// <param name="Number">The command.</param>
/// <param name="Json">The answer.</param>
internal sealed record CarriedAnswer(string Key, long Number, string Json);

/// <summary>What a carried device tells about itself, or why that is refused.</summary>
/// <param name="Key">The device, as the gateway names it.</param>
/// <param name="Told">Name → text; null forgets.</param>
/// <param name="Refusal">Why not.</param>
internal sealed record CarriedProperties(string Key, IReadOnlyDictionary<string, string?>? Told, Refusal? Refusal);
