namespace CityBrain.Domain.Devices.Commands;

/// <summary>What happened to the commands of a device. Stream <c>device/{id}</c>.</summary>
public abstract record CommandFact : DeviceFact;

/// <summary>A device was asked to do something.</summary>
/// <param name="Number">The command's number at the device.</param>
/// <param name="Method">What is to be done.</param>
/// <param name="Parameters">JSON that goes with it.</param>
/// <param name="Author">Who asked.</param>
/// <param name="Reason">Why.</param>
/// <param name="TimesOutAt">Until when the device may answer.</param>
/// <param name="At">When.</param>
public sealed record CommandRequested(
    long Number, string Method, string Parameters, string Author, string Reason, DateTimeOffset TimesOutAt, DateTimeOffset At) : CommandFact;

/// <summary>A command reached its device, as the device's own acknowledgement says, or as it was handed to a device that asked.</summary>
/// <param name="Number">The command.</param>
/// <param name="At">When.</param>
public sealed record CommandDelivered(long Number, DateTimeOffset At) : CommandFact;

/// <summary>A device answered a command.</summary>
/// <param name="Number">The command.</param>
/// <param name="Answer">JSON.</param>
/// <param name="At">When.</param>
public sealed record CommandAnswered(long Number, string Answer, DateTimeOffset At) : CommandFact;

/// <summary>A command's time passed without an answer; what the device says of it later is no answer any more.</summary>
/// <param name="Number">The command.</param>
/// <param name="At">When.</param>
public sealed record CommandTimedOut(long Number, DateTimeOffset At) : CommandFact;

/// <summary>A command was taken back before its device had it.</summary>
/// <param name="Number">The command.</param>
/// <param name="Author">Who took it back.</param>
/// <param name="Reason">Why.</param>
/// <param name="At">When.</param>
public sealed record CommandWithdrawn(long Number, string Author, string Reason, DateTimeOffset At) : CommandFact;
