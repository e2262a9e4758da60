using CityBrain.Api.Devices;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>Signs devices in by the token that they give as user name. A bounded number at once: after a power cut a whole city signs in again.</summary>
internal sealed class MqttSignIn(MqttSessions sessions, MqttOptions options, CityCalls city) : IDisposable
{
    private readonly SemaphoreSlim _turns = new(options.SignInsMax);

    /// <summary>Lets the device in, or says why not.</summary>
    public async Task Validate(ValidatingConnectionEventArgs args)
    {
        var channel = (DeviceChannel)args.ChannelAdapter;
        if (channel.NameMissing)
        {
            Refuse(args, MqttConnectReasonCode.ClientIdentifierNotValid, "A session that is to be kept needs a client identifier.");
            return;
        }

        if (channel.SignIn is { WillFlag: true } will && !MqttTopics.MaySend(will.WillTopic))
        {
            Refuse(args, MqttConnectReasonCode.NotAuthorized, "The will is addressed to a topic that is not the device's own.");
            return;
        }

        if (args.UserName is not { } token || !DeviceTokens.TryRead(token, out var device))
        {
            Refuse(args, MqttConnectReasonCode.BadUserNameOrPassword, "The user name is not a device token.");
            return;
        }

        var line = new MqttLine(device, args.ClientId);
        switch ((await Checked(device, DeviceTokens.HashOf(token), args.CancellationToken)).Refusal)
        {
            case null when await sessions.MakeRoom(line):
                line.Join(args.SessionItems);
                break;
            case null:
                Refuse(args, MqttConnectReasonCode.ServerBusy, $"The device has {options.SessionsPerDeviceMax} connections already.");
                break;
            case { Kind: RefusalKind.Unavailable or RefusalKind.Unknown } lost:
                Refuse(args, MqttConnectReasonCode.ServerUnavailable, lost.Reason);
                break;
            case { } why:
                // Whether the device is unknown, its token wrong or ended: a stranger is told the same.
                Refuse(args, MqttConnectReasonCode.BadUserNameOrPassword, why.AsToldToDevices().Reason);
                break;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<Answer<DeviceView>> Checked(DeviceId device, string tokenHash, CancellationToken aborted)
    {
        await _turns.WaitAsync(aborted);
        try
        {
            return await city.Ask((grains, _) => grains.Device(device).CheckToken(new CheckDeviceToken(tokenHash)), aborted);
        }
        finally
        {
            _turns.Release();
        }
    }

    private static void Refuse(ValidatingConnectionEventArgs args, MqttConnectReasonCode code, string reason) =>
        (args.ReasonCode, args.ReasonString) = (code, reason);
}
