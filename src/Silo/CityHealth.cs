using CityBrain.Grains.Journal;
using CityBrain.Journal.Lane;

namespace CityBrain.Silo;

/// <summary>What the edge asks before it says that the city is ready.</summary>
public sealed class CityHealth
{
    private readonly LaneWriter _writer;
    private readonly Dispatcher _dispatcher;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal CityHealth(LaneWriter writer, Dispatcher dispatcher) => (_writer, _dispatcher) = (writer, dispatcher);

    /// <summary>Whether the city has its divisions and scenes and takes requests.</summary>
    public bool IsStarted => _started.Task.IsCompleted;

    /// <summary>Done once the city has started.</summary>
    public Task WhenStarted => _started.Task;

    /// <summary>Whether the last attempt to write succeeded.</summary>
    public bool IsWritable => _writer.Writable;

    /// <summary>Whether what happens reaches whom it concerns: alarms their desks, and desks their incidents.</summary>
    public bool IsDelivering => _dispatcher.IsFollowing;

    internal void Started() => _started.TrySetResult();
}
