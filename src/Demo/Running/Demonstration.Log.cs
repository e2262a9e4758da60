using Microsoft.Extensions.Logging;

namespace CityBrain.Demo.Running;

/// <summary>What the demonstration says in the log.</summary>
internal sealed partial class Demonstration
{
    [LoggerMessage(EventId = 60, Level = LogLevel.Information, Message = "The demonstration is on: {Devices} simulated devices, its story began at {Began:O}")]
    private partial void LogBegins(int devices, DateTimeOffset began);

    [LoggerMessage(EventId = 61, Level = LogLevel.Information, Message = "Demonstration devices moved in: {Done} of {Devices}")]
    private partial void LogProgress(int done, int devices);

    [LoggerMessage(EventId = 62, Level = LogLevel.Information, Message = "All {Devices} demonstration devices are in, {Known} were there before; it took {Time}")]
    private partial void LogSettled(int devices, int known, TimeSpan time);

    [LoggerMessage(EventId = 63, Level = LogLevel.Warning, Message = "Demonstration device {Device} could not move in yet")]
    private partial void LogNotYet(DeviceId device, Exception failure);

    [LoggerMessage(EventId = 64, Level = LogLevel.Warning, Message = "{Reports} simulated reports were not taken, for instance: {Code}")]
    private partial void LogLost(int reports, string code);

    [LoggerMessage(EventId = 65, Level = LogLevel.Information, Message = "This city has devices of its own, so the demonstration stays out of it")]
    private partial void LogInhabited();

    [LoggerMessage(EventId = 66, Level = LogLevel.Information, Message = "This city is not Guangde, the only one that the demonstration knows; it stays out of it")]
    private partial void LogElsewhere();

    [LoggerMessage(EventId = 67, Level = LogLevel.Error, Message = "The demonstration ended; the city goes on without it")]
    private partial void LogEnded(Exception failure);
}
