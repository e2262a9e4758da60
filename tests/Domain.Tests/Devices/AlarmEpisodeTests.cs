using CityBrain.Domain.Devices;
using static CityBrain.Domain.Tests.Devices.Given;

namespace CityBrain.Domain.Tests.Devices;

public class AlarmEpisodeTests
{
    private static readonly PointSpec[] Rain = [Point("rain"), Point("wind")];
    private static readonly AlarmRule Heavy = Rule("heavy", Over("rain", 50), Under("rain", 40));
    private static readonly AlarmRule Lasting = Rule("lasting", Over("rain", 50), Under("rain", 40), TimeSpan.FromMinutes(10));

    [Fact]
    public void Between_raise_and_clear_lies_the_dead_band_and_an_episode_is_one_alarm()
    {
        var station = new Station(Model("a", Rain, Heavy));

        Report(station, 0, 51, 60, 45, 55, 39, 45, 51);

        station.Raised.Select(Minutes).ShouldBe([0, 6]);
        station.Cleared.Select(cleared => ((cleared.At.ToUnixTimeMilliseconds() - Start) / Minute, cleared.Reason)).ShouldBe([(4, ClearReason.Condition)]);
        station.Cleared.Single().Alarm.ShouldBe(station.Raised.First().Alarm);
        station.Device.ActiveAlarms.Values.ShouldBe([station.Raised.Last()]);
    }

    [Fact]
    public void An_alarm_says_what_raised_it()
    {
        var level = new Condition("level > warning_level", TimeSpan.Zero, seen =>
            seen.Current("level") is { } value && seen.Attribute("warning_level") is { } warning ? Tell(value > warning) : Truth.Missing);
        var station = new Station(Model("hash-1", [Point("level"), Point("wind")], Rule("level", level, Under("level", 1))), ("warning_level", 3.0));

        station.Live(Start, ("level", 3.1), ("wind", 9.0));

        var raised = station.Raised.ShouldHaveSingleItem();
        raised.Alarm.ToString().ShouldBe($"gauge-1/level/{Start}");
        raised.Inputs.ShouldBe(new Dictionary<string, double> { ["level"] = 3.1, ["warning_level"] = 3.0 }, ignoreOrder: true);
        (raised.Kind, raised.Severity, raised.PackHash, raised.Origin).ShouldBe(("flood", 2, "hash-1", Origin.Live));
        (raised.Place, raised.Title.Zh).ShouldBe((station.Device.Place, "水位上涨"));
    }

    [Fact]
    public void An_alarm_over_a_window_says_what_the_window_came_to_and_not_its_newest_value_alone()
    {
        var hour = new Condition("sum(rain, 1h) > 16", TimeSpan.FromHours(1), seen =>
        {
            var sum = 0.0;
            foreach (var sample in seen.Window("rain", TimeSpan.FromHours(1)))
            {
                sum += sample.Value;
            }

            seen.Explain("sum(rain, 1h)", sum);
            seen.Explain("nothing to be told", double.NaN);
            return Tell(sum > 16);
        });
        var station = new Station(Model("a", [Point("rain")], Rule("rain", hour, Under("rain", 0))));

        station.Live(Start, ("rain", 15));
        station.Live(Start + Minute, ("rain", 2));

        station.Raised.ShouldHaveSingleItem().Inputs.ShouldBe(new Dictionary<string, double> { ["rain"] = 2, ["sum(rain, 1h)"] = 17 }, ignoreOrder: true);
    }

    [Fact]
    public void Without_its_attribute_a_device_raises_nothing()
    {
        var level = new Condition("level > warning_level", TimeSpan.Zero, seen =>
            seen.Current("level") is { } value && seen.Attribute("warning_level") is { } warning ? Tell(value > warning) : Truth.Missing);
        var station = new Station(Model("a", [Point("level")], Rule("level", level, Under("level", 1))));

        station.Live(Start, ("level", 99));

        station.Raised.ShouldBeEmpty();
    }

    [Fact]
    public void A_replayed_alarm_says_so()
    {
        var station = new Station(Model("a", Rain, Heavy));

        station.Replay(Start, ("rain", 60));

        station.Raised.ShouldHaveSingleItem().Origin.ShouldBe(Origin.Replayed("session"));
    }

    [Fact]
    public void With_an_on_delay_the_condition_must_hold_at_every_reading_for_so_long()
    {
        var station = new Station(Model("a", Rain, Lasting));

        Report(station, 0, 60, 60, 60, 60, 60, 60, 60, 60, 60, 49);
        Report(station, 10, 60, 60, 60, 60, 60, 60, 60, 60, 60, 60);
        station.Raised.ShouldBeEmpty();
        Report(station, 20, 60);

        station.Raised.Select(Minutes).ShouldBe([20]);
    }

    [Fact]
    public void A_missing_value_during_the_on_delay_neither_ends_it_nor_raises()
    {
        var station = new Station(Model("a", Rain, Lasting));

        Report(station, 0, 60, null, null, 60);
        Report(station, 10, null, 60);

        station.Raised.Select(Minutes).ShouldBe([11]);
    }

