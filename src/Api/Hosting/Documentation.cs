using System.Text.Json;
using CityBrain.Api.Access;
using CityBrain.Api.Requests;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Scalar.AspNetCore;

namespace CityBrain.Api.Hosting;

/// <summary>The OpenAPI document and its readable form; both from this process alone.</summary>
internal static class Documentation
{
    private const string OAuth = "oauth2";

    private static readonly Dictionary<string, string> Mechanisms = new(StringComparer.Ordinal)
    {
        ["Access"] = "Tokens for people, departments and services.",
        ["Health"] = "How the process is, for whoever watches it.",
        ["Devices"] = "What reports: registration, tokens, readings.",
        ["Telemetry"] = "What devices send, under the token in their path.",
        ["Commands"] = "What devices are asked to do, and what became of it; what devices could not be told.",
        ["Alarms"] = "Episodes from raise to clear, made by rules from readings.",
        ["Statistics"] = "Figures over readings.",
        ["Replays"] = "Files of readings, read again; never counted as live.",
        ["Places"] = "Divisions of the city under their present and former codes.",
        ["City"] = "The whole city at a glance.",
        ["Incidents"] = "What the city has to deal with, from opening to closing.",
        ["Scenes"] = "Packs: what the city watches and does, published without a restart.",
    };

    /// <summary>Describes the API.</summary>
    public static void AddDocumentation(this WebApplicationBuilder builder) => builder.Services.AddOpenApi("v1", options =>
    {
        options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
        options.AddDocumentTransformer(Introduce);
        options.AddOperationTransformer(Complete);
        options.AddSchemaTransformer(Shape);
    });

    /// <summary>Maps both; in development anybody may look.</summary>
    public static void MapDocumentation(this WebApplication app)
    {
        var documents = app.MapGroup(string.Empty).ExcludeFromDescription();
        documents.MapOpenApi("/openapi/{documentName}.json");
        documents.MapScalarApiReference("/docs", options => options
            .WithTitle("CityBrain API")
            .WithOpenApiRoutePattern("/openapi/{documentName}.json")
            .DisableDefaultFonts()
            .DisableTelemetry()
            .DisableAgent()
            .HideDeveloperTools()
            .HideClientButton());
        if (app.Environment.IsDevelopment())
        {
            documents.AllowAnonymous();
        }
        else
        {
            documents.RequireAuthorization(Policies.Read);
        }
    }

    private static Task Introduce(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "CityBrain",
            Version = "v1",
            Description = "The edge of a county city's brain. Errors are RFC 9457 problems with a stable code and a remedy. Lists are paged by cursor. "
                + "Times are ISO 8601 with offset, in telemetry epoch milliseconds; coordinates are WGS84.",
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The city that serves this document." }];
        foreach (var tag in document.Tags ?? new HashSet<OpenApiTag>())
        {
            tag.Description = Mechanisms.GetValueOrDefault(tag.Name ?? string.Empty);
        }

        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [OAuth] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.OAuth2,
                Description = "Client credentials for departments and services; the password grant for the demonstration accounts, in development only.",
                Flows = new OpenApiOAuthFlows
                {
                    ClientCredentials = new OpenApiOAuthFlow { TokenUrl = new Uri("/connect/token", UriKind.Relative), Scopes = new Dictionary<string, string>() },
                    Password = new OpenApiOAuthFlow { TokenUrl = new Uri("/connect/token", UriKind.Relative), Scopes = new Dictionary<string, string>() },
                },
            },
        };
        return Task.CompletedTask;
    }

    private static Task Complete(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        operation.Security = metadata.OfType<IAllowAnonymous>().Any()
            ? []
            : [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(OAuth, context.Document)] = [] }];
        foreach (var parameter in operation.Parameters?.OfType<OpenApiParameter>() ?? [])
        {
            parameter.Name = JsonNamingPolicy.CamelCase.ConvertName(parameter.Name!);
        }

        if (context.Description.ParameterDescriptions.Any() is false && operation.Parameters is null)
        {
            operation.Parameters = [];
        }

        if (context.Description.HttpMethod is "POST" or "DELETE" && metadata.OfType<IAuthorizeData>().Any())
        {
            (operation.Parameters ??= []).Add(new OpenApiParameter
            {
                Name = Caller.KeyHeader,
                In = ParameterLocation.Header,
                Description = "The caller's key for this command: the same key gives the first answer again, with another body it is refused.",
                Schema = new OpenApiSchema { Type = JsonSchemaType.String, MinLength = 1, MaxLength = Limits.IdempotencyKeyLengthMax, Pattern = "^[!-~]+$" },
            });
        }

        return Task.CompletedTask;
    }

    // Types of a query's values are written as the text they are.
    private static Task Shape(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
        if (type == typeof(Moment))
        {
            (schema.Type, schema.Format) = (JsonSchemaType.String, "date-time");
        }
        else if (type == typeof(PageLimit))
        {
            (schema.Type, schema.Minimum, schema.Maximum) = (JsonSchemaType.Integer, "1", "1000");
        }
        else if (type == typeof(Devices.PollTime))
        {
            (schema.Type, schema.Minimum, schema.Maximum) = (JsonSchemaType.Integer, "0", "25000");
        }
        else if (type == typeof(Figure))
        {
            schema.Type = JsonSchemaType.Number;
        }

        return Task.CompletedTask;
    }
}
