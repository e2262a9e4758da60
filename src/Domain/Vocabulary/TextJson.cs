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

/// <summary>An ID number in JSON: written masked, and never read: what reads one has to say on which day.</summary>
public sealed class IdNumberJson : TextJson<IdNumber>
{
    /// <inheritdoc/>
    protected override IdNumber? Parse(string? text) => null;
}

/// <summary>A bank card's number in JSON: read in plain, written masked.</summary>
public sealed class BankCardNumberJson : TextJson<BankCardNumber>
{
    /// <inheritdoc/>
    protected override BankCardNumber? Parse(string? text) => BankCardNumber.TryParse(text, out var number) ? number : null;
}

/// <summary>A social security card's number in JSON: read in plain, written masked.</summary>
public sealed class SocialSecurityCardNumberJson : TextJson<SocialSecurityCardNumber>
{
    /// <inheritdoc/>
    protected override SocialSecurityCardNumber? Parse(string? text) => SocialSecurityCardNumber.TryParse(text, out var number) ? number : null;
}

/// <summary>A social credit code as JSON text.</summary>
public sealed class SocialCreditCodeJson : TextJson<SocialCreditCode>
{
    /// <inheritdoc/>
    protected override SocialCreditCode? Parse(string? text) => SocialCreditCode.TryParse(text, out var code) ? code : null;
}

/// <summary>A household code as JSON text.</summary>
public sealed class HouseholdCodeJson : TextJson<HouseholdCode>
{
    /// <inheritdoc/>
    protected override HouseholdCode? Parse(string? text) => HouseholdCode.TryParse(text, out var code) ? code : null;
}

/// <summary>A video device's number as JSON text.</summary>
public sealed class VideoDeviceIdJson : TextJson<VideoDeviceId>
{
    /// <inheritdoc/>
    protected override VideoDeviceId? Parse(string? text) => VideoDeviceId.TryParse(text, out var id) ? id : null;
}