    [Fact]
    public void At_the_reading_that_clears_it_a_rule_does_not_raise_again()
    {
        var station = new Station(Model("a", Rain, Rule("odd", Over("rain", 10), Over("rain", 50))));

        Report(station, 0, 60, 60, 60);

        station.Raised.Select(Minutes).ShouldBe([0, 2]);
        station.Cleared.Count().ShouldBe(1);
    }

    [Fact]
    public void The_window_holds_good_values_of_exactly_the_span_and_never_a_flagged_one()
    {
        var seen = new List<string>();
        var looking = new Condition("window", TimeSpan.FromMinutes(3), measurements =>
        {
            seen.Add(string.Join(' ', measurements.Window("level", TimeSpan.FromMinutes(3)).ToArray().Select(sample => sample.Value)));
            return Truth.False;
        });
        var station = new Station(Model("a", [Point("level", spike: 1.5, max: 9)], Rule("looking", looking, looking)));

        foreach (var (level, minute) in new double?[] { 1, 1.1, 8, 1.2, null, 10, 1.3, 1.4 }.Select((level, minute) => (level, minute)))
        {
            station.Live(Start + (minute * Minute), ("level", level));
        }

        seen.ShouldBe(["1", "1 1.1", "1 1.1", "1 1.1 1.2", "1.1 1.2", "1.2", "1.2 1.3", "1.3 1.4"]);
    }

    [Fact]
    public void A_new_pack_is_adopted_at_the_first_reading_recorded_under_it()
    {
        var station = new Station(Model("a", Rain, Heavy));
        Report(station, 0, 10);
        station.Model = Model("b", Rain, Heavy);
        station.Live(Start, ("rain", 10)).Kind.ShouldBe(OutcomeKind.Duplicate);
        Report(station, 1, 10, 10);

        station.Facts.OfType<RulesAdopted>().Select(adopted => (adopted.Pack.Hash, adopted.At.ToUnixTimeMilliseconds()))
            .ShouldBe([("a", Start), ("b", Start + Minute)]);
        station.Device.Rules!.Hash.ShouldBe("b");
    }

    [Fact]
    public void An_alarm_whose_rule_is_gone_is_cleared_with_the_reason_when_the_new_pack_is_adopted()
    {
        var station = new Station(Model("a", Rain, Heavy));
        Report(station, 0, 60);
        station.Model = Model("b", Rain, Lasting);
        Report(station, 1, 60);

        station.Cleared.ShouldHaveSingleItem().Reason.ShouldBe(ClearReason.RuleWithdrawn);
        station.Device.ActiveAlarms.ShouldBeEmpty();
    }

    [Fact]
    public void A_rule_of_unchanged_text_keeps_its_alarm_and_its_on_delay()
    {
        var station = new Station(Model("a", Rain, Heavy, Lasting));
        Report(station, 0, 60, 60);
        station.Model = Model("b", Rain, Lasting, Heavy);
        Report(station, 10, 60);
        Report(station, 11, 30);

        station.Raised.Select(alarm => (alarm.Alarm.Rule, Minutes(alarm), alarm.PackHash)).ShouldBe([("heavy", 0, "a"), ("lasting", 10, "b")]);
        station.Cleared.Count().ShouldBe(2);
    }

    [Fact]
    public void A_rule_of_changed_text_starts_its_on_delay_over_and_clears_its_alarm_by_the_new_text()
    {
        var station = new Station(Model("a", Rain, Heavy, Lasting));
        Report(station, 0, 60, 60);
        station.Model = Model(
            "b", Rain, Rule("heavy", Over("rain", 50), Under("rain", 20)), Rule("lasting", Over("rain", 55), Under("rain", 40), TimeSpan.FromMinutes(10)));
        Report(station, 10, 60, 30);

        station.Raised.Count().ShouldBe(1);
        station.Cleared.ShouldBeEmpty();
        Report(station, 12, 19);
        station.Cleared.ShouldHaveSingleItem().Reason.ShouldBe(ClearReason.Condition);
    }

    [Fact]
    public void A_longer_window_begins_with_what_the_earlier_pack_kept()
    {
        var seen = new List<int>();
        ICondition Looking(int minutes) => new Condition($"{minutes}", TimeSpan.FromMinutes(minutes), measurements =>
        {
            seen.Add(measurements.Window("rain", TimeSpan.FromMinutes(minutes)).Length);
            return Truth.Missing;
        });
        var station = new Station(Model("a", Rain, Rule("short", Looking(2), Looking(2))));
        Report(station, 0, 1, 1, 1, 1, 1, 1);
        station.Model = Model("b", Rain, Rule("long", Looking(5), Looking(5)));
        Report(station, 6, 1);
        station.LiveAt(Start + (6 * Minute), Start + (2 * Minute) + 1, ("rain", 1));
        station.LiveAt(Start + (6 * Minute), Start + (5 * Minute) + 1, ("rain", 1));
        Report(station, 7, 1);

        seen.ShouldBe([1, 2, 3, 3, 3, 3, 4, 6]);
    }

    private static void Report(Station station, int fromMinute, params double?[] values)
    {
        foreach (var (value, index) in values.Select((value, index) => (value, index)))
        {
            station.Live(Start + ((fromMinute + index) * Minute), ("rain", value));
        }
    }

    private static long Minutes(AlarmRaised raised) => (raised.Alarm.RaisedAt.ToUnixTimeMilliseconds() - Start) / Minute;
}
