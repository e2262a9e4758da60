using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;

namespace CityBrain.Domain.Devices.Commands;

/// <summary>What someone asks a device to do.</summary>
/// <param name="Method">What is to be done, in the device's own terms.</param>
/// <param name="Parameters">JSON that goes with it.</param>
/// <param name="Author">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Timeout">How long the device may take to answer, from 1 second to 7 days.</param>
public sealed record CommandRequest(string Method, string Parameters, string Author, string Reason, TimeSpan Timeout);

/// <summary>
/// The rules of commands. The device's grain owns them: whatever brings a command to its device only carries it. A command is brought
/// again until the device has it, and once it has it, never again; without an answer in time it is over.
/// </summary>
public static partial class CommandRules
{
    /// <summary>
    /// Asks a device to do something. Refusals, first that applies: <c>device-unknown</c>, <c>device-retired</c>,
    /// <c>command-method-invalid</c>, <c>command-json-too-large</c>, <c>reason-invalid</c>, <c>command-timeout-invalid</c>,
    /// <c>commands-waiting</c>.
    /// </summary>
    public static Decision<DeviceFact> DecideRequest(Device? device, CommandRequest wanted, DateTimeOffset now)
    {
        if (DeviceRules.InUse(device) is { } refusal)
        {
            return refusal;
        }

        return !MethodForm().IsMatch(wanted.Method) ? CommandRefusals.MethodInvalid
            : IsTooLarge(wanted.Parameters) ? CommandRefusals.JsonTooLarge
            : !DeviceRules.IsReason(wanted.Reason) ? DeviceRefusals.ReasonInvalid
            : wanted.Timeout < CommandLimits.TimeoutMin || wanted.Timeout > CommandLimits.TimeoutMax ? CommandRefusals.TimeoutInvalid
            : device!.Commands.Values.Count(command => command.IsOpen) >= CommandLimits.OpenMax ? CommandRefusals.TooManyOpen
            : new DeviceFact[]
            {
                new CommandRequested(device.LastCommand + 1, wanted.Method, wanted.Parameters, wanted.Author, wanted.Reason, now + wanted.Timeout, now),
            };
    }

    /// <summary>Notes that the device has the commands; those that it has already, or that are over, stay as they are. Refusal: <c>device-unknown</c>.</summary>
    public static Decision<DeviceFact> DecideDelivered(Device? device, IReadOnlyCollection<long> numbers, DateTimeOffset now) =>
        device is null
            ? DeviceRefusals.DeviceUnknown
            : device.Commands.Values.Where(command => command.Status == CommandStatus.Waiting && numbers.Contains(command.Number))
                .Select(DeviceFact (command) => new CommandDelivered(command.Number, now)).ToArray();

    /// <summary>
    /// Takes an answer; the same answer again changes nothing. Refusals, first that applies: <c>device-unknown</c>, <c>command-unknown</c>,
    /// <c>command-settled</c>, <c>command-json-too-large</c>.
    /// </summary>
    public static Decision<DeviceFact> DecideAnswer(Device? device, long number, string answer, DateTimeOffset now)
    {
        if (device is null)
        {
            return DeviceRefusals.DeviceUnknown;
        }

        if (!device.Commands.TryGetValue(number, out var command))
        {
            return NotHeld(device, number);
        }

        return !command.IsOpen ? (command.Answer == answer ? Nothing : CommandRefusals.Settled)
            : IsTooLarge(answer) ? CommandRefusals.JsonTooLarge
            : IsOver(command, now) ? CommandRefusals.Settled
            : new DeviceFact[] { new CommandAnswered(number, answer, now) };
    }

