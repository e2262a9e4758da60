using System.Text.Encodings.Web;
using System.Text.Json;

namespace CityBrain.Cli.Output;

/// <summary>How results are written as JSON: one document, indented, Chinese as it is.</summary>
public static class Json
{
    /// <summary>The one set of options.</summary>
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
