using System.Diagnostics.Metrics;
using System.Text;
using CityBrain.Api.Live;
using CityBrain.Grains.Interfaces.Live;
using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace CityBrain.Api.Tests;

/// <summary>Random hours of a live feed: news and readings are told, viewers take when they can, come and go.</summary>
public sealed class LiveBoardTests
{
    private const int NewsWaitingMax = 4;
    private const string Here = "341882001";
    private const string There = "341882002";

    private static readonly LiveMeters Meters =
        new(new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>());

    private static readonly Gen<(int Step, int Which)[]> GenHour = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 2]).Array[1, 200];

    [Fact]
    public void Nobody_misses_news_or_gets_it_twice_and_everybody_ends_with_the_latest_of_each_device() =>
        GenHour.Sample(hour =>
        {
            var feed = new Feed();
            foreach (var (step, which) in hour)
            {
                switch (step)
                {
                    case <= 2:
                        feed.TellNews(which == 0 ? Here : There);
                        break;
                    case <= 5:
                        feed.TellReading(which);
                        break;
                    case <= 8:
                        feed.Take(which);
                        break;
                    default:
                        feed.ComeOrGo(which);
                        break;
                }
            }

            feed.Check();
        });

    [Fact]
    public void Those_who_stand_at_one_place_are_sent_the_same_bytes()
    {
        var board = new LiveBoard(Options.Create(new LiveOptions()), Meters);
        var (one, other) = (new LiveViewer(LiveFilter.None), new LiveViewer(LiveFilter.None));
        board.TryJoin(one).ShouldBeTrue();
        board.TryJoin(other).ShouldBeTrue();
        board.Put([Feed.Reading("a", 1), Feed.Reading("b", 2)], board.Standing.Round, null);
        board.Take(other, out _).ShouldBeSameAs(board.Take(one, out _).ShouldNotBeNull());
    }

    [Fact]
    public void Of_many_that_changed_a_viewer_takes_the_longest_waiting_first_and_none_is_left()
    {
        var board = new LiveBoard(Options.Create(new LiveOptions()), Meters);
        var viewer = new LiveViewer(LiveFilter.None);
        board.TryJoin(viewer);
        for (var value = 0; value < 3_000; value++)
        {
            board.Put([Feed.Reading($"device-{value % 1_000}", value)], board.Standing.Round, null);
        }

        List<string> got = [];
        while (board.Take(viewer, out _) is { } turn)
        {
            got.AddRange(Feed.Lines(turn));
        }

        got.ShouldBe(Enumerable.Range(2_000, 1_000).Select(value => $"device-{value % 1_000}={value}"));
    }

    private sealed class Feed
    {
        private readonly LiveBoard _board = new(Options.Create(new LiveOptions { NewsWaitingMax = NewsWaitingMax }), Meters);
        private readonly LiveFilter[] _filters = [LiveFilter.None, LiveFilter.None, new() { Place = PlaceCode.Parse(Here) }];
        private readonly Watcher?[] _watchers = new Watcher?[3];
        private readonly List<(string Place, string Text)> _news = [];
        private int _value;

        public static LiveFrame Reading(string device, int value) =>
            new() { Type = LiveFrame.Point, Place = Here, Key = device, Bytes = Encoding.UTF8.GetBytes($"{device}={value}") };

        public static IEnumerable<string> Lines(LiveTurn turn) => turn.Messages.SelectMany(message => Encoding.UTF8.GetString(message.Span).Split('\n'));

        private LivePosition Now => new(1, _news.Count, 0);

        public void TellNews(string place)
        {
            _news.Add((place, $"news {_news.Count + 1}"));
            var frame = new LiveFrame { Type = LiveFrame.Alarm, Place = place, At = Now, Bytes = Encoding.UTF8.GetBytes(_news[^1].Text) };
            _board.Put([frame], _board.Standing.Round, Now);
        }

        public void TellReading(int device)
        {
            _value++;
            _board.Put([Reading($"d{device}", _value)], _board.Standing.Round, null);
            if (_board.Standing.At is not null)
            {
                foreach (var watcher in _watchers)
                {
                    watcher?.Told[$"d{device}"] = _value;
                }
            }
        }

        public void ComeOrGo(int which)
        {
            if (_watchers[which] is { } watcher)
            {
                _board.Leave(watcher.Viewer);
                _watchers[which] = null;
                return;
            }

            var come = new Watcher(new LiveViewer(_filters[which]), _news.Count);
            come.Viewer.Pass(Now);
            _board.TryJoin(come.Viewer).ShouldBeTrue();
            _watchers[which] = come;
        }

        public void Take(int which)
        {
            if (_watchers[which] is { } watcher && _board.Take(watcher.Viewer, out _) is { } turn)
            {
                watcher.Got.AddRange(Lines(turn));
            }
        }

        public void Check()
        {
            for (var which = 0; which < _watchers.Length; which++)
            {
                Take(which);
                if (_watchers[which] is { } watcher)
                {
                    Check(watcher);
                }
            }
        }

        private void Check(Watcher watcher)
        {
            var due = _news.Skip(watcher.Since).Where(news => watcher.Viewer.Wants(new LiveFrame { Type = LiveFrame.Alarm, Place = news.Place, Bytes = default })).Select(news => news.Text).ToList();
            var got = watcher.Got.Where(line => line.StartsWith("news", StringComparison.Ordinal)).ToList();
            if (watcher.Viewer.EndReason is { } end)
            {
                // Cut, and then it must have been far behind; what it got is a beginning of what was due.
                end.ShouldBe(LiveRefusals.TooSlow);
                got.ShouldBe(due.Take(got.Count));
                (Now.Batch - watcher.Viewer.Progress.At.Batch).ShouldBeGreaterThan(NewsWaitingMax);
                return;
            }

            got.ShouldBe(due);
            var readings = watcher.Got.Where(line => line.Contains('=')).Select(line => line.Split('=')).GroupBy(part => part[0], part => int.Parse(part[1], null)).ToList();
            readings.ShouldAllBe(values => values.SequenceEqual(values.Distinct().Order()));
            foreach (var (device, value) in watcher.Told)
            {
                readings.Single(values => values.Key == device).Last().ShouldBe(value);
            }
        }

        private sealed record Watcher(LiveViewer Viewer, int Since)
        {
            public List<string> Got { get; } = [];

            public Dictionary<string, int> Told { get; } = [];
        }
    }
}
