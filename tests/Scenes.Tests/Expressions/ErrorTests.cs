using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Tests.Expressions;

public sealed class ErrorTests
{
    [Theory]
    [InlineData("", "text-empty", 1, "pm25 > 150 ug/m3")]
    [InlineData("pm25 # 3", "character-unexpected", 6, "&&")]
    [InlineData("pm25 > \ud800", "character-unexpected", 8, "operators")]
    [InlineData("1e999 > 0", "number-too-large", 1, "1.8e308")]
    [InlineData("level > 1 furlong", "unit-unknown", 11, "use one of mm cm m")]
    [InlineData("level > 6 h", "unit-unknown", 11, "`6h`")]
    [InlineData("pm25 > 115ug/m3", "unit-glued", 11, "`115 ug/m3`")]
    [InlineData("rise(level, 1.5h) > 1 m", "duration-invalid", 13, "90m")]
    [InlineData("rise(level, 9999999999999d) > 1 m", "duration-invalid", 13, "366 days")]
    [InlineData("level >", "token-unexpected", 8, "write a number")]
    [InlineData("level > 1 m level", "token-unexpected", 13, "&&")]
    [InlineData("(level > 1 m", "token-unexpected", 13, "`)`")]
    [InlineData("queue > 1 ? 2", "token-unexpected", 14, "`:`")]
    [InlineData("levle > 1 m", "name-unknown", 1, "did you mean `level`?")]
    [InlineData("rise(levle, 6h) > 1 m", "name-unknown", 6, "did you mean `level`?")]
    [InlineData("raise(level, 6h) > 1 m", "function-unknown", 1, "did you mean `rise`?")]
    [InlineData("rise(level) > 1 m", "arguments-wrong", 1, "rise(level, 6h)")]
    [InlineData("rise(level + level, 6h) > 1 m", "arguments-wrong", 12, "rise(level, 6h)")]
    [InlineData("rise(warning_level, 6h) > 1 m", "arguments-wrong", 6, "name a point")]
    [InlineData("rise(level, 6) > 1 m", "arguments-wrong", 13, "rise(level, 6h)")]
    [InlineData("abs() > 1", "arguments-wrong", 1, "abs(temp)")]
    [InlineData("present(1)", "arguments-wrong", 1, "present(level)")]
    [InlineData("hour(level) > 6", "arguments-wrong", 1, "hour() >= 22")]
    [InlineData("leq(level, 1h) > 60 dB", "unit-mismatch", 5, "avg(level, 1h)")]
    [InlineData("rise(level, 31d) > 1 m", "window-invalid", 13, "at most 30d")]
    [InlineData("rise(level, 0s) > 1 m", "window-invalid", 13, "at most 30d")]
    [InlineData("pm25 > 150", "unit-mismatch", 8, "write `150 ug/m3`")]
    [InlineData("150 < pm25", "unit-mismatch", 1, "write `150 ug/m3`")]
    [InlineData("pm25 > 10 m", "unit-mismatch", 8, "`ug/m3`")]
    [InlineData("queue > 3 m", "unit-mismatch", 9, "write `3`")]
    [InlineData("level > 10m", "type-mismatch", 7, "space before its unit")]
    [InlineData("level && true", "type-mismatch", 7, "level > 1 m")]
    [InlineData("true > false", "type-mismatch", 6, "&&")]
    [InlineData("!level", "type-mismatch", 1, "!(level > 1 m)")]
    [InlineData("-true", "type-mismatch", 1, "`!`")]
    [InlineData("level ? 1 : 2", "type-mismatch", 1, "level > 1 m")]
    [InlineData("true ? 1 : level", "type-mismatch", 6, "same type and unit")]
    [InlineData("abs(true)", "type-mismatch", 5, "abs(temp)")]
    [InlineData("level * level", "unit-product", 7, "plain number")]
    [InlineData("level / 1h", "unit-product", 7, "plain number")]
    public void An_error_says_where_and_what_to_write(string text, string code, int column, string remedy)
    {
        var error = Gauge.Refused(text);
        (error.Code, error.At.Line, error.At.Column).ShouldBe((code, 1, column), error.ToString());
        error.Remedy.ShouldContain(remedy);
    }

    [Fact]
    public void Lines_are_counted() => Gauge.Refused("level > 1 m\n  && pm25 > 5").At.ShouldBe(new TextPosition(2, 13));

    [Fact]
    public void A_number_is_no_condition() =>
        ExpressionLanguage.CompileCondition("level", Gauge.Scope).ShouldBeOfType<Compilation.Failed>().Error.Code.ShouldBe("not-a-condition");

    [Fact]
    public void Size_depth_and_windows_are_bounded()
    {
        Gauge.Refused(new string(' ', 2_000) + "1").Code.ShouldBe("text-too-long");
        Gauge.Refused(new string('(', 40) + "true" + new string(')', 40)).Code.ShouldBe("nesting-too-deep");
        Gauge.Refused(new string('!', 40) + "true").Code.ShouldBe("nesting-too-deep");
        Gauge.Refused(string.Join('+', Enumerable.Repeat("1", 200))).Code.ShouldBe("expression-too-large");
        Gauge.Refused(string.Join(" + ", Enumerable.Repeat("rise(level, 1h)", 17))).Code.ShouldBe("windows-too-many");
    }

    [Fact]
    public void Definitions_may_use_each_other()
    {
        var (scope, errors) = Definitions.Compile(
            new Dictionary<string, string> { ["wet"] = "soaked || rain > 5 mm", ["soaked"] = "sum(rain, 3h) > 20 mm" }, Gauge.Scope);
        errors.ShouldBeEmpty();
        var wet = ExpressionLanguage.Compile("wet && level > 1 m", scope).ShouldBeOfType<Compilation.Succeeded>().Expression;
        wet.LooksBack.ShouldBe(TimeSpan.FromHours(3));
        Gauge.Result(wet, new Past().With("rain", 6).With("level", 2)).ShouldBe("true");
    }

    [Fact]
    public void A_circle_of_definitions_is_named()
    {
        var (scope, errors) = Definitions.Compile(
            new Dictionary<string, string> { ["a"] = "b && true", ["b"] = "c", ["c"] = "a || b", ["d"] = "d", ["e"] = "a" }, Gauge.Scope);
        errors.Where(error => error.Value.Code == "definition-cycle").Select(error => error.Key).ShouldBe(["a", "b", "c", "d"], ignoreOrder: true);
        errors["d"].Reason.ShouldContain("d → d");
        Gauge.Refused("a", scope).Code.ShouldBe("definition-wrong");
    }

    [Fact]
    public void Definitions_cannot_multiply_the_cost()
    {
        var texts = Enumerable.Range(1, 30).ToDictionary(i => $"d{i}", i => $"d{i - 1} + d{i - 1}");
        texts["d0"] = "1";
        Definitions.Compile(texts, Gauge.Scope).Errors.Values.Select(error => error.Code).ShouldContain("expression-too-large");
    }
}
