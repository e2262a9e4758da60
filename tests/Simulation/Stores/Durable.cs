using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Simulation.Worlds;

namespace CityBrain.Simulation.Stores;

/// <summary>The rows that are durable.</summary>
internal sealed class Durable(int lane) : IJournalReader
{
    private readonly Dictionary<string, List<FactRow>> _facts = [];
    private readonly Dictionary<string, ReadingAppend> _readings = [];
    private readonly Dictionary<(string Stream, string Command), KeptAnswer> _answers = [];
    private readonly Dictionary<string, Position> _marks = [];

    /// <summary>Raised whenever a batch has become durable.</summary>
    public event Action? Advanced;

    public LaneHead Head { get; private set; } = new(lane, 0, 0, default, 0);

    public List<Landing> Landings { get; } = [];

    public IEnumerable<string> Streams => _facts.Keys;

    public bool Expects(LaneHead expected) => (Head.Epoch, Head.Batch) == (expected.Epoch, expected.Batch);

    public bool Has(string stream, long seq) => _facts.TryGetValue(stream, out var rows) && seq <= rows.Count;

    public Head HeadOf(Chain chain) => chain.OfReadings
        ? _readings.TryGetValue(chain.Stream, out var readings) ? readings.To : default
        : _facts.TryGetValue(chain.Stream, out var rows) ? new Head(rows[^1].Seq, rows[^1].Hash) : default;

    /// <summary>All rows at once, if the lane's row is still as expected and no row stands where one of these belongs.</summary>
    public bool TryLand(Landing landing, History history)
    {
        if (!Expects(landing.Expected) || landing.Appends.SelectMany(one => one.Append.Facts).Any(fact => Has(fact.Stream, fact.Seq)))
        {
            return false;
        }

        Head = landing.Advanced;
        Landings.Add(landing with { LandedAt = history.Happened($"landing of batch {landing.Batch.Batch}") });
        foreach (var append in landing.Appends.Select(one => one.Append))
        {
            foreach (var fact in append.Facts)
            {
                if (!_facts.TryGetValue(fact.Stream, out var rows))
                {
                    _facts.Add(fact.Stream, rows = []);
                }

                rows.Add(fact);
            }

            if (append.Readings is { } readings)
            {
                _readings[readings.Stream] = readings;
            }

            if (append.Answer is { } answer)
            {
                _answers.TryAdd((answer.Stream, answer.Command), answer);
            }
        }

        Advanced?.Invoke();
        return true;
    }

    public ValueTask<IReadOnlyList<FactRow>> ReadStream(string stream, CancellationToken cancellation = default) =>
        new(_facts.TryGetValue(stream, out var rows) ? rows.ToArray() : []);

    public ValueTask<ReadingChain?> ReadReadingChain(string stream, CancellationToken cancellation = default) =>
        new(_readings.TryGetValue(stream, out var readings) ? new ReadingChain(readings.To, readings.RuleState) : null);

    public ValueTask<KeptAnswer?> FindAnswer(string stream, string command, CancellationToken cancellation = default) =>
        new(_answers.GetValueOrDefault((stream, command)));

    public ValueTask<LanePage> ReadLane(Position after, int limit, CancellationToken cancellation = default)
    {
        var (facts, through) = (new List<PlacedFact>(), after);
        for (var i = (int)after.Batch - (after.Ordinal == int.MaxValue || after.Batch == 0 ? 0 : 1); i < Landings.Count && facts.Count < limit; i++)
        {
            var batch = Landings[i].Batch;
            foreach (var placed in Landings[i].Appends)
            {
                facts.AddRange(placed.Append.Facts
                    .Select((fact, at) => new PlacedFact(new Position(lane, batch.Batch, placed.FirstOrdinal + at), fact, batch.RecordedMs))
                    .Where(fact => fact.At.IsAfter(after)));
            }

            through = new Position(lane, batch.Batch, int.MaxValue);
        }

        return new(new LanePage(facts, through));
    }

    public ValueTask<IReadOnlyList<LaneHead>> ReadLanes(CancellationToken cancellation = default) => new([Head]);

    public ValueTask<Position> ReadMark(string follower, int lane, CancellationToken cancellation = default) =>
        new(_marks.TryGetValue(follower, out var mark) ? mark : new Position(lane, 0, 0));

    public ValueTask WriteMark(string follower, Position mark, CancellationToken cancellation = default)
    {
        _marks[follower] = mark;
        return default;
    }
}
