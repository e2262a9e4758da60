using CityBrain.Journal.Lane;

namespace CityBrain.Silo;

/// <summary>What the edge asks before it says that the city is ready.</summary>
public sealed class CityHealth
{
    private readonly LaneWriter _writer;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal CityHealth(LaneWriter writer) => _writer = writer;

    /// <summary>Whether the city has its divisions and scenes and takes requests.</summary>
    public bool IsStarted => _started.Task.IsCompleted;

    /// <summary>Done once the city has started.</summary>
    public Task WhenStarted => _started.Task;

    /// <summary>Whether the last attempt to write succeeded.</summary>
    public bool IsWritable => _writer.Writable;

    internal void Started() => _started.TrySetResult();
}
