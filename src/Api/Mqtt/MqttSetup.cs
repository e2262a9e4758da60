using CityBrain.Api.Hosting;
using Microsoft.Extensions.Options;
using MQTTnet.Diagnostics.Logger;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>Composes the MQTT side of the edge.</summary>
internal static class MqttSetup
{
    /// <summary>Adds it; it listens when the process serves and MQTT is not off.</summary>
    public static void AddMqtt(this WebApplicationBuilder builder)
    {
        if (ServeOptions.DescribedOnly)
        {
            return;
        }

        builder.AddSettings<MqttOptions>(MqttOptions.Section).PostConfigure<ServeOptions>((options, serve) =>
        {
            options.PortChosen = options.Port is not null || serve.MqttPortChosen;
            options.Port ??= serve.MqttPort;
        });
        builder.Services.AddSingleton<IValidateOptions<MqttOptions>, MqttOptionsValidator>();
        builder.Services.AddSingleton<MqttMeters>().AddSingleton<MqttDoor>().AddSingleton<MqttSessions>().AddSingleton<MqttSignIn>();
        builder.Services.AddSingleton<MqttPace>().AddSingleton<MqttUplink>().AddSingleton<MqttGateway>().AddSingleton<MqttDownlink>();
        builder.Services.AddSingleton(provider =>
        {
            var options = provider.GetRequiredService<IOptions<MqttOptions>>().Value;
            return new MqttServer(
                new MqttServerOptions
                {
                    EnablePersistentSessions = true,
                    MaxPendingMessagesPerClient = options.PendingMessagesMax,

                    // What finds no room is brought later; what waits already is not thrown away for it.
                    PendingMessagesOverflowStrategy = MqttPendingMessagesOverflowStrategy.DropNewMessage,
                    DefaultCommunicationTimeout = options.SignInDurationMax,
                },
                [provider.GetRequiredService<MqttDoor>()],
                MqttNetNullLogger.Instance);
        });
        builder.Services.AddHostedService<MqttBroker>();
    }
}
