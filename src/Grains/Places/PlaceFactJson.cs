using System.Text.Json.Serialization;
using CityBrain.Domain.Places;
using CityBrain.Grains.Journal;

namespace CityBrain.Grains.Places;

/// <summary>The JSON form of the facts of places.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, IgnoreReadOnlyProperties = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegisterCleared))]
[JsonSerializable(typeof(PlaceAdded))]
[JsonSerializable(typeof(PlaceRenamed))]
[JsonSerializable(typeof(PlaceCodeChanged))]
[JsonSerializable(typeof(PlaceTransferred))]
[JsonSerializable(typeof(PlaceMoved))]
internal sealed partial class PlaceFactJson : JsonSerializerContext;

/// <summary>The names of the facts of places; never edited once written.</summary>
internal static class PlaceFactForms
{
    public static FactForms AddPlaces(this FactForms forms)
    {
        var json = PlaceFactJson.Default;
        return forms
            .Add("register-cleared", 1, json.RegisterCleared)
            .Add("place-added", 1, json.PlaceAdded)
            .Add("place-renamed", 1, json.PlaceRenamed)
            .Add("place-code-changed", 1, json.PlaceCodeChanged)
            .Add("place-transferred", 1, json.PlaceTransferred)
            .Add("place-moved", 1, json.PlaceMoved);
    }
}
