namespace CityBrain.Simulation.Worlds;

/// <summary>How often each thing happened that the core has to withstand.</summary>
internal sealed class Counters
{
    private readonly long[] _counts = new long[Enum.GetValues<Happening>().Length];

    public long this[Happening happening] => _counts[(int)happening];

    public void Add(Happening happening, long times = 1) => _counts[(int)happening] += times;

    public void Add(Counters other)
    {
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] += other._counts[i];
        }
    }
}

/// <summary>What can happen in a run.</summary>
internal enum Happening
{
    Commands,
    Acknowledged,
    Reads,
    Batches,
    LostReplies,
    CleanFailures,
    UnknownCommits,
    LateCommits,
    SyncErrors,
    BackAfterSyncError,
    WritersUnavailable,
    AnchorFailures,
    SlowReplies,
    SecondWritersFenced,
    RefusedClosures,
    WithdrawnAppends,
    UnstorableAppends,
    CrashesAndReopens,
    DuplicateActivations,
    RepeatedKeys,
    KeysWithOtherBody,
    Deliveries,
    Redeliveries,
}
