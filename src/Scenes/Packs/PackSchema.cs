using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Packs;

/// <summary>
/// The JSON Schema (2020-12) of packs, for editors that complete and underline. The loader is stricter: a schema cannot compile
/// expressions or compare ids.
/// </summary>
public static class PackSchema
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        IndentSize = 2,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema, indented, with a line end: byte for byte what <c>docs/pack.schema.json</c> holds.</summary>
    public static string Write()
    {
        var schema = Record("A scene's pack: device models, the rules that watch them, and the indices worked out from them.",
            ("$schema", Text("Where an editor finds this schema.")),
            ("scene!", Id("The scene's id, unique in the city.")),
            ("version!", Form(PackPatterns.Version, "Three numbers; a published version never changes.")),
            ("title!", Ref("title")),
            ("models!", List("model", PackLimits.ModelsMax, "The kinds of devices.", least: 1)),
            ("indices", List("index", PackLimits.PartsMax, "Figures that formulas work out from points.")));
        schema["$defs"] = Definitions();
        var document = new JsonObject
        {
            ["$schema"] = "https://json-schema.org/draft/2020-12/schema",
            ["title"] = "CityBrain pack",
        };
        foreach (var (name, value) in schema)
        {
            document[name] = value?.DeepClone();
        }

        return document.ToJsonString(Indented) + "\n";
    }

    private static JsonObject Definitions() => new()
    {
        ["title"] = Record("What it is called.", ("zh!", Title("Chinese.")), ("en!", Title("English."))),
        ["model"] = Record("What devices of one kind report and which rules watch them.",
            ("id!", Id("The model's id, unique in the city.")),
            ("title!", Ref("title")),
            ("interval", Duration("How often such a device says it reports.")),
            ("battery", Record("Such a device runs on a battery: it gets the point `battery` in % and the rule `battery-low`.",
                ("low!", With(With(Number("Below this charge in % it needs maintenance; clears 5 % above."), "exclusiveMinimum", 0), "maximum", Battery.LowMax)))),
            ("points!", List("point", PackLimits.PartsMax, "What it measures.", least: 1)),
            ("attributes", List("attribute", PackLimits.PartsMax, "Numbers that a device is given when it is registered; rules read them like points.")),
            ("let", Map(new JsonObject { ["$ref"] = "#/$defs/expression" }, "Named expressions that rules and each other may use.")),
            ("rules", List("rule", PackLimits.PartsMax, "The alarm rules."))),
        ["point"] = Record("One measured quantity.",
            ("name!", Form(PackPatterns.SnakeCase, "Its name on the wire and in expressions.")),
            ("unit!", Ref("unit")),
            ("title!", Ref("title")),
            ("min", Number("Smallest physically possible value; below it a value is flagged `range`.")),
            ("max", Number("Largest physically possible value; above it a value is flagged `range`.")),
            ("spikeLimit", With(Number("A step over this within 30 minutes is a spike."), "exclusiveMinimum", 0))),
        ["attribute"] = Record("A number that belongs to one device.",
            ("name!", Form(PackPatterns.SnakeCase, "Its name in expressions.")), ("unit!", Ref("unit")), ("title!", Ref("title"))),
        ["rule"] = Record("Raises an alarm while a condition holds.",
            ("id!", Id("The rule's id, unique in the model.")),
            ("kind!", Id("The kind of incident its alarms belong to; alarms of one kind merge.")),
            ("title!", Ref("title")),
            ("severity!", new JsonObject { ["description"] = "1 (level IV) to 4 (level I).", ["enum"] = new JsonArray(1, 2, 3, 4) }),
            ("when!", Ref("expression")),
            ("clear", Ref("expression")),
            ("for", Duration("How long the condition must hold before the alarm is raised; at once when absent."))),
        ["index"] = Record("A figure that a formula works out from a model's points and attributes.",
            ("id!", Id("The index's id, unique in the pack.")),
            ("title!", Ref("title")),
            ("model!", Id("The model whose devices have it.")),
            ("formula!", new JsonObject { ["description"] = "The formula.", ["enum"] = Array(PackLoader.ShippedFormulas.Order(StringComparer.Ordinal)) }),
            ("inputs!", Map(Text("A point or attribute of the model."), "What feeds each input of the formula."))),
        ["unit"] = new JsonObject { ["description"] = "A unit; 1 is a plain number.", ["enum"] = Array(Unit.All.Select(unit => unit.Symbol).Prepend("1")) },
        ["expression"] = With(With(Text("An expression of docs/expressions.md."), "minLength", 1), "maxLength", ExpressionLimits.TextLengthMax),
    };

    // A field's name ends with ! where the field is required.
    private static JsonObject Record(string description, params (string Name, JsonObject Schema)[] fields)
    {
        var properties = new JsonObject();
        foreach (var (name, schema) in fields)
        {
            properties[name.TrimEnd('!')] = schema;
        }

        return new JsonObject
        {
            ["description"] = description,
            ["type"] = "object",
            ["additionalProperties"] = false,
            ["required"] = Array(fields.Where(field => field.Name.EndsWith('!')).Select(field => field.Name.TrimEnd('!'))),
            ["properties"] = properties,
        };
    }

    private static JsonObject List(string item, int most, string description, int least = 0) => new()
    {
        ["description"] = description,
        ["type"] = "array",
        ["minItems"] = least,
        ["maxItems"] = most,
        ["items"] = Ref(item),
    };

    private static JsonObject Map(JsonObject value, string description) => new()
    {
        ["description"] = description,
        ["type"] = "object",
        ["maxProperties"] = PackLimits.PartsMax,
        ["additionalProperties"] = value,
    };

    private static JsonObject Ref(string name) => new() { ["$ref"] = $"#/$defs/{name}" };

    private static JsonObject Text(string description) => new() { ["description"] = description, ["type"] = "string" };

    private static JsonObject Title(string description) => With(Text(description), "maxLength", PackLimits.TitleLengthMax);

    private static JsonObject Number(string description) => new() { ["description"] = description, ["type"] = "number" };

    private static JsonObject Form(string pattern, string description) =>
        With(With(Text(description), "pattern", PackPatterns.ForSchema(pattern)), "maxLength", PackLimits.NameLengthMax);

    private static JsonObject Id(string description) => Form(PackPatterns.KebabCase, description);

    private static JsonObject Duration(string description) =>
        With(Text(description + " Such as 30s, 10m, 6h or 1d."), "pattern", PackPatterns.ForSchema(PackPatterns.Duration));

    private static JsonObject With(JsonObject schema, string keyword, JsonNode value)
    {
        schema[keyword] = value;
        return schema;
    }

    private static JsonArray Array(IEnumerable<string> values) => new([.. values.Select(value => (JsonNode)value)]);
}
