using System.Collections.Concurrent;
using System.Collections.Immutable;
using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Devices;

namespace CityBrain.Api.Devices;

/// <summary>
/// The lines to devices that end in this process: a device's grain is told of one of them and hints at it when a command waits. A hint that is
/// lost costs time and nothing else, because every line asks again by itself.
/// </summary>
internal sealed class DeviceLines(CityCalls city) : IDeviceLine
{
    private readonly ConcurrentDictionary<DeviceId, ImmutableArray<Action>> _listeners = new();
    private readonly Lock _once = new();
    private IDeviceLine? _reference;

    /// <summary>Hears the hints for one device until it is disposed.</summary>
    public IDisposable Listen(DeviceId device, Action waits)
    {
        _listeners.AddOrUpdate(device, _ => [waits], (_, others) => others.Add(waits));
        return new Ear(this, device, waits);
    }

    /// <summary>Tells the device's grain that its line ends here.</summary>
    public Task<Answer<DeviceView>> Attach(DeviceId device, string tokenHash, CancellationToken aborted) =>
        city.Command(grains => grains.Device(device).Attach(new AttachDeviceLine(tokenHash, Reference(grains))), aborted);

    /// <inheritdoc/>
    public Task CommandWaits(DeviceId device)
    {
        foreach (var waits in _listeners.GetValueOrDefault(device, []))
        {
            waits();
        }

        return Task.CompletedTask;
    }

    // The runtime holds an observer weakly; this object is a singleton, which holds it.
    private IDeviceLine Reference(IGrainFactory grains)
    {
        lock (_once)
        {
            return _reference ??= grains.CreateObjectReference<IDeviceLine>(this);
        }
    }

    private void Forget(DeviceId device, Action waits)
    {
        var left = _listeners.AddOrUpdate(device, _ => [], (_, others) => others.Remove(waits));
        if (left.IsEmpty)
        {
            _listeners.TryRemove(KeyValuePair.Create(device, left));
        }
    }

    private sealed class Ear(DeviceLines lines, DeviceId device, Action waits) : IDisposable
    {
        public void Dispose() => lines.Forget(device, waits);
    }
}
