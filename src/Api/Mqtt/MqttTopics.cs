using System.Globalization;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// The topics of devices, as existing firmware has them: each device has its own under <c>me</c>, and no device can name another's. The
/// broker routes nothing from device to device.
/// </summary>
internal static class MqttTopics
{
    /// <summary>Readings of the device.</summary>
    public const string Telemetry = "v1/devices/me/telemetry";

    /// <summary>What the device tells about itself.</summary>
    public const string Attributes = "v1/devices/me/attributes";

    /// <summary>The device asks for attributes, with its own number behind.</summary>
    public const string AttributesRequest = "v1/devices/me/attributes/request/";

    /// <summary>The attributes, with the device's number behind.</summary>
    public const string AttributesResponse = "v1/devices/me/attributes/response/";

    /// <summary>A command to the device, with its number behind.</summary>
    public const string CommandRequest = "v1/devices/me/rpc/request/";

    /// <summary>The device's answer, with the command's number behind.</summary>
    public const string CommandResponse = "v1/devices/me/rpc/response/";

    /// <summary>Readings of devices that a gateway carries.</summary>
    public const string GatewayTelemetry = "v1/gateway/telemetry";

    /// <summary>What a device may subscribe to.</summary>
    public static bool MaySubscribe(string filter) => filter is $"{CommandRequest}+" or $"{AttributesResponse}+" or Attributes;

    /// <summary>What a device may send to.</summary>
    public static bool MaySend(string? topic) =>
        topic is Telemetry or Attributes or GatewayTelemetry || TryNumber(topic, AttributesRequest, out _) || TryNumber(topic, CommandResponse, out _);

    /// <summary>The number behind a topic's stem.</summary>
    public static bool TryNumber(string? topic, string stem, out long number)
    {
        number = 0;
        return topic?.StartsWith(stem, StringComparison.Ordinal) == true
            && long.TryParse(topic.AsSpan(stem.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>A topic as it may be shown: short, no control characters.</summary>
    public static string Shown(string? topic) => new([.. (topic ?? string.Empty).Take(80).Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
