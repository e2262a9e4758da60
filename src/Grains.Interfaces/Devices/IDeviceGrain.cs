namespace CityBrain.Grains.Interfaces.Devices;

/// <summary>One device: its registration, its readings and the alarms that its rules raise. Keyed by <see cref="DeviceId"/>.</summary>
[Alias("citybrain.device-grain"), GrainInterfaceType("citybrain.device-grain")]
public interface IDeviceGrain : IGrainWithStringKey
{
    /// <summary>Registers the device with its first token.</summary>
    [Alias("register")]
    Task<Answer<DeviceView>> Register(RegisterDevice command);

    /// <summary>Replaces the device's token; the old one ends at once.</summary>
    [Alias("issue-token")]
    Task<Answer<DeviceView>> IssueToken(IssueDeviceToken command);

    /// <summary>Ends the device's token.</summary>
    [Alias("revoke-token")]
    Task<Answer<DeviceView>> RevokeToken(RevokeDeviceToken command);

    /// <summary>Takes readings in; answers when they are durable.</summary>
    [Alias("report")]
    Task<Answer<ReportReceipt>> Report(ReportReadings command);

    /// <summary>The device as of its last durable fact.</summary>
    [Alias("read")]
    Task<Answer<DeviceView>> Read();
}
