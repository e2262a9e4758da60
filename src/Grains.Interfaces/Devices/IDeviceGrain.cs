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

    /// <summary>Says where the device stands from now on.</summary>
    [Alias("move")]
    Task<Answer<DeviceView>> Move(MoveDevice command);

    /// <summary>Takes the device out of use for ever and ends its active alarms.</summary>
    [Alias("retire")]
    Task<Answer<DeviceView>> Retire(RetireDevice command);

    /// <summary>Takes readings in; answers when they are durable.</summary>
    [Alias("report")]
    Task<Answer<ReportReceipt>> Report(ReportReadings command);

    /// <summary>The device as of its last durable fact.</summary>
    [Alias("read")]
    Task<Answer<DeviceView>> Read();
}
