using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityBrain.Grains.Journal;

/// <summary>Writes a place code as its digits.</summary>
public sealed class PlaceCodeConverter : JsonConverter<PlaceCode>
{
    /// <inheritdoc/>
    public override PlaceCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        PlaceCode.TryParse(reader.GetString(), out var code) ? code : throw new JsonException("Not a place code.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PlaceCode value, JsonSerializerOptions options) => writer.WriteStringValue(value.Digits);
}

/// <summary>Writes a device key as text.</summary>
public sealed class DeviceIdConverter : JsonConverter<DeviceId>
{
    /// <inheritdoc/>
    public override DeviceId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        DeviceId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not a device key.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DeviceId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}

/// <summary>Writes an incident key as text.</summary>
public sealed class IncidentIdConverter : JsonConverter<IncidentId>
{
    /// <inheritdoc/>
    public override IncidentId Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        IncidentId.TryParse(reader.GetString(), out var id) ? id : throw new JsonException("Not an incident key.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IncidentId value, JsonSerializerOptions options) => writer.WriteStringValue(value.Value);
}
