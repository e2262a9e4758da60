using System.Text.Json.Nodes;

namespace CityBrain.Api.Tests;

/// <summary>The committed description is what the process serves.</summary>
[Collection(OneCity.Name)]
public sealed class OpenApiTests(CityOverHttp city)
{
    private const string Refresh = "Refresh it: dotnet build src/Api --no-incremental -p:OpenApiGenerateDocuments=true -p:OpenApiGenerateDocumentsOnBuild=true";

    [Fact]
    public async Task The_committed_document_is_the_one_that_is_served()
    {
        var committed = JsonNode.Parse(Repository.Read("docs/openapi.json"));
        JsonNode.DeepEquals(await Served(), committed).ShouldBeTrue($"docs/openapi.json differs from what is served. {Refresh}");
    }

    [Fact]
    public async Task Every_operation_says_what_it_does_who_may_and_how_it_fails()
    {
        var document = (await Served())!;
        document["openapi"]!.GetValue<string>().ShouldStartWith("3.1");
        document["tags"]!.AsArray().ShouldAllBe(tag => tag!["description"] != null, "every group of operations says what it is about");
        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var (path, methods) in document["paths"]!.AsObject())
        {
            foreach (var (method, operation) in methods!.AsObject())
            {
                var what = $"{method} {path}";
                operation!["summary"].ShouldNotBeNull(what);
                names.Add(operation["operationId"].ShouldNotBeNull(what).GetValue<string>()).ShouldBeTrue(what);
                var open = path is "/connect/token" or "/health/live" or "/health/ready" || path.StartsWith("/api/v1/{token}/", StringComparison.Ordinal);
                (operation["security"] is JsonArray { Count: > 0 }).ShouldBe(!open, what);
                if (path.StartsWith("/api/", StringComparison.Ordinal) && operation["operationId"]!.GetValue<string>() != "readPackSchema")
                {
                    operation["responses"]!["400"]!["content"]!["application/problem+json"].ShouldNotBeNull(what);
                }
            }
        }
    }

    private async Task<JsonNode?> Served() => JsonNode.Parse(await city.As("anonymous").GetStringAsync("/openapi/v1.json"));
}
