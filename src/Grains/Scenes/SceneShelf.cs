using System.Collections.Immutable;
using CityBrain.Domain.Scenes;
using CityBrain.Grains.Interfaces.Scenes;
using CityBrain.Scenes.Packs;

namespace CityBrain.Grains.Scenes;

/// <summary>The scenes in force and every version that ever was.</summary>
/// <param name="Catalogue">The scenes in force, compiled.</param>
/// <param name="Published">All publications, oldest first.</param>
public sealed record SceneShelf(SceneCatalogue Catalogue, ImmutableList<ScenePublished> Published)
{
    /// <summary>Nothing published yet.</summary>
    public static SceneShelf Empty { get; } = new(SceneCatalogue.Empty, []);

    /// <summary>The publication in force of a scene, or null.</summary>
    public ScenePublished? InForce(string scene) => Published.FindLast(published => published.Scene == scene);

    /// <summary>How a scene is shown.</summary>
    public SceneView ToView(Scene scene, bool withPack)
    {
        var published = InForce(scene.Reference.Scene)!;
        return new SceneView
        {
            Id = scene.Reference.Scene,
            Version = scene.Reference.Version,
            Hash = scene.Reference.Hash,
            TitleZh = scene.Title.Zh,
            TitleEn = scene.Title.En,
            Models = [.. scene.Models.Select(model => model.Id)],
            PublishedAt = published.At,
            Pack = withPack ? scene.CanonicalJson : null,
            Versions = [.. Published.Where(version => version.Scene == scene.Reference.Scene).Select(version => version.Hash)],
        };
    }
}
