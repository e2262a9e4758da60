using System.Text.Json.Serialization;
using CityBrain.Domain.Scenes;
using CityBrain.Grains.Journal;

namespace CityBrain.Grains.Scenes;

/// <summary>The JSON form of the facts of scenes.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ScenePublished))]
internal sealed partial class SceneFactJson : JsonSerializerContext;

/// <summary>The names of the facts of scenes; never edited once written.</summary>
internal static class SceneFactForms
{
    public static FactForms AddScenes(this FactForms forms) => forms.Add("scene-published", 1, SceneFactJson.Default.ScenePublished);
}
