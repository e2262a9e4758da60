using CityBrain.Api.Hosting;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>Composes the MQTT side of the edge.</summary>
internal static class MqttSetup
{
    private const int PendingMessagesMax = 64;

    /// <summary>Adds it; it listens when the process serves and MQTT is not off.</summary>
    public static void AddMqtt(this WebApplicationBuilder builder, ServeOptions serve)
    {
        if (ServeOptions.DescribedOnly)
        {
            return;
        }

        builder.Services.AddSingleton(provider => MqttOptions.Of(serve, provider.GetRequiredService<IConfiguration>()));
        builder.Services.AddSingleton<MqttDoor>().AddSingleton<MqttSessions>().AddSingleton<MqttSignIn>().AddSingleton<MqttUplink>().AddSingleton<MqttDownlink>();
        builder.Services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<MqttOptions>();
            return new MqttServer(
                new MqttServerOptions
                {
                    EnablePersistentSessions = true,
                    MaxPendingMessagesPerClient = PendingMessagesMax,
                    DefaultCommunicationTimeout = options.SignInDurationMax,
                },
                [provider.GetRequiredService<MqttDoor>()],
                MqttNetNullLogger.Instance);
        });
        builder.Services.AddHostedService<MqttBroker>();
    }
}
