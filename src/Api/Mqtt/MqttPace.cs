using System.Collections.Concurrent;
using CityBrain.Api.Admission;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Mqtt;

/// <summary>
/// How fast a device may send over MQTT, all its lines together: as many messages as it may make requests over HTTP. One that is faster is
/// slowed: its line is read later, which stops its sender, and nothing is lost or acknowledged early.
/// </summary>
internal sealed class MqttPace
{
    private readonly ConcurrentDictionary<DeviceId, long> _paidUntil = new();
    private readonly TimeProvider _time;
    private readonly MqttMeters _meters;
    private readonly long _step;
    private readonly long _burst;

    /// <summary>Made by the host.</summary>
    public MqttPace(IOptions<AdmissionOptions> options, MqttMeters meters, TimeProvider time)
    {
        (_time, _meters) = (time, meters);
        _step = Math.Max(1, time.TimestampFrequency / options.Value.DevicePerSecond);
        _burst = _step * options.Value.DeviceBurst;
    }

    /// <summary>Devices that were counted and have not been at rest since.</summary>
    public int Count => _paidUntil.Count;

    /// <summary>Counts a message of a device; returns when it may be taken in.</summary>
    /// <exception cref="OperationCanceledException">Its line ended meanwhile.</exception>
    public ValueTask Turn(DeviceId device, CancellationToken aborted)
    {
        // Each message is worth one step of time; a device that is not further ahead of now than its burst goes on at once.
        var now = _time.GetTimestamp();
        var paid = _paidUntil.AddOrUpdate(device, static (_, at) => at.Now + at.Step, static (_, until, at) => Math.Max(until, at.Now) + at.Step, (Now: now, Step: _step));
        if (paid - now <= _burst)
        {
            return ValueTask.CompletedTask;
        }

        _meters.Slowed();
        return new ValueTask(Task.Delay(_time.GetElapsedTime(now + _burst, paid), _time, aborted));
    }

    /// <summary>Forgets devices that have their whole burst again.</summary>
    public void Forget()
    {
        var now = _time.GetTimestamp();
        foreach (var rested in _paidUntil.Where(one => one.Value <= now))
        {
            _paidUntil.TryRemove(rested);
        }
    }
}
