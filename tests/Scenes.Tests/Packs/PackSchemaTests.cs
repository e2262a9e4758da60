using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CityBrain.Scenes.Packs;

namespace CityBrain.Scenes.Tests.Packs;

public sealed class PackSchemaTests
{
    private static readonly JsonNode Schema = JsonNode.Parse(PackSchema.Write())!;

    [Fact]
    public void The_committed_schema_is_current()
    {
        Repository.Renew("docs/pack.schema.json", PackSchema.Write());
        Repository.Read("docs/pack.schema.json").ShouldBe(PackSchema.Write());
    }

    [Fact]
    public void Shipped_packs_and_the_example_satisfy_the_schema()
    {
        foreach (var text in ShippedPacks.Files.Select(ShippedPacks.Text).Append(Repository.Read("docs/examples/slope.json")))
        {
            Violations(Schema, JsonNode.Parse(text), string.Empty).ShouldBeEmpty();
        }
    }

    [Theory]
    [InlineData("/scene", "\"River\"")]
    [InlineData("/color", "1")]
    [InlineData("/version", "\"1.0\"")]
    [InlineData("/models", "[]")]
    [InlineData("/models/0/points/0/unit", "\"furlong\"")]
    [InlineData("/models/0/points/0/spikeLimit", "0")]
    [InlineData("/models/0/rules/0/severity", "5")]
    [InlineData("/models/0/rules/0/for", "\"soon\"")]
    [InlineData("/models/0/rules/0/when", "7")]
    [InlineData("/models/0/battery", "20")]
    [InlineData("/models/0/battery", "{}")]
    [InlineData("/models/0/battery", "{\"low\":0}")]
    [InlineData("/models/0/battery", "{\"low\":96}")]
    [InlineData("/models/0/battery", "{\"low\":20,\"high\":80}")]
    public void What_the_schema_refuses_the_loader_refuses_too(string field, string value)
    {
        var pack = River.With(field, value);
        Violations(Schema, JsonNode.Parse(pack), string.Empty).ShouldNotBeEmpty();
        River.Rejected(pack).ShouldNotBeEmpty();
    }

    // As much of JSON Schema as this schema uses; a keyword that is not here fails.
    private static IEnumerable<string> Violations(JsonNode schema, JsonNode? value, string path) => schema.AsObject().SelectMany(keyword => keyword.Key switch
    {
        "$ref" => Violations(Schema["$defs"]![((string)keyword.Value!).Split('/')[^1]]!, value, path),
        "type" => When(!IsOfType((string)keyword.Value!, value), $"{path}: is no {keyword.Value}"),
        "enum" => When(!keyword.Value!.AsArray().Any(choice => JsonNode.DeepEquals(choice, value)), $"{path}: is no choice"),
        "pattern" => When(value is not JsonValue || !Regex.IsMatch(value.ToString(), (string)keyword.Value!), $"{path}: is not {keyword.Value}"),
        "required" => keyword.Value!.AsArray().Where(name => value is JsonObject it && !it.ContainsKey((string)name!)).Select(name => $"{path}: lacks {name}"),
        "properties" => value is not JsonObject known ? [] : keyword.Value!.AsObject()
            .Where(property => known.ContainsKey(property.Key))
            .SelectMany(property => Violations(property.Value!, known[property.Key], $"{path}/{property.Key}")),
        "additionalProperties" => value is not JsonObject all ? [] : all
            .Where(member => schema["properties"]?[member.Key] is null)
            .SelectMany(member => keyword.Value is JsonObject other ? Violations(other, member.Value, $"{path}/{member.Key}") : [$"{path}/{member.Key}: is unknown"]),
        "items" => value is not JsonArray items ? [] : items.SelectMany((item, index) => Violations(keyword.Value!, item, $"{path}/{index}")),
        "minItems" => When(value is JsonArray { Count: var count } && count < (int)keyword.Value!, $"{path}: too few"),
        "maxItems" => When(value is JsonArray { Count: var count } && count > (int)keyword.Value!, $"{path}: too many"),
        "maxProperties" => When(value is JsonObject { Count: var count } && count > (int)keyword.Value!, $"{path}: too many"),
        "minLength" => When(value is JsonValue && value.ToString().Length < (int)keyword.Value!, $"{path}: too short"),
        "maxLength" => When(value is JsonValue && value.ToString().Length > (int)keyword.Value!, $"{path}: too long"),
        "maximum" => When(value is JsonValue && (double)value > (double)keyword.Value!, $"{path}: too large"),
        "exclusiveMinimum" => When(value is JsonValue && (double)value <= (double)keyword.Value!, $"{path}: too small"),
        "$schema" or "$defs" or "title" or "description" => [],
        _ => [$"{path}: the keyword {keyword.Key} is not understood here"],
    });

    private static IEnumerable<string> When(bool wrong, string told) => wrong ? [told] : [];

    private static bool IsOfType(string type, JsonNode? value) => (type, value?.GetValueKind()) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String) or ("number", JsonValueKind.Number) => true,
        _ => false,
    };
}
