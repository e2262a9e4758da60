using System.Text.Json;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Incidents;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Devices;

/// <summary>How a device and its alarms are shown.</summary>
internal static class DeviceViews
{
    public static string StreamOf(DeviceId id) => $"{DeviceGrain.TypeName}/{id}";

    public static string IdOf(string stream) => stream[(DeviceGrain.TypeName.Length + 1)..];

    public static DeviceView ToView(this DeviceState state, Func<AlarmRaised, string> traceOf)
    {
        var device = state.Device!;
        return new DeviceView
        {
            Id = device.Id.Value,
            Model = device.Model,
            Place = device.Place.Digits,
            Location = device.Location,
            Name = device.Name,
            Number = device.Number,
            SourceStation = device.SourceStation,
            Attributes = new Dictionary<string, double>(device.Attributes),
            Origin = device.Origin,
            RegisteredAt = device.RegisteredAt,
            TokenActive = device.TokenHash is not null,
            Latest = state.Latest?.ToView(null),
            ActiveAlarms = [.. device.ActiveAlarms.Values.Select(alarm => alarm.ToView(null, traceOf(alarm)))],
            Readings = state.Readings?.Recorded ?? 0,
            Duplicates = state.Readings?.Duplicates ?? 0,
            Conflicts = state.Readings?.Conflicts ?? 0,
            PackHash = device.Rules?.Hash,
            Carrier = device.Carrier?.Value,
            Properties = new Dictionary<string, string>(device.Properties),
            HeardAt = state.Readings?.HeardMs is { } heard ? DateTimeOffset.FromUnixTimeMilliseconds(heard) : null,
        };
    }

    public static AlarmView ToView(this AlarmRaised alarm, DateTimeOffset? clearedAt, string trace) => new()
    {
        Id = alarm.Alarm.ToString(),
        Device = alarm.Alarm.Device.Value,
        Rule = alarm.Alarm.Rule,
        Kind = alarm.Kind,
        TitleZh = alarm.Title.Zh,
        TitleEn = alarm.Title.En,
        Severity = alarm.Severity,
        RaisedAt = alarm.Alarm.RaisedAt,
        ClearedAt = clearedAt,
        Place = alarm.Place.Digits,
        Origin = alarm.Origin.Kind,
        Session = alarm.Origin.Session.Length > 0 ? alarm.Origin.Session : null,
        PackHash = alarm.PackHash,
        Inputs = new Dictionary<string, double>(alarm.Inputs),
        Trace = trace,
    };

    /// <summary>The rows of lists that a decision changes: the device's own, those of its alarms and commands, and those of its deadlines.</summary>
    public static IReadOnlyList<ViewRow> Rows(DeviceState before, DeviceState after, IReadOnlyList<DeviceFact> facts) =>
    [
        .. facts.Count == 0 ? [] : Rows(before.Device, after.Device!, facts, after.TraceOf),
        .. DeviceCommandRows.Commands(before.Device, after.Device!),
        .. DeviceCommandRows.Deadlines(before, after),
    ];

    private static IEnumerable<ViewRow> Rows(Device? before, Device after, IReadOnlyList<DeviceFact> facts, Func<AlarmRaised, string> traceOf)
    {
        var rows = new List<ViewRow>();
        var raised = before?.ActiveAlarms.Values.ToDictionary(alarm => alarm.Alarm) ?? [];
        foreach (var fact in facts)
        {
            switch (fact)
            {
                case AlarmRaised alarm:
                    raised[alarm.Alarm] = alarm;
                    rows.Add(ToRow(alarm, null, traceOf(alarm)));
                    break;
                case AlarmCleared cleared when raised.TryGetValue(cleared.Alarm, out var alarm):
                    rows.Add(ToRow(alarm, cleared.At, traceOf(alarm)));
                    break;
                case DeviceRegistered or DeviceMoved or DeviceRetired:
                    rows.Add(ToRow(after));
                    break;
            }
        }

        // Raised and cleared within one command: the last row says where it stands.
        return rows.GroupBy(row => (row.Kind, row.Item)).Select(same => same.Last());
    }

    private static ViewRow ToRow(Device device)
    {
        var summary = new DeviceSummary(device.Id.Value, device.Model, device.Place.Digits, device.Name, device.SourceStation, device.Location, device.Origin);
        return new ViewRow
        {
            Kind = Lists.Device,
            Stream = StreamOf(device.Id),
            Place = device.Place.Digits,
            Topic = device.Model,
            State = device.RetiredAt is null ? "in-use" : "retired",
            Origin = new Origin(device.Origin, string.Empty),
            AtMs = device.RegisteredAt.ToUnixTimeMilliseconds(),
            Payload = JsonSerializer.SerializeToUtf8Bytes(summary, ViewJson.Default.DeviceSummary),
        };
    }

    private static ViewRow ToRow(AlarmRaised alarm, DateTimeOffset? clearedAt, string trace) => new()
    {
        Kind = Lists.Alarm,
        Stream = StreamOf(alarm.Alarm.Device),
        Item = alarm.Alarm.ToString(),
        Place = alarm.Place.Digits,
        Topic = alarm.Alarm.Rule,
        State = clearedAt is null ? Lists.AlarmActive : Lists.AlarmCleared,
        Level = (int)IncidentLevels.OfSeverity(alarm.Severity),
        Origin = alarm.Origin,
        AtMs = alarm.Alarm.RaisedAt.ToUnixTimeMilliseconds(),
        Payload = JsonSerializer.SerializeToUtf8Bytes(alarm.ToView(clearedAt, trace), ViewJson.Default.AlarmView),
    };
}
