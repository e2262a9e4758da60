using CityBrain.Api.Devices;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using Microsoft.Extensions.Options;
using MQTTnet.Protocol;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>Signs devices in by the token that they give as user name. A bounded number at once: after a power cut a whole city signs in again.</summary>
internal sealed class MqttSignIn(MqttSessions sessions, IOptions<MqttOptions> options, MqttMeters meters, CityCalls city) : IDisposable
{
    private const string TokenRefused = "token-refused";
    private readonly SemaphoreSlim _turns = new(options.Value.SignInsMax);

    /// <summary>Lets the device in, or says why not.</summary>
    public async Task Validate(ValidatingConnectionEventArgs args)
    {
        using var activity = MqttTraces.SignIn();
        var outcome = await Decided(args);
        meters.SignedIn(outcome);
        activity.Ends(outcome);
    }

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async Task<string> Decided(ValidatingConnectionEventArgs args)
    {
        var channel = (DeviceChannel)args.ChannelAdapter;
        if (channel.NameMissing)
        {
            return Refuse(args, "name-missing", MqttConnectReasonCode.ClientIdentifierNotValid, "A session that is to be kept needs a client identifier.");
        }

        if (channel.SignIn is { WillFlag: true } will && !MqttTopics.MaySend(will.WillTopic))
        {
            return Refuse(args, "will-refused", MqttConnectReasonCode.NotAuthorized, "The will is addressed to a topic that is not the device's own.");
        }

        if (args.UserName is not { } token || !DeviceTokens.TryRead(token, out var device))
        {
            return Refuse(args, TokenRefused, MqttConnectReasonCode.BadUserNameOrPassword, "The user name is not a device token.");
        }

        var line = new MqttLine(device, args.ClientId);
        switch ((await Checked(device, DeviceTokens.HashOf(token), args.CancellationToken)).Refusal)
        {
            case null when await sessions.MakeRoom(line):
                line.Join(args.SessionItems);
                return "accepted";
            case null:
                return Refuse(args, "too-many-sessions", MqttConnectReasonCode.ServerBusy, $"The device has {options.Value.SessionsPerDeviceMax} connections already.");
            case { Kind: RefusalKind.Unavailable or RefusalKind.Unknown } lost:
                return Refuse(args, "unavailable", MqttConnectReasonCode.ServerUnavailable, lost.Reason);
            case { } why:
                // Whether the device is unknown, its token wrong or ended: a stranger is told the same.
                return Refuse(args, TokenRefused, MqttConnectReasonCode.BadUserNameOrPassword, why.AsToldToDevices().Reason);
        }
    }

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

    private static string Refuse(ValidatingConnectionEventArgs args, string outcome, MqttConnectReasonCode code, string reason)
    {
        (args.ReasonCode, args.ReasonString) = (code, reason);
        return outcome;
    }
}
