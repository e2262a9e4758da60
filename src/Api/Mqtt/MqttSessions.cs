using System.Collections.Concurrent;
using MQTTnet.Server;

namespace CityBrain.Api.Mqtt;

/// <summary>The sessions there are, each with its line: a few per device, and none that sleeps for ever.</summary>
internal sealed class MqttSessions(MqttServer server, MqttOptions options, TimeProvider time)
{
    private static readonly TimeSpan SleepMax = TimeSpan.FromDays(7);
    private readonly ConcurrentDictionary<string, MqttLine> _lines = new(StringComparer.Ordinal);

    /// <summary>All lines.</summary>
    public IEnumerable<MqttLine> Lines => _lines.Values;

    /// <summary>Makes room for one more session of a device by ending the one that slept longest; false when all its sessions are connected.</summary>
    public async Task<bool> MakeRoom(MqttLine coming)
    {
        var others = _lines.Values.Where(line => line.Device == coming.Device && line.SessionName != coming.SessionName).ToList();
        if (others.Count < options.SessionsPerDeviceMax)
        {
            return true;
        }

        if (others.Where(line => !line.IsOpen).MinBy(line => line.SeenAt) is not { } sleeping)
        {
            return false;
        }

        await End(sleeping);
        return true;
    }

    /// <summary>A client is connected with this session.</summary>
    public void Open(MqttLine line)
    {
        (line.IsOpen, line.SeenAt) = (true, time.GetUtcNow());
        if (_lines.TryGetValue(line.SessionName, out var before) && before != line)
        {
            Close(before);
        }

        _lines[line.SessionName] = line;
    }

    /// <summary>The client is gone; the session may stay.</summary>
    public void Close(MqttLine line)
    {
        (line.IsOpen, line.SeenAt) = (false, time.GetUtcNow());
        line.Ear?.Dispose();
        line.Ear = null;
    }

    /// <summary>The session is over.</summary>
    public void Forget(MqttLine line) => _lines.TryRemove(KeyValuePair.Create(line.SessionName, line));

    /// <summary>Ends sessions that slept longer than they asked for, and longer than a week.</summary>
    public async Task EndSleepers()
    {
        var now = time.GetUtcNow();
        foreach (var line in _lines.Values.Where(line => !line.IsOpen && now - line.SeenAt > SleepOf(line)).ToList())
        {
            await End(line);
        }
    }

    private static TimeSpan SleepOf(MqttLine line) =>
        line.Session is { ExpiryInterval: > 0 and var seconds } && seconds < SleepMax.TotalSeconds ? TimeSpan.FromSeconds(seconds) : SleepMax;

    private async Task End(MqttLine line)
    {
        Forget(line);
        var sessions = await server.GetSessionsAsync();
        if (sessions.FirstOrDefault(session => session.Id == line.SessionName && session.Items.Contains(MqttLine.Key) && MqttLine.Of(session.Items) == line) is { } kept)
        {
            await kept.DeleteAsync();
        }
    }
}
