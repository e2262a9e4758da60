using System.Diagnostics;

namespace CityBrain.Api.Mqtt;

/// <summary>Where a trace begins with what a device sends over MQTT. It costs nothing while nobody listens, and names no device.</summary>
internal static class MqttTraces
{
    /// <summary>Name of the source.</summary>
    public const string Name = "CityBrain.Mqtt";

    private static readonly ActivitySource Source = new(Name);

    /// <summary>From a message's arrival until its acknowledgement may go out, told by the pattern of its topic.</summary>
    public static Activity? Message(string? topic) => Source.StartActivity($"PUBLISH {MqttTopics.PatternOf(topic)}", ActivityKind.Consumer)?.SetTag("messaging.system", "mqtt");

    /// <summary>A sign-in.</summary>
    public static Activity? SignIn() => Source.StartActivity("CONNECT", ActivityKind.Server)?.SetTag("messaging.system", "mqtt");

    /// <summary>Says what became of it.</summary>
    public static void Ends(this Activity? activity, string outcome) => activity?.SetTag("citybrain.outcome", outcome);
}
