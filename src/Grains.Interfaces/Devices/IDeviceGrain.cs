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

    /// <summary>Says which device carries this one and may speak for it.</summary>
    [Alias("mount")]
    Task<Answer<DeviceView>> Mount(MountDevice command);

    /// <summary>Asks the device to do something.</summary>
    [Alias("request-command")]
    Task<Answer<DeviceCommandView>> RequestCommand(RequestDeviceCommand command);

    /// <summary>Takes a command back that the device does not have yet.</summary>
    [Alias("withdraw-command")]
    Task<Answer<DeviceCommandView>> WithdrawCommand(WithdrawDeviceCommand command);

    /// <summary>The commands that the device does not have yet.</summary>
    [Alias("take-commands")]
    Task<Answer<WaitingDeviceCommands>> TakeCommands(TakeDeviceCommands command);

    /// <summary>Notes that the device has commands.</summary>
    [Alias("confirm-commands")]
    Task<Answer<WaitingDeviceCommands>> ConfirmCommands(ConfirmDeviceCommands command);

    /// <summary>Takes the device's answer to a command.</summary>
    [Alias("answer-command")]
    Task<Answer<DeviceCommandView>> AnswerCommand(AnswerDeviceCommand command);

    /// <summary>Takes in what the device tells about itself.</summary>
    [Alias("describe")]
    Task<Answer<DeviceView>> Describe(DescribeDevice command);

    /// <summary>The device, if the token is in force.</summary>
    [Alias("check-token")]
    Task<Answer<DeviceView>> CheckToken(CheckDeviceToken command);

    /// <summary>Opens a line to the device: whoever holds it hears when a command waits.</summary>
    [Alias("attach")]
    Task<Answer<DeviceView>> Attach(AttachDeviceLine command);

    /// <summary>Keeps a refusal that the device could not be told, for who looks after the device.</summary>
    [Alias("note-refusal")]
    Task<Answer<DeviceRefusalList>> NoteRefusal(NoteDeviceRefusal command);

    /// <summary>The last refusals, newest first.</summary>
    [Alias("refusals")]
    Task<Answer<DeviceRefusalList>> Refusals();

    /// <summary>Takes readings in; answers when they are durable.</summary>
    [Alias("report")]
    Task<Answer<ReportReceipt>> Report(ReportReadings command);

    /// <summary>The device as of its last durable fact.</summary>
    [Alias("read")]
    Task<Answer<DeviceView>> Read();
}
