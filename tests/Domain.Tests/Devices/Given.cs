using CityBrain.Domain.Devices;

namespace CityBrain.Domain.Tests.Devices;

/// <summary>The devices, models and conditions that the tests speak of.</summary>
internal static class Given
{
    public const long Start = 1_700_000_000_000;
    public const long Minute = 60_000;
    public const long Hour = 3_600_000;

    public static readonly string TokenHash = new('a', 64);

    public static Device Device(params (string Name, double Value)[] attributes) => new()
    {
        Id = DeviceId.Parse("gauge-1"),
        Model = "river-gauge",
        Place = PlaceCode.Parse("341882001001"),
        RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(Start),
        Attributes = attributes.ToDictionary(attribute => attribute.Name, attribute => attribute.Value),
    };

    public static PointSpec Point(string name, double? spike = null, double? min = null, double? max = null, string unit = "m") => new()
    {
        Name = name,
        Title = new LocalText(name, name),
        Unit = unit,
        Min = min,
        Max = max,
        SpikeLimit = spike,
    };

    public static DeviceModel Model(string hash, PointSpec[] points, params AlarmRule[] rules) => new()
    {
        Id = "river-gauge",
        Pack = new PackReference("river", "1", hash),
        Title = new LocalText("水位站", "River gauge"),
        Points = points.ToDictionary(point => point.Name),
        Rules = rules,
    };

    public static AlarmRule Rule(string id, ICondition raise, ICondition clear, TimeSpan holdsFor = default) => new()
    {
        Id = id,
        Kind = "flood",
        Title = new LocalText("水位上涨", "River rises"),
        Severity = 2,
        HoldsFor = holdsFor,
        Raise = raise,
        Clear = clear,
    };

    /// <summary>Rise over 1.0 m in 6 h, clears below 0.8 m, spikes over 1.5 m.</summary>
    public static DeviceModel RiverGauge { get; } = Model(
        "river-a",
        [Point("level", spike: 1.5)],
        Rule("rise", Rise("level", 6, rise => rise > 1.0, "rise(level, 6h) > 1.0"), Rise("level", 6, rise => rise < 0.8, "rise(level, 6h) < 0.8")));

    public static ICondition Over(string point, double limit) =>
        new Condition($"{point} > {limit}", TimeSpan.Zero, seen => seen.Current(point) is { } value ? Tell(value > limit) : Truth.Missing);

    public static ICondition Under(string point, double limit) =>
        new Condition($"{point} < {limit}", TimeSpan.Zero, seen => seen.Current(point) is { } value ? Tell(value < limit) : Truth.Missing);

    public static ICondition Rise(string point, int hours, Func<double, bool> holds, string text)
    {
        var span = TimeSpan.FromHours(hours);
        return new Condition(text, span, seen =>
        {
            if (seen.Current(point) is not { } value)
            {
                return Truth.Missing;
            }

            var least = value;
            foreach (ref readonly var sample in seen.Window(point, span))
            {
                least = sample.Value < least ? sample.Value : least;
            }

            return Tell(holds(value - least));
        });
    }

    public static Truth Tell(bool holds) => holds ? Truth.True : Truth.False;

    public static Arrival Live(long nowMs, params HistoricReading[] known) => new(nowMs, Origin.Live, known);

    public static Arrival Replay(params HistoricReading[] known) => new(0, Origin.Replayed("session"), known);

    public static Reading Read(long? observedMs, params (string Point, double? Value)[] points) =>
        new(observedMs, [.. points.Select(point => KeyValuePair.Create(point.Point, point.Value))]);
}

/// <summary>A condition written by hand.</summary>
internal sealed record Condition(string Text, TimeSpan LooksBack, Func<IMeasurements, Truth> Holds) : ICondition
{
    public Truth Evaluate(IMeasurements measurements) => Holds(measurements);
}
