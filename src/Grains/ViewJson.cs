using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Grains.Interfaces.Scenes;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains;

/// <summary>The JSON form of what is kept as an answer or as a row of a list.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeviceView))]
[JsonSerializable(typeof(DeviceSummary))]
[JsonSerializable(typeof(DeviceCommandView))]
[JsonSerializable(typeof(DeviceRefusalList))]
[JsonSerializable(typeof(AlarmView))]
[JsonSerializable(typeof(ReplayView))]
[JsonSerializable(typeof(IncidentView))]
[JsonSerializable(typeof(IncidentSummary))]
[JsonSerializable(typeof(ImportReceipt))]
[JsonSerializable(typeof(PublishReceipt))]
internal sealed partial class ViewJson : JsonSerializerContext
{
    /// <summary>How an answer is kept for a command that comes again.</summary>
    public static AnswerForm<T> Kept<T>(JsonTypeInfo<T> json) => new(
        answer => JsonSerializer.SerializeToUtf8Bytes(answer, json),
        kept => JsonSerializer.Deserialize(kept.Span, json)!);
}
