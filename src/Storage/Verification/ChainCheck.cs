using System.Globalization;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Retention;
using CityBrain.Storage.Sqlite;

namespace CityBrain.Storage.Verification;

/// <summary>
/// Follows the chain of every stream and of every device's readings while rows come by in order of storing. Memory grows with the number
/// of streams, not of rows.
/// </summary>
internal sealed class ChainCheck
{
    private readonly Dictionary<long, Chains> _streams = [];
    private readonly Findings _findings;

    public ChainCheck(SqliteHandle handle, IReadOnlyDictionary<string, Cut> cuts, Findings findings)
    {
        _findings = findings;
        using var query = handle.Prepare("SELECT id, name FROM stream");
        while (query.Step())
        {
            _streams.Add(query.Number(0), new Chains(query.Text(1)));
        }

        // What was dropped of a device's readings ends here: its next reading has to go on from there.
        foreach (var chains in _streams.Values)
        {
            if (cuts.TryGetValue(chains.Name, out var cut))
            {
                chains.Readings = new Head(cut.Number, cut.Hash);
            }
        }
    }

    /// <summary>The stream's name, or a stand-in for a number without a name, under which no row has the right hash.</summary>
    public string NameOf(long stream) => Find(stream).Name;

    public void Follow(long stream, FactRow fact, Position at)
    {
        ref var tail = ref Find(stream).Facts;
        Follow(ref tail, "fact", fact.Stream, fact.Seq, fact.Parent, at);
        tail = new Head(fact.Seq, fact.Hash);
    }

    public void Follow(long stream, ReadingRow reading, Position at)
    {
        ref var tail = ref Find(stream).Readings;
        Follow(ref tail, "reading", reading.Stream, reading.Number, reading.Parent, at);
        tail = new Head(reading.Number, reading.Hash);
    }

    /// <summary>Compares the rows that carry counts and heads of readings with the readings themselves.</summary>
    public void CompareReadingHeads(SqliteHandle handle)
    {
        using (var query = handle.Prepare("SELECT stream, count, head FROM reading_chain"))
        {
            while (query.Step())
            {
                var chains = Find(query.Number(0));
                chains.HasHead = true;
                Compare(chains, new Head(query.Number(1), query.Digest(2)));
            }
        }

        foreach (var chains in _streams.Values.Where(chains => !chains.HasHead && chains.Readings != default))
        {
            Compare(chains, default);
        }
    }

    private void Compare(Chains chains, Head head)
    {
        if (head != chains.Readings)
        {
            _findings.Add(
                FindingKind.ReadingHeadDiffers,
                $"The readings of '{chains.Name}' end at {chains.Readings.Seq}; the row with their head says {head.Seq}{(head.Seq == chains.Readings.Seq ? " with another hash" : string.Empty)}.",
                stream: chains.Name,
                seq: Math.Min(head.Seq, chains.Readings.Seq) + (head.Seq == chains.Readings.Seq ? 0 : 1));
        }
    }

    private void Follow(ref Head tail, string kind, string stream, long seq, Hash parent, Position at)
    {
        if (seq != tail.Seq + 1)
        {
            _findings.Add(FindingKind.ChainBroken, $"After {kind} {tail.Seq} of '{stream}' comes {seq}: {tail.Seq + 1} is missing or moved.", at, stream, tail.Seq + 1);
        }
        else if (parent != tail.Hash)
        {
            _findings.Add(FindingKind.ChainBroken, $"The {kind} {seq} of '{stream}' names another parent than the {kind} before it.", at, stream, seq);
        }
    }

    private Chains Find(long stream)
    {
        if (!_streams.TryGetValue(stream, out var chains))
        {
            _streams.Add(stream, chains = new Chains(string.Create(CultureInfo.InvariantCulture, $"(stream number {stream}, which has no name)")));
        }

        return chains;
    }

    private sealed class Chains(string name)
    {
        public Head Facts;
        public Head Readings;

        public string Name { get; } = name;

        public bool HasHead { get; set; }
    }
}
