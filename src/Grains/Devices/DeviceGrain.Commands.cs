using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Commands;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Streams;

namespace CityBrain.Grains.Devices;

/// <summary>Commands: asked for by people, owned here, carried by whoever holds the line to the device.</summary>
public sealed partial class DeviceGrain
{
    private static readonly AnswerForm<DeviceCommandView> CommandForm = ViewJson.Kept(ViewJson.Default.DeviceCommandView);
    private IDeviceLine? _line;

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> Mount(MountDevice command) =>
        Decide(command.Mandate, device => DeviceRules.DecideMount(device, command.Carrier, Now));

    /// <inheritdoc/>
    public async Task<Answer<DeviceCommandView>> RequestCommand(RequestDeviceCommand command)
    {
        var wanted = new CommandRequest(command.Method, command.Parameters, command.Mandate.Actor, command.Reason, command.Timeout);
        var answer = await Execute(command.Mandate, ServiceClass.Cases, CommandForm, state =>
            Propose(state, CommandRules.DecideRequest(state.Device, wanted, Now), after => View(after, after.Device!.LastCommand)));
        if (answer.Value is not null && _line is { } line)
        {
            // A hint: the line is gone when its edge is, and then the device hears at its next uplink.
            line.CommandWaits(Id).Ignore();
        }

        return answer;
    }

    /// <inheritdoc/>
    public Task<Answer<DeviceCommandView>> WithdrawCommand(WithdrawDeviceCommand command) =>
        Execute(command.Mandate, ServiceClass.Cases, CommandForm, state => Propose(
            state,
            CommandRules.DecideWithdraw(state.Device, command.Number, command.Mandate.Actor, command.Reason, Now),
            after => View(after, command.Number)));

    /// <inheritdoc/>
    public Task<Answer<WaitingDeviceCommands>> TakeCommands(TakeDeviceCommands command) =>
        Spoken(command.TokenHash, command.Gateway, command.Trace, state =>
        {
            var waiting = CommandRules.Waiting(state.Device, Now).Take(command.Max).ToList();
            var decision = command.Hand
                ? CommandRules.DecideDelivered(state.Device, [.. waiting.Select(one => one.Number)], Now)
                : Array.Empty<DeviceFact>();
            return Propose(state, decision, _ => View(waiting));
        });

    /// <inheritdoc/>
    public Task<Answer<WaitingDeviceCommands>> ConfirmCommands(ConfirmDeviceCommands command) =>
        Spoken(command.TokenHash, command.Gateway, command.Trace, state => Propose(
            state,
            CommandRules.DecideDelivered(state.Device, command.Numbers.ToHashSet(), Now),
            after => View(CommandRules.Waiting(after.Device, Now))));

    /// <inheritdoc/>
    public Task<Answer<DeviceCommandView>> AnswerCommand(AnswerDeviceCommand command) =>
        Spoken(command.TokenHash, command.Gateway, command.Trace, state => Propose(
            state,
            CommandRules.DecideAnswer(state.Device, command.Number, command.Answer, Now),
            after => View(after, command.Number)));

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> Describe(DescribeDevice command) =>
        Spoken(command.TokenHash, command.Gateway, command.Trace, state => Propose(
            state,
            DeviceRules.DecideDescribe(state.Device, command.Properties, Now),
            View));

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> CheckToken(CheckDeviceToken command) => Task.FromResult(Answer<DeviceView>(state =>
        DeviceRules.CheckToken(state.Device, command.TokenHash) is { } why ? why : View(state)));

    /// <inheritdoc/>
    public Task<Answer<DeviceView>> Attach(AttachDeviceLine command)
    {
        var answer = Answer<DeviceView>(state => DeviceRules.CheckSpeaker(state.Device, command.TokenHash, command.Gateway) is { } why ? why : View(state));
        _line = answer.Value is null ? _line : command.Line;
        return Task.FromResult(answer);
    }

    private DeviceCommandView View(DeviceState state, long number) => state.Device!.Commands[number].ToView(Id);

    private WaitingDeviceCommands View(IReadOnlyList<DeviceCommand> commands) => new([.. commands.Select(command => command.ToView(Id))]);

    /// <summary>What the device says itself, under a token that is in force, or what the gateway that carries it says for it.</summary>
    private Task<Answer<TAnswer>> Spoken<TAnswer>(string? tokenHash, DeviceId? gateway, string trace, Func<DeviceState, Proposal<DeviceState, TAnswer>> decide) =>
        Execute<TAnswer>(Spoken(trace, gateway), ServiceClass.Cases, null, state => DeviceRules.CheckSpeaker(state.Device, tokenHash, gateway) is { } why
            ? new Proposal<DeviceState, TAnswer>.Refused(why)
            : decide(state));

    /// <summary>Nobody's command but the device's own: its identity deduplicates it.</summary>
    private Mandate Spoken(string trace, DeviceId? gateway = null) => new(string.Empty, string.Empty, $"device:{gateway ?? Id}", "device-line", trace);
}
