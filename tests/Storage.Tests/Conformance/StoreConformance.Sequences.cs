using System.Globalization;
using System.Text;
using CityBrain.Journal.Lane;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;
using CityBrain.Storage.Tests.Building;
using CsCheck;

namespace CityBrain.Storage.Tests.Conformance;

public abstract partial class StoreConformance
{
    private enum Step
    {
        Commit,
        GiveUp,
        Poison,
        Reopen,
        Mark,
    }

    /// <summary>One step, and which of four streams get how many facts and readings.</summary>
    private sealed record Move(Step Step, int[] Facts, int[] Readings, int[] Views);

    [Fact]
    public void Generated_sequences_leave_what_the_model_says()
    {
        var few = Gen.Int[0, 3].Array[0, 4];
        var move = Gen.Select(Gen.Int[0, 9], few, few, few)
            .Select((step, facts, readings, views) => new Move(step < 6 ? Step.Commit : (Step)(step - 5), facts, readings, views));
        move.Array[1, 25].Sample(moves => Play(moves).GetAwaiter().GetResult(), iter: 60);
    }

    private async Task Play(Move[] moves)
    {
        var open = Open();
        try
        {
            var model = new SequenceModel(open.Store);
            foreach (var move in moves)
            {
                await model.Play(move, open.Reader);
            }

            await model.Compare(open);
        }
        finally
        {
            open.Close();
        }
    }

    /// <summary>What must be there, kept in plain lists; shares nothing with a store but the rows.</summary>
    private sealed class SequenceModel(IJournalStore store)
    {
        private readonly Dictionary<string, List<FactRow>> _facts = [];
        private readonly Dictionary<string, List<ReadingRow>> _readings = [];
        private readonly Dictionary<(string Stream, string Item), ViewRow> _views = [];
        private readonly List<FactRow> _lane = [];
        private LaneHead _head = store.ReadLane(1);
        private Position _mark = new(1, 0, 0);

        public async Task Play(Move move, IJournalReader reader)
        {
            if (move.Step == Step.Reopen)
            {
                store.Reopen();
            }
            else if (move.Step == Step.Mark)
            {
                _mark = new Position(1, _head.Batch, move.Facts.Sum());
                await reader.WriteMark("follower", _mark);
            }
            else
            {
                Write(move);
            }
        }

        public async Task Compare(OpenStore open)
        {
            open.Store.ReadLane(1).ShouldBe(_head);
            foreach (var (stream, facts) in _facts)
            {
                (await open.Reader.ReadStream(stream)).Select(fact => fact.Hash).ShouldBe(facts.Select(fact => fact.Hash));
            }

            foreach (var (stream, readings) in _readings)
            {
                (await open.Reader.ReadReadingChain(stream)).ShouldNotBeNull().Head.ShouldBe(Head(readings));
                var read = await open.History.Read(new ReadingQuery { Stream = stream, Limit = int.MaxValue });
                read.Readings.Select(stored => stored.Row.Hash).ShouldBe(readings.Select(reading => reading.Hash));
            }

            var views = (await open.Views.Query(new ViewQuery { Kind = "list", Limit = int.MaxValue })).Rows;
            views.Select(row => (row.Stream, row.Item, row.AtMs)).ShouldBe(_views.Values.Select(row => (row.Stream, row.Item, row.AtMs)), ignoreOrder: true);
            var lane = await open.Reader.ReadLane(new Position(1, 0, 0), int.MaxValue);
            lane.Facts.Select(fact => fact.Row.Hash).ShouldBe(_lane.Select(fact => fact.Hash));
            (await open.Reader.ReadMark("follower", 1)).ShouldBe(_mark);
        }

        private void Write(Move move)
        {
            var journalist = new Journalist(store);
            var appends = Appends(move).ToArray();
            using var transaction = store.Begin();
            if (move.Step == Step.Poison)
            {
                var gap = Fact("stream/0", new Head(_facts.GetValueOrDefault("stream/0")?.Count + 5 ?? 5, default));
                Should.Throw<PoisonedAppendException>(() => journalist.WriteTo(transaction, [.. appends, Journalist.Of(gap)])).Index.ShouldBe(appends.Length);
            }

            var batch = journalist.WriteTo(transaction, appends);
            transaction.TryAdvance(_head, journalist.Advanced(batch)).ShouldBeTrue();
            if (move.Step != Step.GiveUp)
            {
                transaction.Commit();
                _head = journalist.Advanced(batch);
                Remember(appends);
            }
        }

        private IEnumerable<Append> Appends(Move move)
        {
            for (var i = 0; i < 4; i++)
            {
                var stream = string.Create(CultureInfo.InvariantCulture, $"stream/{i}");
                var (facts, head) = (new List<FactRow>(), Head(_facts.GetValueOrDefault(stream)));
                for (var n = 0; n < move.Facts.ElementAtOrDefault(i); n++)
                {
                    facts.Add(Fact(stream, head));
                    head = new Head(facts[^1].Seq, facts[^1].Hash);
                }

                var (readings, from) = (new List<ReadingRow>(), Head(_readings.GetValueOrDefault(stream)));
                for (var n = 0; n < move.Readings.ElementAtOrDefault(i); n++)
                {
                    readings.Add(Journalist.Reading(stream, n == 0 ? from : new Head(readings[^1].Number, readings[^1].Hash)));
                }

                yield return new Append
                {
                    Class = ServiceClass.Cases,
                    Facts = facts,
                    Readings = readings.Count == 0 ? null : new ReadingAppend(stream, from, readings, "{}"u8.ToArray()),
                    Views = [.. Enumerable.Range(0, move.Views.ElementAtOrDefault(i)).Select(n => View("list", stream) with { Item = $"{n}", AtMs = _head.Batch })],
                };
            }
        }

        private void Remember(Append[] appends)
        {
            foreach (var append in appends)
            {
                foreach (var fact in append.Facts)
                {
                    (_facts.TryGetValue(fact.Stream, out var facts) ? facts : _facts[fact.Stream] = []).Add(fact);
                    _lane.Add(fact);
                }

                foreach (var reading in append.Readings?.Rows ?? [])
                {
                    (_readings.TryGetValue(reading.Stream, out var readings) ? readings : _readings[reading.Stream] = []).Add(reading);
                }

                foreach (var view in append.Views)
                {
                    _views[(view.Stream, view.Item)] = view;
                }
            }
        }

        private static FactRow Fact(string stream, Head head) => new FactRow
        {
            Stream = stream,
            Seq = head.Seq + 1,
            Parent = head.Hash,
            Type = "something-happened",
            Version = 1,
            Payload = Encoding.UTF8.GetBytes("{}"),
            Mandate = new Mandate("", "", "city", "testing", "0af7651916cd43dd8448eb211c80319c"),
            ObservedMs = head.Seq,
        }.Sealed();

        private static Head Head(List<FactRow>? facts) => facts is { Count: > 0 } ? new Head(facts[^1].Seq, facts[^1].Hash) : default;

        private static Head Head(List<ReadingRow>? readings) => readings is { Count: > 0 } ? new Head(readings[^1].Number, readings[^1].Hash) : default;
    }
}
