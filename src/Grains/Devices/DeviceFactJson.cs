using System.Text.Json.Serialization;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Commands;
using CityBrain.Grains.Journal;

namespace CityBrain.Grains.Devices;

/// <summary>The JSON form of the facts of devices.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UseStringEnumConverter = true,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeviceRegistered))]
[JsonSerializable(typeof(DeviceTokenIssued))]
[JsonSerializable(typeof(DeviceTokenRevoked))]
[JsonSerializable(typeof(DeviceMoved))]
[JsonSerializable(typeof(DeviceRetired))]
[JsonSerializable(typeof(DeviceMounted))]
[JsonSerializable(typeof(DeviceDescribed))]
[JsonSerializable(typeof(CommandRequested))]
[JsonSerializable(typeof(CommandDelivered))]
[JsonSerializable(typeof(CommandAnswered))]
[JsonSerializable(typeof(CommandTimedOut))]
[JsonSerializable(typeof(CommandWithdrawn))]
[JsonSerializable(typeof(RulesAdopted))]
[JsonSerializable(typeof(AlarmRaised))]
[JsonSerializable(typeof(AlarmCleared))]
[JsonSerializable(typeof(ReplayOpened))]
[JsonSerializable(typeof(ReplayFinished))]
[JsonSerializable(typeof(ReplayResumed))]
internal sealed partial class DeviceFactJson : JsonSerializerContext;

/// <summary>The names of the facts of devices; never edited once written.</summary>
internal static class DeviceFactForms
{
    public static FactForms AddDevices(this FactForms forms)
    {
        var json = DeviceFactJson.Default;
        return forms
            .Add("device-registered", 1, json.DeviceRegistered)
            .Add("device-token-issued", 1, json.DeviceTokenIssued)
            .Add("device-token-revoked", 1, json.DeviceTokenRevoked)
            .Add("device-moved", 1, json.DeviceMoved)
            .Add("device-retired", 1, json.DeviceRetired)
            .Add("device-mounted", 1, json.DeviceMounted)
            .Add("device-described", 1, json.DeviceDescribed)
            .Add("command-requested", 1, json.CommandRequested)
            .Add("command-delivered", 1, json.CommandDelivered)
            .Add("command-answered", 1, json.CommandAnswered)
            .Add("command-timed-out", 1, json.CommandTimedOut)
            .Add("command-withdrawn", 1, json.CommandWithdrawn)
            .Add("rules-adopted", 1, json.RulesAdopted)
            .Add("alarm-raised", 1, json.AlarmRaised)
            .Add("alarm-cleared", 1, json.AlarmCleared)
            .Add("replay-opened", 1, json.ReplayOpened)
            .Add("replay-finished", 1, json.ReplayFinished)
            .Add("replay-resumed", 1, json.ReplayResumed);
    }
}
