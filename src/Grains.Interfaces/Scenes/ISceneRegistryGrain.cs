using Orleans.Concurrency;

namespace CityBrain.Grains.Interfaces.Scenes;

/// <summary>The scenes in force in this city; every version ever published stays readable.</summary>
[Alias("citybrain.scene-registry-grain"), GrainInterfaceType("citybrain.scene-registry-grain")]
public interface ISceneRegistryGrain : IGrainWithStringKey
{
    /// <summary>Checks a pack and puts it in force; running devices switch at their next reading.</summary>
    [Alias("publish")]
    Task<Answer<PublishReceipt>> Publish(PublishScene command);

    /// <summary>The scenes in force.</summary>
    [Alias("list"), ReadOnly]
    Task<IReadOnlyList<SceneView>> List();

    /// <summary>One scene with its pack and its versions.</summary>
    [Alias("read"), ReadOnly]
    Task<Answer<SceneView>> Read(string scene);
}

/// <summary>Publishes a pack.</summary>
/// <param name="Mandate">In whose name and under which key.</param>
/// <param name="Pack">The pack's JSON text, at most 256 KiB.</param>
[GenerateSerializer, Immutable, Alias("citybrain.publish-scene")]
public sealed record PublishScene([property: Id(0)] Mandate Mandate, [property: Id(1)] string Pack);

/// <summary>What became of a publication: the scene in force, or everything that is wrong with the pack.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.publish-receipt")]
public sealed record PublishReceipt([property: Id(0)] SceneView? Scene, [property: Id(1)] IReadOnlyList<PackFault> Faults);

/// <summary>Something wrong with a pack.</summary>
/// <param name="Code">Stable code.</param>
/// <param name="Path">JSON pointer of the place in the pack.</param>
/// <param name="Line">Line in the pack, from 1; null when not known.</param>
/// <param name="Reason">What is wrong.</param>
/// <param name="Remedy">What to write instead.</param>
[GenerateSerializer, Immutable, Alias("citybrain.pack-fault")]
public sealed record PackFault(
    [property: Id(0)] string Code, [property: Id(1)] string Path, [property: Id(2)] int? Line, [property: Id(3)] string Reason, [property: Id(4)] string Remedy);

/// <summary>A scene as shown.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.scene-view")]
public sealed record SceneView
{
    /// <summary>Its id.</summary>
    [Id(0)]
    public required string Id { get; init; }

    /// <summary>The version in force.</summary>
    [Id(1)]
    public required string Version { get; init; }

    /// <summary>The pack's hash.</summary>
    [Id(2)]
    public required string Hash { get; init; }

    /// <summary>Title in Chinese.</summary>
    [Id(3)]
    public required string TitleZh { get; init; }

    /// <summary>Title in English.</summary>
    [Id(4)]
    public required string TitleEn { get; init; }

    /// <summary>Its device models.</summary>
    [Id(5)]
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>When this version came into force.</summary>
    [Id(6)]
    public required DateTimeOffset PublishedAt { get; init; }

    /// <summary>The pack's canonical JSON; null in lists.</summary>
    [Id(7)]
    public string? Pack { get; init; }

    /// <summary>Hashes of all versions, oldest first.</summary>
    [Id(8)]
    public IReadOnlyList<string> Versions { get; init; } = [];
}
