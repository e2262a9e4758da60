using System.Reflection;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;
using Microsoft.AspNetCore.Http.Metadata;

namespace CityBrain.Api.Requests;

/// <summary>Marks a body that may be left out altogether.</summary>
internal interface IOptionalBody;

/// <summary>A JSON body, read strictly. Handlers that get one can rely on it: what is malformed is answered before.</summary>
/// <typeparam name="T">Its form.</typeparam>
internal sealed class JsonBody<T> : IRefusable, IEndpointParameterMetadataProvider
    where T : class
{
    private JsonBody(T? value, string hash, Problem? fault) => (Value, Hash, Fault) = (value!, hash, fault);

    /// <summary>The body.</summary>
    public T Value { get; }

    /// <summary>Hash of the command that it makes.</summary>
    public string Hash { get; }

    /// <inheritdoc/>
    public Problem? Fault { get; }

    private static bool Optional => typeof(T).IsAssignableTo(typeof(IOptionalBody));

    /// <summary>Reads the body.</summary>
    public static async ValueTask<JsonBody<T>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, hash, fault) = await BodyReader.Read(context, "application/json", Limits.BodyBytesMax, Optional);
        if (fault is not null)
        {
            return new JsonBody<T>(null, hash, fault);
        }

        var (value, refusal) = StrictJson.Read<T>(bytes.IsEmpty && Optional ? "{}"u8 : bytes.Span);
        return new JsonBody<T>(value, hash, refusal is null ? null : new Problem(refusal));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(["application/json"], typeof(T), Optional));
}

/// <summary>A body whose text is handed on as it is, because what reads it names lines and places itself.</summary>
/// <typeparam name="TForm">What kind of text.</typeparam>
internal sealed class TextBody<TForm> : IRefusable, IEndpointParameterMetadataProvider
    where TForm : ITextForm
{
    private TextBody(string text, string hash, Problem? fault) => (Text, Hash, Fault) = (text, hash, fault);

    /// <summary>The text.</summary>
    public string Text { get; }

    /// <summary>Hash of the command that it makes.</summary>
    public string Hash { get; }

    /// <inheritdoc/>
    public Problem? Fault { get; }

    /// <summary>Reads the body.</summary>
    public static async ValueTask<TextBody<TForm>> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        var (bytes, hash, fault) = await BodyReader.Read(context, TForm.MediaType, TForm.BytesMax);
        if (fault is not null)
        {
            return new TextBody<TForm>(string.Empty, hash, fault);
        }

        return BodyReader.TryText(bytes.Span, out var text)
            ? new TextBody<TForm>(text, hash, null)
            : new TextBody<TForm>(string.Empty, hash, new Problem(EdgeRefusals.TextNotUtf8));
    }

    /// <inheritdoc/>
    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata([TForm.MediaType], TForm.Form));
}

/// <summary>A kind of text body.</summary>
internal interface ITextForm
{
    /// <summary>Its media type.</summary>
    static abstract string MediaType { get; }

    /// <summary>How large it may be, in bytes.</summary>
    static abstract int BytesMax { get; }

    /// <summary>What it is described as.</summary>
    static abstract Type Form { get; }
}

/// <summary>Comma-separated text.</summary>
internal sealed class CsvForm : ITextForm
{
    /// <inheritdoc/>
    public static string MediaType => "text/csv";

    /// <inheritdoc/>
    public static int BytesMax => Limits.BodyBytesMax;

    /// <inheritdoc/>
    public static Type Form => typeof(string);
}

/// <summary>A scene's pack.</summary>
internal sealed class PackForm : ITextForm
{
    /// <inheritdoc/>
    public static string MediaType => "application/json";

    /// <inheritdoc/>
    public static int BytesMax => Limits.PackBytesMax;

    /// <inheritdoc/>
    public static Type Form => typeof(System.Text.Json.Nodes.JsonObject);
}
