using CityBrain.Journal.Rows;

namespace CityBrain.Storage.Verification;

/// <summary>What can be wrong with a journal.</summary>
public enum FindingKind
{
    /// <summary>A row does not have the hash that it was written with.</summary>
    RowChanged,

    /// <summary>A row is whole in itself, but another one was written in its place.</summary>
    RowReplaced,

    /// <summary>A batch has fewer rows than were written.</summary>
    RowMissing,

    /// <summary>A row lies outside of what its batch holds, or in a batch that does not exist.</summary>
    RowExtra,

    /// <summary>A row does not continue the chain of its stream or device.</summary>
    ChainBroken,

    /// <summary>The row that carries a device's count and head of readings does not agree with them.</summary>
    ReadingHeadDiffers,

    /// <summary>A batch is missing; its number is the first of those that are.</summary>
    BatchMissing,

    /// <summary>A batch's row was changed, or its rows are not those it was written with.</summary>
    BatchChanged,

    /// <summary>The lane's row does not agree with the last batch.</summary>
    LaneChanged,

    /// <summary>There is no anchor that can be read.</summary>
    AnchorMissing,

    /// <summary>The anchor has seen a batch that is not there: the tail was cut.</summary>
    AnchorLeads,

    /// <summary>The anchor has seen another batch of the same number.</summary>
    AnchorDiffers,

    /// <summary>More than one batch with rows is not anchored.</summary>
    AnchorLags,

    /// <summary>A stub of a dropped day does not have a signature of the key that it names, or cannot be read.</summary>
    StubForged,

    /// <summary>A stub is signed by a key that is not known here: whose it is cannot be told.</summary>
    StubKeyUnknown,

    /// <summary>What is left of a dropped day, or what is said of it, is not what its stub says.</summary>
    StubDiffers,

    /// <summary>What is gone of the devices' readings ends elsewhere than the last stub says.</summary>
    CutDiffers,

    /// <summary>Tables, indexes or triggers are not those that this version makes.</summary>
    SchemaChanged,

    /// <summary>The file's pages contradict each other; what lies behind was not read.</summary>
    FileDamaged,

    /// <summary>A fact names a photo whose file is not there.</summary>
    PhotoMissing,

    /// <summary>A fact names a photo whose file has another content.</summary>
    PhotoChanged,
}

/// <summary>One thing that is wrong, and where.</summary>
/// <param name="Kind">What is wrong.</param>
/// <param name="What">The same in one sentence.</param>
/// <param name="At">Lane, batch and ordinal, where there is one; for a batch as a whole its ordinal 0.</param>
/// <param name="Stream">The stream of the row, if it is known.</param>
/// <param name="Seq">Its seq in the stream, or the number of a reading.</param>
public sealed record Finding(FindingKind Kind, string What, Position? At = null, string? Stream = null, long? Seq = null);

/// <summary>What was verified and what was found.</summary>
/// <param name="Findings">What is wrong, in the order it was found; the first thousand.</param>
/// <param name="FindingCount">How many things are wrong, also beyond those listed.</param>
/// <param name="Batches">Batches verified.</param>
/// <param name="Facts">Facts verified.</param>
/// <param name="Readings">Readings verified.</param>
/// <param name="Photos">Photos verified: files that facts name, each counted once.</param>
public sealed record VerificationReport(IReadOnlyList<Finding> Findings, long FindingCount, long Batches, long Facts, long Readings, long Photos)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsSound => FindingCount == 0;

    /// <summary>The days whose readings were dropped, by their stubs, in order.</summary>
    public IReadOnlyList<DroppedDay> Dropped { get; init; } = [];
}

/// <summary>A day whose readings went by order of the policy.</summary>
/// <param name="Day">The day of the city's clock on which they were recorded.</param>
/// <param name="Lane">The lane.</param>
/// <param name="FirstBatch">The first batch of the day.</param>
/// <param name="LastBatch">The last.</param>
/// <param name="Readings">How many readings the stub orders to go.</param>
/// <param name="Left">How many of them are still there, while the removal is under way.</param>
/// <param name="KeepDays">The policy that ordered it.</param>
/// <param name="Key">Fingerprint of the key that signed the stub.</param>
/// <param name="StubbedMs">When the stub was recorded, milliseconds since 1970 UTC.</param>
/// <param name="At">Where the stub stands.</param>
public sealed record DroppedDay(
    DateOnly Day, int Lane, long FirstBatch, long LastBatch, long Readings, long Left, int KeepDays, string Key, long StubbedMs, Position At);

/// <summary>How far a verification has come.</summary>
/// <param name="Lane">The lane it is in.</param>
/// <param name="Batch">The batch it is at.</param>
/// <param name="BatchLast">The lane's last batch.</param>
/// <param name="Rows">Facts and readings verified so far, over all lanes.</param>
public readonly record struct VerificationProgress(int Lane, long Batch, long BatchLast, long Rows);

/// <summary>Collects findings without growing beyond bounds.</summary>
internal sealed class Findings
{
    private const int KeptMax = 1_000;

    private readonly List<Finding> _kept = [];

    public IReadOnlyList<Finding> Kept => _kept;

    public long Count { get; private set; }

    public void Add(FindingKind kind, string what, Position? at = null, string? stream = null, long? seq = null)
    {
        Count++;
        if (_kept.Count < KeptMax)
        {
            _kept.Add(new Finding(kind, what, at, stream, seq));
        }
    }
}
