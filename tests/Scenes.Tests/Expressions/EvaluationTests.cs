using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Tests.Expressions;

public sealed class EvaluationTests
{
    private static readonly Past Day = new Past()
        .With("level", (480, 0.2), (360, 1.0), (180, 1.5), (60, 2.6), (0, 2.4))
        .With("pm25", 160).With("co", 1.5).With("queue", 3).With("temp", -4)
        .With("rain", (120, 5), (60, 7.5))
        .WithAttribute("warning_level", 2.5);

    [Theory]
    [InlineData("1 + 2 * 3", "7")]
    [InlineData("(1 + 2) * 3", "9")]
    [InlineData("10 - 4 - 3", "3")]
    [InlineData("8 / 4 / 2", "1")]
    [InlineData("-temp", "4 Cel")]
    [InlineData("abs(temp)", "4 Cel")]
    [InlineData("level - warning_level", "-0.1 m")]
    [InlineData("level / warning_level", "0.96")]
    [InlineData("2 * level", "4.8 m")]
    [InlineData("6h - 30m", "330m")]
    [InlineData("6h / 30m", "12")]
    [InlineData("2 * 6h", "12h")]
    [InlineData("pm25 > 150 ug/m3", "true")]
    [InlineData("pm25 >= 160 ug/m3 && pm25 <= 160 ug/m3", "true")]
    [InlineData("pm25 < 160 ug/m3 || pm25 != 160 ug/m3", "false")]
    [InlineData("!(pm25 == 160 ug/m3)", "false")]
    [InlineData("pm25 > 150 ug/m3 ? level : 0 m", "2.4 m")]
    [InlineData("false ? 1 : true ? 2 : 3", "2")]
    [InlineData("queue * 1.5e1", "45")]
    [InlineData("(queue > 2) == (level > 2 m)", "true")]
    [InlineData("true != true", "false")]
    public void Every_operator_means_what_it_says(string text, string result) => Gauge.Result(text, Day).ShouldBe(result);

    [Fact]
    public void Each_window_says_what_it_came_to_and_one_that_cannot_be_told_says_so()
    {
        var past = new Past().With("level", (300, 1.0), (0, 2.4));

        Gauge.Compiled("rise(level, 6h) > 1.0 m || sum(rain, 90m) > 10 mm").Truth(past).ShouldBe(Truth.True);

        past.Explained.ShouldContainKeyAndValue("rise(level, 6h)", 1.4);
        (past.Explained.TryGetValue("sum(rain, 90m)", out var rain) && !double.IsNaN(rain)).ShouldBeFalse();
    }

    [Fact]
    public void A_definition_says_under_its_name_what_it_came_to()
    {
        var (scope, _) = Definitions.Compile(new Dictionary<string, string> { ["over"] = "level - warning_level", ["high"] = "over > 0 m" }, Gauge.Scope);
        var past = new Past().With("level", 2.75).WithAttribute("warning_level", 2.5);

        ExpressionLanguage.Compile("high", scope).ShouldBeOfType<Compilation.Succeeded>().Expression.Truth(past).ShouldBe(Truth.True);

        past.Explained.ShouldBe(new Dictionary<string, double> { ["over"] = 0.25 });
    }

    [Theory]
    [InlineData("level > 239 cm", "true")]
    [InlineData("level + 10 cm", "2.5 m")]
    [InlineData("10 cm + level", "250 cm")]
    [InlineData("co == 1500 ug/m3", "true")]
    [InlineData("pm25 > 0.15 mg/m3", "true")]
    [InlineData("queue > 2 ? 1 m : 5 cm", "1 m")]
    [InlineData("queue > 5 ? 1 m : 5 cm", "0.05 m")]
    [InlineData("115 ug/m3 - 0.015 mg/m3", "100 ug/m3")]
    public void Compatible_units_convert_into_the_left_one(string text, string result) => Gauge.Result(text, Day).ShouldBe(result);

    [Theory]
    [InlineData("rise(level, 6h)", "1.4 m")]
    [InlineData("rise(level, 8h)", "2.2 m")]
    [InlineData("rise(level, 6h) > 1.0 m", "true")]
    [InlineData("fall(level, 6h)", "0.2 m")]
    [InlineData("delta(level, 3h)", "0.9 m")]
    [InlineData("min(level, 3h)", "1.5 m")]
    [InlineData("max(level, 3h)", "2.6 m")]
    [InlineData("avg(level, 1h)", "2.5 m")]
    [InlineData("sum(rain, 3h)", "12.5 mm")]
    [InlineData("sum(rain, 3h) > 1 cm", "true")]
    [InlineData("count(level, 6h)", "4")]
    [InlineData("count(humidity, 6h)", "0")]
    public void Windows_look_back_over_good_values(string text, string result) => Gauge.Result(text, Day).ShouldBe(result);

    [Theory]
    [InlineData("leq(noise, 1h)", "66.098024557 dB")]
    [InlineData("leq(noise, 40m)", "66.098024557 dB")]
    [InlineData("leq(noise, 39m)", "67.628620385 dB")]
    [InlineData("leq(noise, 1m)", "70 dB")]
    [InlineData("leq(noise, 1m) > 70 dB", "false")]
    [InlineData("leq(noise, 1h) - avg(noise, 1h) > 2.7 dB", "true")]
    public void The_mean_of_sound_levels_is_one_of_their_energies(string text, string result) =>
        Gauge.Result(text, new Past().With("noise", (40, 58), (20, 62), (0, 70))).ShouldBe(result);

