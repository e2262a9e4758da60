using System.Text.Json;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Commands;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Journal;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Devices;

/// <summary>How commands are shown, and the rows that they and the device's deadlines stand in.</summary>
internal static class DeviceCommandRows
{
    /// <summary>The deadline of the first open command.</summary>
    public const string CommandDue = "command";

    public static DeviceCommandView ToView(this DeviceCommand command, DeviceId device) => new()
    {
        Device = device.Value,
        Number = command.Number,
        Method = command.Method,
        Parameters = command.Parameters,
        Author = command.Author,
        Reason = command.Reason,
        Status = StatusOf(command.Status),
        RequestedAt = command.RequestedAt,
        TimesOutAt = command.TimesOutAt,
        DeliveredAt = command.DeliveredAt,
        SettledAt = command.SettledAt,
        Answer = command.Answer,
    };

    /// <summary>A row for each command that changed, as it came to stand.</summary>
    public static IEnumerable<ViewRow> Commands(Device? before, Device after) =>
        ReferenceEquals(before?.Commands, after.Commands)
            ? []
            : after.Commands.Values
                .Where(command => before is null || !before.Commands.TryGetValue(command.Number, out var earlier) || !ReferenceEquals(earlier, command))
                .Select(command => ToRow(after, command));

    /// <summary>The rows of deadlines that moved.</summary>
    public static IEnumerable<ViewRow> Deadlines(DeviceState before, DeviceState after)
    {
        var device = after.Device!;
        if (before.Readings?.SilenceDueMs != after.Readings?.SilenceDueMs)
        {
            yield return DueRows.Of(DeviceViews.StreamOf(device.Id), SilenceRules.Rule, after.Readings?.SilenceDueMs);
        }

        if (ReferenceEquals(before.Device?.Commands, device.Commands))
        {
            yield break;
        }

        var next = CommandRules.NextTimeout(device);
        if ((before.Device is null ? null : CommandRules.NextTimeout(before.Device)) != next)
        {
            yield return DueRows.Of(DeviceViews.StreamOf(device.Id), CommandDue, next?.ToUnixTimeMilliseconds());
        }
    }

    private static ViewRow ToRow(Device device, DeviceCommand command) => new()
    {
        Kind = Lists.Command,
        Stream = DeviceViews.StreamOf(device.Id),
        Item = command.Number.ToString("D12", System.Globalization.CultureInfo.InvariantCulture),
        Place = device.Place.Digits,
        Topic = command.Method,
        State = StatusOf(command.Status),
        Origin = new Origin(device.Origin, string.Empty),
        AtMs = command.RequestedAt.ToUnixTimeMilliseconds(),
        Payload = JsonSerializer.SerializeToUtf8Bytes(command.ToView(device.Id), ViewJson.Default.DeviceCommandView),
    };

    private static string StatusOf(CommandStatus status) => status switch
    {
        CommandStatus.Waiting => "waiting",
        CommandStatus.Delivered => "delivered",
        CommandStatus.Answered => "answered",
        CommandStatus.TimedOut => "timed-out",
        _ => "withdrawn",
    };
}
