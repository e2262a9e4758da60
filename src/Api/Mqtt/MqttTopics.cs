using System.Globalization;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// The topics of devices, as existing firmware has them: each device has its own under <c>me</c>, a gateway has those of what it carries
/// under <c>gateway</c>, and no topic names a device. The broker routes nothing from device to device.
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

    /// <summary>What devices that a gateway carries tell about themselves.</summary>
    public const string GatewayAttributes = "v1/gateway/attributes";

    /// <summary>A carried device is there.</summary>
    public const string GatewayConnect = "v1/gateway/connect";

    /// <summary>A carried device is gone.</summary>
    public const string GatewayDisconnect = "v1/gateway/disconnect";

    /// <summary>Commands to carried devices, and their answers.</summary>
    public const string GatewayCommands = "v1/gateway/rpc";

    /// <summary>What a device may subscribe to.</summary>
    public static bool MaySubscribe(string filter) =>
        filter is $"{CommandRequest}+" or $"{AttributesResponse}+" or Attributes or GatewayCommands or GatewayAttributes;

    /// <summary>What a device may send to.</summary>
    public static bool MaySend(string? topic) => topic is Telemetry or Attributes
        || IsGateway(topic) || TryNumber(topic, AttributesRequest, out _) || TryNumber(topic, CommandResponse, out _);

    /// <summary>Whether a gateway speaks for devices on this topic.</summary>
    public static bool IsGateway(string? topic) => topic is GatewayTelemetry or GatewayAttributes or GatewayConnect or GatewayDisconnect or GatewayCommands;

    /// <summary>The number behind a topic's stem.</summary>
    public static bool TryNumber(string? topic, string stem, out long number)
    {
        number = 0;
        return topic?.StartsWith(stem, StringComparison.Ordinal) == true
            && long.TryParse(topic.AsSpan(stem.Length), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }

    /// <summary>A topic without its number; <c>other</c> for one that is no device's own, because a stranger chose its words.</summary>
    public static string PatternOf(string? topic) =>
        TryNumber(topic, AttributesRequest, out _) ? $"{AttributesRequest}{{n}}"
        : TryNumber(topic, CommandResponse, out _) ? $"{CommandResponse}{{n}}"
        : MaySend(topic) ? topic! : "other";

    /// <summary>A topic as it may be shown: short, no control characters.</summary>
    public static string Shown(string? topic) => new([.. (topic ?? string.Empty).Take(80).Select(c => c is >= ' ' and <= '~' ? c : '?')]);
}
