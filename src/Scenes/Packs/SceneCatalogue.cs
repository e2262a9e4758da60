using System.Collections.Immutable;
using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Packs;

/// <summary>What became of a publication.</summary>
public abstract record Publication
{
    private Publication()
    {
    }

    /// <summary>The scene is active in the new catalogue; the same catalogue when it was active already.</summary>
    /// <param name="Catalogue">The scenes that are active now.</param>
    public sealed record Published(SceneCatalogue Catalogue) : Publication;

    /// <summary>The scene would break what devices rely on; nothing changes.</summary>
    /// <param name="Errors">Why, completely; never empty.</param>
    public sealed record Refused(IReadOnlyList<PackError> Errors) : Publication;
}

/// <summary>The active scenes of a city and the models that they define; immutable.</summary>
public sealed class SceneCatalogue
{
    private readonly ImmutableSortedDictionary<string, Scene> scenes;
    private readonly Dictionary<string, DeviceModel> models;

    private SceneCatalogue(ImmutableSortedDictionary<string, Scene> scenes)
    {
        this.scenes = scenes;
        models = scenes.Values.SelectMany(scene => scene.Models).ToDictionary(model => model.Id, StringComparer.Ordinal);
    }

    /// <summary>No scene at all.</summary>
    public static SceneCatalogue Empty { get; } = new(ImmutableSortedDictionary.Create<string, Scene>(StringComparer.Ordinal));

    /// <summary>The active scenes, by id.</summary>
    public IReadOnlyDictionary<string, Scene> Scenes => scenes;

    /// <summary>The models of all active scenes, by id.</summary>
    public IReadOnlyDictionary<string, DeviceModel> Models => models;

    /// <summary>The scene that defines a model, or null.</summary>
    public Scene? SceneOf(string model) => models.TryGetValue(model, out var found) ? scenes[found.Pack.Scene] : null;

    /// <summary>
    /// Makes a scene active, in place of its former version. Devices rely on models, points and units, so a version that takes
    /// one away or changes a unit is refused, and so is a version number that already names other content.
    /// </summary>
    /// <param name="scene">The scene.</param>
    /// <param name="file">What errors call its pack.</param>
    public Publication Publish(Scene scene, string file = "body")
    {
        ArgumentNullException.ThrowIfNull(scene);
        var former = scenes.GetValueOrDefault(scene.Id);
        if (former?.Reference == scene.Reference)
        {
            return new Publication.Published(this);
        }

        var errors = new PackErrors(file);
        for (var index = 0; index < scene.Models.Count; index++)
        {
            if (SceneOf(scene.Models[index].Id) is { } owner && owner.Id != scene.Id)
            {
                errors.Add("model-taken", $"/models/{index}/id", null,
                    $"the scene `{owner.Id}` already defines a model `{scene.Models[index].Id}`", "give the model another id");
            }
        }

        if (former is not null)
        {
            Compare(former, scene, errors);
        }

        return errors.All.Count == 0
            ? new Publication.Published(new SceneCatalogue(scenes.SetItem(scene.Id, scene)))
            : new Publication.Refused(errors.All);
    }

    private static void Compare(Scene former, Scene scene, PackErrors errors)
    {
        if (former.Reference.Version == scene.Reference.Version)
        {
            errors.Add("version-taken", "/version", null, $"version {scene.Reference.Version} of `{scene.Id}` is published with other content",
                "raise the version; a published version never changes");
        }

        foreach (var old in former.Models)
        {
            var index = scene.Models.ToList().FindIndex(model => model.Id == old.Id);
            if (index < 0)
            {
                errors.Add("model-removed", "/models", null, $"the model `{old.Id}` is gone, and devices use it", "keep the model");
                continue;
            }

            var path = $"/models/{index}";
            Compare("point", path, old.Points.Values.Select(point => (point.Name, point.Unit)),
                name => scene.Models[index].Points.TryGetValue(name, out var point) ? point.Unit : null, errors);
            Compare("attribute", path, old.Attributes.Values.Select(attribute => (attribute.Name, attribute.Unit)),
                name => scene.Models[index].Attributes.TryGetValue(name, out var attribute) ? attribute.Unit : null, errors);
        }
    }

    private static void Compare(string what, string path, IEnumerable<(string Name, string Unit)> old, Func<string, string?> unitOf, PackErrors errors)
    {
        foreach (var (name, unit) in old)
        {
            if (unitOf(name) is not { } now)
            {
                errors.Add($"{what}-removed", $"{path}/{what}s", null, $"the {what} `{name}` is gone, and devices use it", $"keep the {what}");
            }
            else if (now != unit)
            {
                errors.Add($"{what}-unit-changed", $"{path}/{what}s", null, $"the {what} `{name}` changed its unit from {unit} to {now}",
                    $"keep {unit}, or add a {what} with another name");
            }
        }
    }
}
