using System.Globalization;
using CityBrain.Domain.Devices;
using CityBrain.Domain.Devices.Air;
using CityBrain.Domain.Devices.Noise;
using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Journal.Ports;
using CityBrain.Journal.Rows;

namespace CityBrain.Grains.Devices;

/// <summary>One figure in the making. Each aggregate is a fold of its own; all say what they counted and by which formula.</summary>
internal abstract class StatisticsFold(StatisticsQuery query)
{
    public static readonly Refusal AggregateUnknown = new(
        "aggregate-unknown", "There is no such aggregate.", "Use count, valid-days, sum, leq or aqi.");

    private readonly HashSet<string> _devices = new(StringComparer.Ordinal);
    private long _readings;

    /// <summary>The points that have to be read.</summary>
    public virtual IReadOnlyList<string> Points => [Query.Point];

    protected StatisticsQuery Query { get; } = query;

    protected abstract string Formula { get; }

    public static StatisticsFold? Of(StatisticsQuery query) => query.Aggregate switch
    {
        "count" => new CountFold(query),
        "sum" => new SumFold(query),
        "leq" => new LevelFold(query),
        "valid-days" => new DayFold(query),
        "aqi" => new AirFold(query),
        _ => null,
    };

    public void Add(PointValue value)
    {
        var quality = QualityOf(value);
        var wanted = Query.Quality is { } only ? quality == only : TakesUnasked(quality);
        if (wanted && (Query.Over is not { } limit || value.Value > limit))
        {
            _readings++;
            _devices.Add(value.Stream);
            Take(value, quality);
        }
    }

    public StatisticsView Result() => Complete(new StatisticsView
    {
        Point = Query.Point,
        Aggregate = Query.Aggregate,
        Readings = _readings,
        Devices = _devices.Count,
        Formula = Formula,
        Origin = Query.Origin ?? OriginKind.Live,
    });

    /// <summary>Which qualities go in when none was asked for.</summary>
    protected virtual bool TakesUnasked(string quality) => quality == "good";

    protected abstract void Take(PointValue value, string quality);

    protected abstract StatisticsView Complete(StatisticsView figure);

    private static string QualityOf(PointValue value) => value.Mark switch
    {
        ReadingMark.Late => "late",
        ReadingMark.Clock => "clock",
        ReadingMark.Conflict => "conflict",
        _ when value.Value is null => "missing",
        _ => value.Flag ?? "good",
    };

    private sealed class CountFold(StatisticsQuery query) : StatisticsFold(query)
    {
        private long _count;

        protected override string Formula => Query.Over is { } limit
            ? string.Create(CultureInfo.InvariantCulture, $"number of values of {Query.Point} strictly over {limit}")
            : $"number of values of {Query.Point}";

        // A count is of raw values: whatever was reported, but nothing that stands beside another reading of the same time.
        protected override bool TakesUnasked(string quality) => quality is not ("missing" or "conflict");

        protected override void Take(PointValue value, string quality) => _count++;

        protected override StatisticsView Complete(StatisticsView figure) => figure with { Value = _count };
    }

    private sealed class SumFold(StatisticsQuery query) : StatisticsFold(query)
    {
        private double _sum;
        private bool _any;

        protected override string Formula => $"sum of the good values of {Query.Point}";

        protected override void Take(PointValue value, string quality) => (_sum, _any) = (_sum + (value.Value ?? 0), true);

        protected override StatisticsView Complete(StatisticsView figure) => figure with { Value = _any ? _sum : null };
    }

    private sealed class LevelFold(StatisticsQuery query) : StatisticsFold(query)
    {
        private EnergyMean _mean;

        protected override string Formula => $"Leq = 10·lg(mean of 10^(L/10)) over the good values of {Query.Point} (GB 3096-2008)";

        protected override void Take(PointValue value, string quality) => _mean.Add(value.Value ?? 0);

        protected override StatisticsView Complete(StatisticsView figure) => figure with { Value = _mean.Level };
    }

    private sealed class DayFold(StatisticsQuery query) : StatisticsFold(query)
    {
        private readonly Dictionary<(string Stream, DateOnly Day), HashSet<int>> _hours = [];

        protected override string Formula =>
            $"device-days (+08:00) on which {Query.Point} was reported; valid with at least {AirDay.HoursMin} hours that have a good value (GB 3095-2012)";

        protected override bool TakesUnasked(string quality) => quality is not "conflict";

        protected override void Take(PointValue value, string quality)
        {
            var key = (value.Stream, CityTime.DayOf(value.ObservedMs));
            if (!_hours.TryGetValue(key, out var hours))
            {
                _hours.Add(key, hours = []);
            }

            if (quality == "good")
            {
                hours.Add(CityTime.HourOf(value.ObservedMs));
            }
        }

        protected override StatisticsView Complete(StatisticsView figure)
        {
            var valid = _hours.Values.Count(hours => AirDay.IsValid(hours.Count));
            return figure with { Value = valid, Days = new DayValidity(_hours.Count, valid, _hours.Count - valid) };
        }
    }

    private sealed class AirFold(StatisticsQuery query) : StatisticsFold(query)
    {
        private readonly SortedDictionary<(string Stream, DateOnly Day), Dictionary<Pollutant, List<Sample>>> _days = [];

        public override IReadOnlyList<string> Points { get; } = [.. Enum.GetValues<Pollutant>().Select(pollutant => pollutant.PointOf())];

        protected override string Formula => AirDay.Formula;

        protected override void Take(PointValue value, string quality)
        {
            var key = (value.Stream, CityTime.DayOf(value.ObservedMs));
            if (!_days.TryGetValue(key, out var day))
            {
                _days.Add(key, day = Enum.GetValues<Pollutant>().ToDictionary(pollutant => pollutant, _ => new List<Sample>()));
            }

            day[Enum.GetValues<Pollutant>().First(pollutant => pollutant.PointOf() == value.Point)].Add(new Sample(value.ObservedMs, value.Value!.Value));
        }

        protected override StatisticsView Complete(StatisticsView figure) => figure with { Daily = [.. _days.Select(day => Figure(day.Key, day.Value))] };

        private static DailyFigure Figure((string Stream, DateOnly Day) key, Dictionary<Pollutant, List<Sample>> good)
        {
            var day = AirDay.Evaluate(key.Day, good.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<Sample>)pair.Value));
            return AirFigures.Of(DeviceViews.IdOf(key.Stream), key.Day, day);
        }
    }
}