    [Fact]
    public void A_mean_of_no_sound_level_is_missing() => Gauge.Result("leq(noise, 1h)", new Past().With("noise", (61, 70))).ShouldBe("missing");

    [Fact]
    public void A_level_that_lasts_is_its_own_mean_and_not_over_itself()
    {
        for (var tenths = 1; tenths < 1_500; tenths++)
        {
            var (level, past) = (tenths / 10.0, new Past());
            past.With("noise", Enumerable.Range(0, 7).Select(age => (age, level)).ToArray()).WithAttribute("warning_level", level);
            Gauge.Result("leq(noise, 1h) / 1 dB == warning_level / 1 m", past).ShouldBe("true", $"{level}");
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5, 59)]
    [InlineData(6, 0)]
    [InlineData(21, 59)]
    [InlineData(22, 0)]
    [InlineData(23, 59)]
    public void The_hour_is_that_of_the_citys_clock(int hour, int minute)
    {
        Gauge.Result("hour()", new Past(hour, minute)).ShouldBe($"{hour}");
        Gauge.Result("hour() >= 22 || hour() < 6", new Past(hour, minute)).ShouldBe(hour is >= 22 or < 6 ? "true" : "false");
    }

    [Theory]
    [InlineData("humidity > 30 %", "missing")]
    [InlineData("humidity + 1 %", "missing")]
    [InlineData("rise(rain, 3h)", "missing")]
    [InlineData("delta(rain, 3h)", "missing")]
    [InlineData("sum(humidity, 3h)", "missing")]
    [InlineData("avg(humidity, 3h)", "missing")]
    [InlineData("min(humidity, 3h)", "missing")]
    [InlineData("max(humidity, 3h)", "missing")]
    [InlineData("false && humidity > 30 %", "false")]
    [InlineData("humidity > 30 % && false", "false")]
    [InlineData("true && humidity > 30 %", "missing")]
    [InlineData("true || humidity > 30 %", "true")]
    [InlineData("humidity > 30 % || true", "true")]
    [InlineData("humidity > 30 % || false", "missing")]
    [InlineData("!(humidity > 30 %)", "missing")]
    [InlineData("(humidity > 30 %) == true", "missing")]
    [InlineData("humidity > 30 % ? 1 : 2", "missing")]
    [InlineData("present(humidity)", "false")]
    [InlineData("present(level) && present(warning_level)", "true")]
    [InlineData("1 / 0", "missing")]
    [InlineData("0 / 0 == 0 / 0", "missing")]
    [InlineData("1e308 * 10 > 0", "missing")]
    [InlineData("1 mm < 1e308 km", "missing")]
    public void What_is_missing_stays_missing_unless_something_else_decides(string text, string result) =>
        Gauge.Result(text, Day).ShouldBe(result);

    [Theory]
    [InlineData("rise(level, 6h) < 0.8 m", "false")]
    [InlineData("rise(level, 6h) >= 0.8 m", "true")]
    [InlineData("delta(level, 6h) == 0.8 m", "true")]
    [InlineData("level - 1.979 m == 0.8 m", "true")]
    [InlineData("0.1 + 0.2 == 0.3", "true")]
    [InlineData("sum(rain, 6h) > 0.3 mm", "false")]
    [InlineData("1e-9 + 2e-9 > 0", "true")]
    [InlineData("1e15 + 1 > 1e15", "true")]
    public void Sums_and_differences_of_decimal_fractions_are_what_people_reckon(string text, string result) =>
        Gauge.Result(text, new Past().With("level", (300, 1.979), (0, 2.779)).With("rain", (60, 0.1), (30, 0.2))).ShouldBe(result);

    [Fact]
    public void An_attribute_that_the_device_lacks_is_missing() =>
        Gauge.Result("level > warning_level", new Past().With("level", 9)).ShouldBe("missing");

    [Fact]
    public void A_condition_knows_how_far_it_looks_back() =>
        Gauge.Compiled("rise(level, 6h) > 1 m && sum(rain, 1d) > 50 mm").LooksBack.ShouldBe(TimeSpan.FromDays(1));

    [Fact]
    public void A_negated_condition_holds_exactly_when_the_condition_does_not()
    {
        var condition = Gauge.Compiled("level > 2 m").AsNegatedCondition();
        condition.Text.ShouldBe("!(level > 2 m)");
        condition.Evaluate(new Past().With("level", 1)).ShouldBe(Truth.True);
        condition.Evaluate(new Past().With("level", 3)).ShouldBe(Truth.False);
        condition.Evaluate(new Past()).ShouldBe(Truth.Missing);
    }

    [Fact]
    public void Units_of_one_quantity_convert_there_and_back()
    {
        foreach (var (from, to) in Unit.All.SelectMany(from => Unit.All.Where(from.ConvertsTo).Select(to => (from, to))))
        {
            to.Convert(from.Convert(12.5, to), from).ShouldBe(12.5, 1e-9, $"{from} → {to}");
        }
    }
}
