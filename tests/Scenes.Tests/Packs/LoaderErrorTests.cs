using System.Text;
using System.Text.Json.Nodes;
using CityBrain.Scenes.Packs;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class LoaderErrorTests
{
    [Theory]
    [InlineData("/scene", "\"River\"", "id-invalid", "/scene", "lower-case letters")]
    [InlineData("/scene", "null", "type-wrong", "/scene", "a text")]
    [InlineData("/version", "\"1.0\"", "version-invalid", "/version", "1.0.0")]
    [InlineData("/title/zh", "7", "type-wrong", "/title/zh", "a text")]
    [InlineData("/title/de", "\"Fluss\"", "field-unknown", "/title/de", "use one of en, zh")]
    [InlineData("/color", "1", "field-unknown", "/color", "use one of")]
    [InlineData("/models", "{}", "type-wrong", "/models", "an array")]
    [InlineData("/models", "[]", "field-missing", "/models", "at least one")]
    [InlineData("/models/0", "3", "type-wrong", "/models/0", "an object")]
    [InlineData("/models/0/interval", "\"ten minutes\"", "duration-invalid", "/models/0/interval", "10m")]
    [InlineData("/models/0/interval", "\"0s\"", "duration-invalid", "/models/0/interval", "10m")]
    [InlineData("/models/0/points/0/name", "\"Level\"", "name-invalid", "/models/0/points/0/name", "lower-case letters")]
    [InlineData("/models/0/points/0/name", "\"true\"", "name-invalid", "/models/0/points/0/name", "another name")]
    [InlineData("/models/0/points/0/unit", "\"furlong\"", "unit-unknown", "/models/0/points/0/unit", "use one of")]
    [InlineData("/models/0/points/0/max", "-30", "range-invalid", "/models/0/points/0/max", "smallest")]
    [InlineData("/models/0/points/0/spikeLimit", "0", "range-invalid", "/models/0/points/0/spikeLimit", "leave it out")]
    [InlineData("/models/0/points/0/min", "\"NaN\"", "type-wrong", "/models/0/points/0/min", "a number")]
    [InlineData("/models/0/points/0/spikelimit", "1", "field-unknown", "/models/0/points/0/spikelimit", "did you mean `spikeLimit`?")]
    [InlineData("/models/0/attributes/0/name", "\"level\"", "name-duplicate", "/models/0/attributes/0/name", "another name")]
    [InlineData("/models/0/let", "{\"level\":\"true\"}", "name-duplicate", "/models/0/let/level", "another name")]
    [InlineData("/models/0/let", "{\"A/B\":\"true\"}", "name-invalid", "/models/0/let/A~1B", "lower-case letters")]
    [InlineData("/models/0/let", "{\"a\":\"b\",\"b\":\"a\"}", "definition-cycle", "/models/0/let/a", "break the circle")]
    [InlineData("/models/0/battery", "20", "type-wrong", "/models/0/battery", "an object")]
    [InlineData("/models/0/battery", "{}", "field-missing", "/models/0/battery", "low")]
    [InlineData("/models/0/battery", "{\"low\":\"20 %\"}", "type-wrong", "/models/0/battery/low", "a number")]
    [InlineData("/models/0/battery", "{\"low\":0}", "range-invalid", "/models/0/battery/low", "20")]
    [InlineData("/models/0/battery", "{\"low\":95.5}", "range-invalid", "/models/0/battery/low", "20")]
    [InlineData("/models/0/points/0/name", "\"battery\"", "name-duplicate", "/models/0/battery", "another name")]
    [InlineData("/models/0/rules/0/id", "\"battery-low\"", "rule-reserved", "/models/0/rules/0/id", "remove `battery`")]
    [InlineData("/models/0/rules/0/id", "\"silence\"", "rule-reserved", "/models/0/rules/0/id", "another id")]
    [InlineData("/models/0/rules/0/severity", "5", "severity-invalid", "/models/0/rules/0/severity", "level IV")]
    [InlineData("/models/0/rules/0/severity", "2.5", "severity-invalid", "/models/0/rules/0/severity", "level IV")]
    [InlineData("/models/0/rules/0/for", "\"31d\"", "duration-invalid", "/models/0/rules/0/for", "10m")]
    [InlineData("/models/0/rules/1/id", "\"river-rise\"", "id-duplicate", "/models/0/rules/1/id", "an id of its own")]
    [InlineData("/models/0/rules/1/when", "\"levle > 1 m\"", "name-unknown", "/models/0/rules/1/when", "did you mean `level`?")]
    [InlineData("/models/0/rules/1/when", "\"level > 1\"", "unit-mismatch", "/models/0/rules/1/when", "write `1 m`")]
    [InlineData("/models/0/rules/1/when", "\"level\"", "not-a-condition", "/models/0/rules/1/when", "compare it")]
    [InlineData("/models/0/rules/1/when", "7", "type-wrong", "/models/0/rules/1/when", "a condition such as")]
    [InlineData("/models/0/rules/1/clear", "\"speed(level, 6h) < 1 m\"", "function-unknown", "/models/0/rules/1/clear", "use one of")]
    [InlineData("/indices", """[{"id":"x","title":{"zh":"x","en":"x"},"model":"river-gauge","formula":"magic","inputs":{}}]""", "formula-unknown", "/indices/0/formula", "hj633-aqi")]
    [InlineData("/indices", """[{"id":"x","title":{"zh":"x","en":"x"},"model":"canal","formula":"hj633-aqi","inputs":{}}]""", "model-unknown", "/indices/0/model", "river-gauge")]
    [InlineData("/indices", """[{"id":"x","title":{"zh":"x","en":"x"},"model":"river-gauge","formula":"hj633-aqi","inputs":{"pm25":"levle"}}]""", "input-unknown", "/indices/0/inputs/pm25", "level")]
    public void One_wrong_field_is_named_with_its_path_and_remedy(string field, string value, string code, string path, string remedy)
    {
        var error = Rejected(River.With(field, value)).ShouldHaveSingleItemOf(code, path);
        error.File.ShouldBe("river.json");
        error.Line.ShouldNotBeNull();
        error.Remedy.ShouldContain(remedy);
    }

    [Theory]
    [InlineData("/scene", "")]
    [InlineData("/title/en", "/title")]
    [InlineData("/models/0/id", "/models/0")]
    [InlineData("/models/0/points", "/models/0")]
    [InlineData("/models/0/rules/0/when", "/models/0/rules/0")]
    [InlineData("/models/0/rules/0/kind", "/models/0/rules/0")]
    public void A_missing_field_is_named_where_it_belongs(string field, string path) =>
        Rejected(River.Without(field)).ShouldHaveSingleItemOf("field-missing", path).Remedy.ShouldContain(field.Split('/')[^1]);

    [Fact]
    public void The_page_shows_an_error_as_the_loader_tells_it()
    {
        var error = Rejected(River.Text.Replace("\"level >= warning_level\"", "\"level > 1\"", StringComparison.Ordinal)).ShouldHaveSingleItem();
        Repository.Read("docs/scenes.md").ShouldContain($"\n{error}\n");
    }

    [Fact]
    public void All_errors_are_told_at_once()
    {
        var pack = River.With("/version", "\"one\"", "/models/0/points/0/unit", "\"furlong\"", "/models/0/rules/2/severity", "0");
        Rejected(pack).Select(error => error.Code).ShouldBe(["version-invalid", "unit-unknown", "severity-invalid"], ignoreOrder: true, River.Told(pack));
    }

    [Fact]
    public void A_wrong_definition_is_told_once_however_often_it_is_used()
    {
        var pack = River.With("/models/0/let", "{\"high\":\"level > 3\"}", "/models/0/rules/0/when", "\"high\"", "/models/0/rules/1/when", "\"high\"");
        Rejected(pack).ShouldHaveSingleItemOf("unit-mismatch", "/models/0/let/high");
    }

    [Fact]
    public void Two_models_of_one_id_are_refused()
    {
        var models = JsonNode.Parse(River.Text)!["models"]!.AsArray();
        models.Add(models[0]!.DeepClone());
        Rejected(River.With("/models", models.ToJsonString())).ShouldHaveSingleItemOf("id-duplicate", "/models/1/id");
    }

    [Fact]
    public void A_repeated_key_is_refused_on_its_line() =>
        Rejected(River.Text.Replace("\"scene\": \"river\",", "\"scene\": \"river\",\n  \"scene\": \"river\",", StringComparison.Ordinal))
            .ShouldHaveSingleItemOf("key-duplicate", "/scene").Line.ShouldBe(3);

    [Fact]
    public void A_pack_that_nests_forty_levels_is_refused() =>
        Rejected(new string('[', 40) + new string(']', 40)).ShouldHaveSingleItem().Code.ShouldBe("json-too-deep");

    [Fact]
    public void A_pack_that_nests_a_hundred_thousand_levels_is_refused_as_quickly() =>
        Rejected(new string('[', 100_000)).ShouldHaveSingleItem().Code.ShouldBe("json-too-deep");

    [Fact]
    public void A_pack_of_300_KiB_is_refused() =>
        Rejected(new string(' ', 300 * 1024) + River.Text).ShouldHaveSingleItem().Code.ShouldBe("pack-too-large");

    [Theory]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    public void What_JSON_does_not_know_is_refused_on_its_line(string word)
    {
        var error = Rejected(River.Text.Replace("\"max\": 200", $"\"max\": {word}", StringComparison.Ordinal)).ShouldHaveSingleItem();
        (error.Code, error.Line).ShouldBe(("json-malformed", 12));
        error.Remedy.ShouldContain("NaN");
    }

    [Fact]
    public void A_number_that_overflows_is_refused() =>
        Rejected(River.Text.Replace("\"max\": 200", "\"max\": 1e999", StringComparison.Ordinal))
            .Select(error => (error.Code, error.Path)).ShouldContain(("number-not-finite", "/models/0/points/0/max"));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("{\"scene\":\"\\ud800\"}")]
    [InlineData("{\"\\ud800\":1}")]
    [InlineData("// a comment\n{}")]
    [InlineData("{\"scene\":\"river\",}")]
    public void What_is_not_JSON_is_refused(string text) => Rejected(text).Select(error => error.Code).ShouldContain("json-malformed");

    [Fact]
    public void What_is_not_UTF8_is_refused() =>
        PackLoader.Default.Load("body", Encoding.Latin1.GetBytes("{\"scene\":\"flüsse\"}"))
            .ShouldBeOfType<PackResult.Rejected>().Errors.ShouldHaveSingleItem().Code.ShouldBe("json-malformed");

    [Fact]
    public void Too_many_parts_are_refused()
    {
        var points = Enumerable.Range(0, 65).Select(i => $$$"""{"name":"p{{{i}}}","unit":"m","title":{"zh":"x","en":"x"}}""");
        Rejected(River.With("/models/0/points", $"[{string.Join(',', points)}]")).Select(error => error.Code).ShouldContain("too-many");
    }

    [Fact]
    public void A_title_has_a_length() =>
        Rejected(River.With("/title/en", $"\"{new string('x', 121)}\"")).ShouldHaveSingleItemOf("text-too-long", "/title");

    [Fact]
    public void The_list_of_errors_is_bounded() =>
        Rejected($"{{{string.Join(',', Enumerable.Range(0, 5_000).Select(i => $"\"k{i}\":1"))}}}").Count.ShouldBe(PackLimits.ErrorsMax);

    private static IReadOnlyList<PackError> Rejected(string text) => River.Rejected(text);
}
