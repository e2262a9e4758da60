using System.Text;
using CityBrain.Domain.Devices;
using CsCheck;
using static CityBrain.Domain.Tests.Devices.Given;

namespace CityBrain.Domain.Tests.Devices;

public class RestoreTests
{
    private static readonly AlarmRule Rising = Rule(
        "rise", Rise("level", 6, rise => rise > 1.0, "rise(level, 6h) > 1.0"), Rise("level", 6, rise => rise < 0.8, "rise(level, 6h) < 0.8"));
    private static readonly AlarmRule Rising12 = Rule(
        "rise12", Rise("level", 12, rise => rise > 1.5, "rise(level, 12h) > 1.5"), Rise("level", 12, rise => rise < 1.2, "rise(level, 12h) < 1.2"));
    private static readonly AlarmRule Wet = Rule("wet", Over("rain", 50), Under("rain", 40), TimeSpan.FromMinutes(25));
    private static readonly AlarmRule Wetter = Rule("wet", Over("rain", 45), Under("rain", 30), TimeSpan.FromMinutes(15));

    private static readonly DeviceModel[] Models =
    [
        Model("a", [Point("level", spike: 1.5), Point("rain", min: 0, max: 100, unit: "mm")], Rising, Wet),
        Model("b", [Point("level", spike: 1.5), Point("rain", min: 0, max: 100, unit: "mm")], Wet, Rising12, Rising),
        Model("c", [Point("rain", min: 0, max: 1_000, unit: "cm"), Point("level", spike: 0.5), Point("wind")], Wetter, Rising12),
    ];

    /// <summary>What happens next: what kind of reading, by how much, with which values.</summary>
    private sealed record Step(int Kind, int Minutes, double Change, double? Rain, int Cut);

    private static readonly Gen<Step> Steps = Gen.Select(
        Gen.Int[0, 21],
        Gen.Int[1, 45],
        Gen.Double[-0.6, 0.7],
        Gen.OneOf(Gen.Double[-5, 110].Select(value => (double?)Math.Round(value)), Gen.Const((double?)60), Gen.Const((double?)null)),
        Gen.Int[0, 6],
        (kind, minutes, change, rain, cut) => new Step(kind, minutes, Math.Round(change, 2), rain, cut));

    [Fact]
    public void Cut_anywhere_and_restored_a_device_decides_as_if_it_had_run_through() =>
        Steps.Array[1, 150].Sample(
            steps =>
            {
                var (through, cut) = (new Course(), new Course());
                foreach (var step in steps)
                {
                    var expected = through.Take(step);
                    if (step.Cut == 0)
                    {
                        cut.Station.Restart();
                    }

                    cut.Take(step).ShouldBe(expected);
                    if (step.Cut == 1)
                    {
                        through.Station.State = through.Station.State.Trimmed();
                    }
                }

                through.Station.State.Recorded.ShouldBe(through.Station.History.Count);
                Check(through.Station);
            },
            iter: 500);

    [Fact]
    public void The_rule_state_is_small_JSON()
    {
        var station = new Station(Models[0]);
        station.Live(Start, ("level", 1.234), ("rain", 60));
        station.Live(Start + Minute, ("level", 9), ("rain", null));

        var json = Encoding.UTF8.GetString(station.State.ToJson());

        json.Length.ShouldBeLessThan(600);
        json.ShouldContain("\"pending\":{\"wet\":{\"since\":1700000000000");
    }

    [Fact]
    public void A_state_of_a_later_form_is_not_read()
    {
        var later = Encoding.UTF8.GetBytes("""{"v":2}""");

        Should.Throw<InvalidDataException>(() => ReadingState.Restore(later, [], Models[0], 0, []));
    }

    private static void Check(Station station)
    {
        var active = new HashSet<string>();
        foreach (var fact in station.Facts)
        {
            if (fact is AlarmRaised raised)
            {
                active.Add(raised.Alarm.Rule).ShouldBeTrue("one active alarm per rule");
                var reading = station.History.Single(reading => reading.ObservedMs == raised.Alarm.RaisedAt.ToUnixTimeMilliseconds() && reading.Variant == 0);
                reading.Mark.ShouldBe(Quality.Good);
                reading.Flags.Select(flag => flag.Point).Intersect(raised.Inputs.Keys).ShouldBeEmpty("no flagged value among the inputs");
            }
            else if (fact is AlarmCleared cleared)
            {
                active.Remove(cleared.Alarm.Rule).ShouldBeTrue("only an active alarm is cleared");
            }
        }

        active.ShouldBe(station.Device.ActiveAlarms.Keys, ignoreOrder: true);
    }

    /// <summary>One device living through the steps.</summary>
    private sealed class Course
    {
        private long now = Start;
        private double level = 1;
        private int models;

        public Station Station { get; } = new(Models[0]);

        public string Take(Step step)
        {
            (string, double?)[] points = [("level", level), ("rain", step.Rain)];
            switch (step.Kind)
            {
                case 0:
                    Station.Model = Models[++models % Models.Length];
                    return string.Empty;
                case 1:
                    return Report(now - (step.Minutes * 20 * Minute), points);
                case 2:
                    return Report(now - (25 * Hour) - step.Minutes, points);
                case 3:
                    return Report(now + Hour + step.Minutes, points);
                case 4:
                    return Report(null, points);
                case 5 when Station.History.Count > 0:
                    return Again(Station.History[step.Minutes * 7 % Station.History.Count]);
                case 6 when Station.History.Count > 0:
                    return Report(Station.History[step.Minutes * 5 % Station.History.Count].ObservedMs, points);
                case 7:
                    now += step.Minutes * Minute;
                    return Report(now, ("level", level + 4), ("rain", 500));
                case 8:
                    now += step.Minutes * Minute;
                    return Report(now, ("level", null));
                case 9:
                    level += 3;
                    break;
                default:
                    break;
            }

            level = Math.Round(level + step.Change, 2);
            now += step.Minutes * Minute;
            return Report(now, ("level", level), ("rain", step.Rain));
        }

        private string Again(HistoricReading reading) => Show(new Reading(reading.ObservedMs, reading.Points));

        private string Report(long? observedMs, params (string, double?)[] points) => Show(Read(observedMs, points));

        private string Show(Reading reading) => Station.Show(Station.Report(new Arrival(now, Origin.Live, []), reading));
    }
}
