using CityBrain.Journal.Lane;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Verification;

/// <summary>
/// The stubs of dropped days: reads them before the rows go by, checks their signatures and keys, and says for each batch under which of
/// them its readings may be gone. A stub whose own row was changed is found with the other rows.
/// </summary>
internal sealed class DropCheck : IDisposable
{
    private readonly Findings _findings;
    private readonly SortedDictionary<int, Queue<StubCheck>> _open = [];
    private readonly List<StubCheck> _all = [];

    public DropCheck(SqliteHandle handle, IReadOnlySet<string> knownKeys, Findings findings)
    {
        _findings = findings;
        foreach (var placed in Stubs.ReadAll(handle))
        {
            Add(placed, knownKeys);
        }
    }

    /// <summary>The stub that the batch falls under, if any.</summary>
    public StubCheck? Enter(BatchRow batch)
    {
        if (!_open.TryGetValue(batch.Lane, out var stubs))
        {
            return null;
        }

        while (stubs.TryPeek(out var past) && batch.Batch > past.Stub.LastBatch)
        {
            stubs.Dequeue().End(_findings);
        }

        return stubs.TryPeek(out var next) && batch.Batch >= next.Stub.FirstBatch ? next : null;
    }

    /// <summary>Ends what is still open and compares where what is gone of each device ends.</summary>
    public IReadOnlyList<DroppedDay> End(IReadOnlyDictionary<string, Cut> cuts)
    {
        foreach (var stub in _open.Values.SelectMany(stubs => stubs))
        {
            stub.End(_findings);
        }

        CompareCuts(cuts);
        return [.. _all.Select(stub => stub.ToDay())];
    }

    public void Dispose() => _all.ForEach(stub => stub.Dispose());

    private void Add(PlacedStub placed, IReadOnlySet<string> knownKeys)
    {
        var (fact, stub, at, recordedMs) = placed;
        if (stub is null || !Stubs.IsSigned(stub))
        {
            _findings.Add(FindingKind.StubForged, $"The stub {fact.Seq} of '{fact.Stream}' is not signed by the key that it names.", at, fact.Stream, fact.Seq);
        }
        else if (!knownKeys.Contains(stub.Key))
        {
            _findings.Add(
                FindingKind.StubKeyUnknown,
                $"The stub of {stub.Day:yyyy-MM-dd} is signed by the key {HistoryKeys.FingerprintOf(stub.Key)}, which is not among the city's public keys here.",
                at,
                fact.Stream,
                fact.Seq);
        }

        if (stub is null)
        {
            return;
        }

        var before = _all.LastOrDefault(other => other.Stub.Lane == stub.Lane);
        if (fact.Stream != Stubs.StreamOf(stub.Lane) || at.Lane != stub.Lane || stub.FirstBatch <= (before?.Stub.LastBatch ?? 0)
            || stub.LastBatch < stub.FirstBatch || stub.LastBatch >= at.Batch)
        {
            _findings.Add(FindingKind.StubDiffers, $"The stub of {stub.Day:yyyy-MM-dd} names batches that no stub in its place can drop.", at, fact.Stream, fact.Seq);
            return;
        }

        var check = new StubCheck(stub, at, recordedMs, fact.Stream, fact.Seq);
        _all.Add(check);
        if (!_open.TryGetValue(stub.Lane, out var stubs))
        {
            _open.Add(stub.Lane, stubs = new Queue<StubCheck>());
        }

        stubs.Enqueue(check);
    }

    /// <summary>Once all readings of the last stub have gone, the ends of what is gone are those that it was signed with. One lane has stubs today.</summary>
    private void CompareCuts(IReadOnlyDictionary<string, Cut> cuts)
    {
        if (_all.Count == 0)
        {
            if (cuts.Count > 0)
            {
                _findings.Add(FindingKind.CutDiffers, $"Readings of {cuts.Count} devices are said to be dropped, and there is no stub.");
            }

            return;
        }

        var last = _all[^1];
        if (last.Left == 0 && _open.Count == 1 && Cut.DigestOf(cuts).ToString() != last.Stub.CutsDigest)
        {
            _findings.Add(
                FindingKind.CutDiffers,
                $"Where the dropped readings of the devices end is not what the stub of {last.Stub.Day:yyyy-MM-dd} was signed with.",
                last.At,
                last.Stream,
                last.Seq);
        }
    }
}
