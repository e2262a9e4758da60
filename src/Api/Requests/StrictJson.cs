using System.Text.Json;
using System.Text.Json.Serialization;
using CityBrain.Api.Hosting;
using CityBrain.Api.Problems;

namespace CityBrain.Api.Requests;

/// <summary>How JSON is read and written at the edge. Reading is strict: what is not understood exactly is refused.</summary>
internal static class StrictJson
{
    /// <summary>For reading bodies.</summary>
    public static JsonSerializerOptions Reading { get; } = Build();

    private static JsonDocumentOptions Document { get; } = new() { MaxDepth = Limits.JsonDepthMax, AllowDuplicateProperties = false };

    /// <summary>Sets how answers are written.</summary>
    public static void Writing(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = JsonNamingPolicy.CamelCase;
        options.DictionaryKeyPolicy = null;
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = System.Text.Encodings.Web.JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        AddEnums(options);
    }

    /// <summary>Reads a body, or says what is wrong with it. Never shows what was sent, nor a type's name.</summary>
    public static (T? Value, Refusal? Refusal) Read<T>(ReadOnlySpan<byte> json)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Reading) is { } value ? (value, null) : (null, EdgeRefusals.JsonMismatch("$"));
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return (null, Diagnose(json, broken));
        }
    }

    /// <summary>Reads a body whose form the caller finds out itself, or says what is wrong with it.</summary>
    public static (T? Value, Refusal? Refusal) Parse<T>(ReadOnlyMemory<byte> json, Func<JsonElement, (T? Value, Refusal? Refusal)> read)
        where T : class
    {
        try
        {
            using var document = JsonDocument.Parse(json, Document);
            return read(document.RootElement);
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return (null, Diagnose(json.Span, broken));
        }
    }

    /// <summary>Why a body was not understood: syntax, depth, a repeated key, or its form.</summary>
    private static Refusal Diagnose(ReadOnlySpan<byte> json, string? path)
    {
        var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = Limits.BodyBytesMax });
        Stack<HashSet<string>> objects = new();
        try
        {
            while (reader.Read())
            {
                if (reader.CurrentDepth >= Limits.JsonDepthMax)
                {
                    return EdgeRefusals.JsonTooDeep;
                }

                switch (reader.TokenType)
                {
                    case JsonTokenType.StartObject:
                        objects.Push(new HashSet<string>(StringComparer.Ordinal));
                        break;
                    case JsonTokenType.EndObject:
                        objects.Pop();
                        break;
                    case JsonTokenType.PropertyName when !objects.Peek().Add(reader.GetString()!):
                        return EdgeRefusals.JsonDuplicateKey(Line(json[..(int)reader.TokenStartIndex]));
                }
            }
        }
        catch (Exception broken) when (broken is JsonException or InvalidOperationException)
        {
            return EdgeRefusals.JsonMalformed(broken is JsonException { LineNumber: { } line } ? $" (line {line + 1})" : string.Empty);
        }

        return EdgeRefusals.JsonMismatch(path is { Length: > 0 and <= 100 } ? Printable(path) : "$");
    }

    // A text that is no Unicode shows only when it is read.
    private static Refusal Diagnose(ReadOnlySpan<byte> json, Exception broken) =>
        broken is JsonException fault ? Diagnose(json, fault.Path) : EdgeRefusals.JsonMalformed(string.Empty);

    private static string Line(ReadOnlySpan<byte> before) => $" (line {before.Count((byte)'\n') + 1})";

    private static string Printable(string path) => new([.. path.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);

    private static JsonSerializerOptions Build()
    {
        var options = new JsonSerializerOptions(JsonSerializerOptions.Strict)
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            MaxDepth = Limits.JsonDepthMax,
        };
        options.Converters.Add(new ExactNames<OriginKind>(JsonNamingPolicy.KebabCaseLower));
        options.Converters.Add(new ExactNames<Level>(null));
        options.Converters.Add(new FiniteNumbers());
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }

    private static void AddEnums(JsonSerializerOptions options)
    {
        options.Converters.Add(new JsonStringEnumConverter<OriginKind>(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false));
        options.Converters.Add(new JsonStringEnumConverter<Level>(namingPolicy: null, allowIntegerValues: false));
    }

    /// <summary>One of the names, letter for letter: no numbers, no lists of names, no other case.</summary>
    private sealed class ExactNames<T>(JsonNamingPolicy? policy) : JsonConverter<T>
        where T : struct, Enum
    {
        private readonly Dictionary<string, T> _names = Enum.GetValues<T>().ToDictionary(
            value => policy?.ConvertName(value.ToString()) ?? value.ToString(), StringComparer.Ordinal);

        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String && _names.TryGetValue(reader.GetString()!, out var value) ? value : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
            writer.WriteStringValue(_names.First(name => name.Value.Equals(value)).Key);
    }

    /// <summary>1e400 is not infinity, it is an error.</summary>
    private sealed class FiniteNumbers : JsonConverter<double>
    {
        public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out var value) && double.IsFinite(value)
                ? value
                : throw new JsonException();

        public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => writer.WriteNumberValue(value);
    }
}
