using System.Text.Json;
using System.Text.Json.Serialization;

namespace CityBrain.Domain.Vocabulary;

/// <summary>Writes a key or code as the text it is, as a value and as a property name; text that is not one is malformed JSON.</summary>
/// <typeparam name="T">The key or code.</typeparam>
public abstract class TextJson<T> : JsonConverter<T>
    where T : struct
{
    /// <summary>The key or code that a text stands for; null when it stands for none.</summary>
    protected abstract T? Parse(string? text);

    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && Parse(reader.GetString()) is { } value ? value : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());

    /// <inheritdoc/>
    public override T ReadAsPropertyName(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Parse(reader.GetString()) ?? throw new JsonException();

    /// <inheritdoc/>
    public override void WriteAsPropertyName(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WritePropertyName(value.ToString()!);
}

/// <summary>A device key as JSON text.</summary>
public sealed class DeviceIdJson : TextJson<DeviceId>
{
    /// <inheritdoc/>
    protected override DeviceId? Parse(string? text) => DeviceId.TryParse(text, out var id) ? id : null;
}

/// <summary>An incident key as JSON text.</summary>
public sealed class IncidentIdJson : TextJson<IncidentId>
{
    /// <inheritdoc/>
    protected override IncidentId? Parse(string? text) => IncidentId.TryParse(text, out var id) ? id : null;
}

/// <summary>A place code as JSON text.</summary>
public sealed class PlaceCodeJson : TextJson<PlaceCode>
{
    /// <inheritdoc/>
    protected override PlaceCode? Parse(string? text) => PlaceCode.TryParse(text, out var code) ? code : null;
}
