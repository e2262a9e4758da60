using Microsoft.Extensions.Options;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>The sessions there are, each with its line: a few per device, and none that sleeps for ever.</summary>
internal sealed class MqttSessions(MqttServer server, IOptions<MqttOptions> options, MqttMeters meters, TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, MqttLine> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<DeviceId, List<MqttLine>> _devices = [];

    /// <summary>All lines.</summary>
    public IReadOnlyList<MqttLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines.Values];
            }
        }
    }

    /// <summary>
    /// Keeps a place for one more session of a device, for which the one that slept longest is ended where there are too many; false when all
    /// its sessions are connected.
    /// </summary>
    public async Task<bool> MakeRoom(MqttLine coming)
    {
        MqttLine? sleeping = null;
        lock (_lock)
        {
            if (_lines.ContainsKey(coming.SessionName))
            {
                return true;
            }

            var others = _devices.GetValueOrDefault(coming.Device, []);
            if (others.Count >= options.Value.SessionsPerDeviceMax)
            {
                sleeping = others.Where(line => line is { IsOpen: false, IsComing: false }).MinBy(line => line.SeenAt);
                if (sleeping is null)
                {
                    return false;
                }

                Remove(sleeping);
            }

            (coming.IsComing, coming.SeenAt) = (true, time.GetUtcNow());
            Add(coming);
        }

        await End(sleeping);
        return true;
    }

    /// <summary>A client is connected with this session.</summary>
    public void Open(MqttLine line)
    {
        MqttLine? before;
        lock (_lock)
        {
            meters.Lines(line.IsOpen ? 0 : 1);
            (line.IsOpen, line.IsComing, line.Cut, line.SeenAt) = (true, false, null, time.GetUtcNow());
            if (_lines.TryGetValue(line.SessionName, out before) && before != line)
            {
                Remove(before);
            }

            Add(line);
        }

        if (before is not null && before != line)
        {
            Close(before);
        }
    }

    /// <summary>The client is gone; the session may stay.</summary>
    public void Close(MqttLine line)
    {
        lock (_lock)
        {
            Shut(line);
        }

        foreach (var recipient in line.Recipients)
        {
            recipient.Deafen();
        }
    }

    /// <summary>The session is over.</summary>
    public void Forget(MqttLine line)
    {
        lock (_lock)
        {
            Remove(line);
        }
    }

    /// <summary>Ends sessions that slept longer than they asked for, or longer than any may.</summary>
    public async Task EndSleepers()
    {
        var now = time.GetUtcNow();
        foreach (var line in Lines.Where(line => !line.IsOpen && now - line.SeenAt > SleepOf(line)))
        {
            Forget(line);
            await End(line);
        }
    }

    private TimeSpan SleepOf(MqttLine line) =>
        line.Session is { ExpiryInterval: > 0 and var seconds } && TimeSpan.FromSeconds(seconds) is var asked && asked < options.Value.SessionSleepMax
            ? asked
            : options.Value.SessionSleepMax;

    private void Shut(MqttLine line)
    {
        meters.Lines(line.IsOpen ? -1 : 0);
        (line.IsOpen, line.IsComing, line.SeenAt) = (false, false, time.GetUtcNow());
    }

    private void Add(MqttLine line)
    {
        if (_lines.TryAdd(line.SessionName, line))
        {
            if (!_devices.TryGetValue(line.Device, out var lines))
            {
                _devices[line.Device] = lines = [];
            }

            lines.Add(line);
        }
    }

    private void Remove(MqttLine line)
    {
        if (_lines.TryGetValue(line.SessionName, out var known) && known == line)
        {
            _lines.Remove(line.SessionName);
            if (_devices.TryGetValue(line.Device, out var lines) && lines.Remove(line) && lines.Count == 0)
            {
                _devices.Remove(line.Device);
            }
        }
    }

    private async Task End(MqttLine? line)
    {
        if (line is null)
        {
            return;
        }

        var sessions = await server.GetSessionsAsync();
        if (sessions.FirstOrDefault(session => session.Id == line.SessionName && session.Items.Contains(MqttLine.Key) && MqttLine.Of(session.Items) == line) is { } kept)
        {
            await kept.DeleteAsync();
        }
    }
}