    /// <summary>
    /// Takes a command back that the device does not have yet; one that is withdrawn stays so. Refusals, first that applies:
    /// <c>device-unknown</c>, <c>command-unknown</c>, <c>command-delivered</c>, <c>command-settled</c>, <c>reason-invalid</c>.
    /// </summary>
    public static Decision<DeviceFact> DecideWithdraw(Device? device, long number, string author, string reason, DateTimeOffset now) =>
        device is null ? DeviceRefusals.DeviceUnknown
        : !device.Commands.TryGetValue(number, out var command) ? NotHeld(device, number)
        : command.Status == CommandStatus.Withdrawn ? Nothing
        : command.Status == CommandStatus.Delivered ? CommandRefusals.DeliveredAlready
        : !command.IsOpen ? CommandRefusals.Settled
        : !DeviceRules.IsReason(reason) ? DeviceRefusals.ReasonInvalid
        : new DeviceFact[] { new CommandWithdrawn(number, author, reason, now) };

    /// <summary>Ends the commands whose time has passed.</summary>
    public static DeviceFact[] Fall(Device device, DateTimeOffset now) =>
        [.. device.Commands.Values.Where(command => command.IsOpen && IsOver(command, now)).Select(command => new CommandTimedOut(command.Number, now))];

    /// <summary>When the next open command times out; null when none is open.</summary>
    public static DateTimeOffset? NextTimeout(Device device) =>
        device.Commands.Values.Where(command => command.IsOpen).Select(command => (DateTimeOffset?)command.TimesOutAt).Min();

    /// <summary>The commands that the device does not have yet and may still act on, oldest first.</summary>
    public static IReadOnlyList<DeviceCommand> Waiting(Device? device, DateTimeOffset now) =>
        device is null or { RetiredAt: not null } or { Commands.IsEmpty: true } ? []
            : [.. device.Commands.Values.Where(command => command.Status == CommandStatus.Waiting && !IsOver(command, now))];

    /// <summary>The device after a fact. Total: a fact that does not fit changes nothing.</summary>
    internal static Device Apply(Device device, CommandFact fact) => fact switch
    {
        CommandRequested requested => device with
        {
            LastCommand = Math.Max(device.LastCommand, requested.Number),
            Commands = device.Commands.SetItem(requested.Number, new DeviceCommand
            {
                Number = requested.Number,
                Method = requested.Method,
                Parameters = requested.Parameters,
                Author = requested.Author,
                Reason = requested.Reason,
                RequestedAt = requested.At,
                TimesOutAt = requested.TimesOutAt,
            }),
        },
        CommandDelivered delivered => Change(device, delivered.Number, command => command with
        {
            Status = CommandStatus.Delivered,
            DeliveredAt = delivered.At,
        }),
        CommandAnswered answered => Change(device, answered.Number, command => command with
        {
            Status = CommandStatus.Answered,
            SettledAt = answered.At,
            Answer = answered.Answer,
        }),
        CommandTimedOut timedOut => Change(device, timedOut.Number, command => command with { Status = CommandStatus.TimedOut, SettledAt = timedOut.At }),
        CommandWithdrawn withdrawn => Change(device, withdrawn.Number, command => command with { Status = CommandStatus.Withdrawn, SettledAt = withdrawn.At }),
        _ => device,
    };

    private static Decision<DeviceFact> Nothing => Array.Empty<DeviceFact>();

    /// <summary>Why the device holds no command of this number: it is long over, or there never was one.</summary>
    private static Refusal NotHeld(Device device, long number) =>
        number > 0 && number <= device.LastCommand ? CommandRefusals.Settled : CommandRefusals.Unknown;

    private static Device Change(Device device, long number, Func<DeviceCommand, DeviceCommand> change)
    {
        if (!device.Commands.TryGetValue(number, out var command))
        {
            return device;
        }

        var commands = device.Commands.SetItem(number, change(command));
        var settled = commands.Values.Where(one => !one.IsOpen).Select(one => one.Number).ToList();
        return device with { Commands = commands.RemoveRange(settled.Take(settled.Count - CommandLimits.SettledMax)) };
    }

    private static bool IsOver(DeviceCommand command, DateTimeOffset now) => now >= command.TimesOutAt;

    private static bool IsTooLarge(string json) => Encoding.UTF8.GetByteCount(json) > CommandLimits.JsonBytesMax;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex MethodForm();
}
