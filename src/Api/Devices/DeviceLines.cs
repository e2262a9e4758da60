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
    private readonly ConcurrentDictionary<DeviceId, ImmutableArray<Ear>> _ears = new();
    private readonly Lock _once = new();
    private IDeviceLine? _reference;

    /// <summary>Hears the hints for one device until it is disposed; also when the device's own line has ended and a gateway's is to go on.</summary>
    /// <param name="device">The device.</param>
    /// <param name="waits">What to do when a command waits.</param>
    /// <param name="isCarried">Whether the line is that of the gateway which carries the device.</param>
    public IDisposable Listen(DeviceId device, Action waits, bool isCarried = false)
    {
        var ear = new Ear(this, device, waits, isCarried);
        _ears.AddOrUpdate(device, static (_, mine) => [mine], static (_, others, mine) => others.Add(mine), ear);
        return ear;
    }

    /// <summary>Whether a device listens on a line of its own, so that its commands go there and not through its gateway.</summary>
    public bool HearsItself(DeviceId device) => _ears.TryGetValue(device, out var ears) && ears.Any(ear => !ear.IsCarried);

    /// <summary>Tells the device's grain that its line ends here.</summary>
    public Task<Answer<DeviceView>> Attach(DeviceId device, string? tokenHash, DeviceId? gateway, CancellationToken aborted) =>
        city.Command(grains => grains.Device(device).Attach(new AttachDeviceLine(tokenHash, Reference(grains), gateway)), aborted);

    /// <inheritdoc/>
    public Task CommandWaits(DeviceId device)
    {
        foreach (var ear in _ears.GetValueOrDefault(device, []))
        {
            ear.Waits();
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

    private void Forget(DeviceId device, Ear gone)
    {
        var left = _ears.AddOrUpdate(device, static (_, _) => [], static (_, others, mine) => others.Remove(mine), gone);
        if (left.IsEmpty)
        {
            _ears.TryRemove(KeyValuePair.Create(device, left));
        }
        else if (!gone.IsCarried)
        {
            // Its gateway brings what the device left behind.
            _ = CommandWaits(device);
        }
    }

    private sealed class Ear(DeviceLines lines, DeviceId device, Action waits, bool isCarried) : IDisposable
    {
        public bool IsCarried => isCarried;

        public void Waits() => waits();

        public void Dispose() => lines.Forget(device, this);
    }
}
