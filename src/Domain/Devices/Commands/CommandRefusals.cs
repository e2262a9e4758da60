namespace CityBrain.Domain.Devices.Commands;

/// <summary>Every reason why something asked of a device's commands is not done.</summary>
public static class CommandRefusals
{
    /// <summary>The method's name is none.</summary>
    public static Refusal MethodInvalid { get; } = new(
        "command-method-invalid",
        $"The method is not 1 to {CommandLimits.MethodLengthMax} letters, digits, dots, hyphens or underscores, beginning with a letter.",
        "Name the method as the device's manual does.");

    /// <summary>The parameters or the answer are too large.</summary>
    public static Refusal JsonTooLarge { get; } = new(
        "command-json-too-large", $"The JSON of a command or of its answer is larger than {CommandLimits.JsonBytesMax} bytes.", "Send less, or send it in several commands.");

    /// <summary>The time to answer is too short or too long.</summary>
    public static Refusal TimeoutInvalid { get; } = new(
        "command-timeout-invalid", "The time to answer is not between 1 second and 7 days.", "Give a time between 1 and 604800 seconds.");

    /// <summary>Too many commands are open.</summary>
    public static Refusal TooManyOpen { get; } = new(
        "commands-waiting", $"The device has {CommandLimits.OpenMax} open commands.", "Wait for answers or time-outs, or withdraw some.", RefusalKind.Conflict);

    /// <summary>The device has no such command.</summary>
    public static Refusal Unknown { get; } = new(
        "command-unknown", "The device has no command of this number.", "Use the number that the command came with.", RefusalKind.Missing);

    /// <summary>The command is answered, timed out or withdrawn.</summary>
    public static Refusal Settled { get; } = new(
        "command-settled", "The command is answered, timed out or withdrawn already.", "Read the command for what became of it.", RefusalKind.Conflict);

    /// <summary>The device has the command already.</summary>
    public static Refusal DeliveredAlready { get; } = new(
        "command-delivered", "The device has the command; it cannot be taken back.", "Send a command that undoes it, or wait for its answer.", RefusalKind.Conflict);
}
