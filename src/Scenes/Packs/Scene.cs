using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Packs;

/// <summary>A scene as one version of its pack defines it; immutable, checked and compiled.</summary>
public sealed record Scene
{
    /// <summary>Kebab-case id: <c>river</c>.</summary>
    public string Id => Reference.Scene;

    /// <summary>The id, the author's version, and the hash that names the pack.</summary>
    public required PackReference Reference { get; init; }

    /// <summary>What it is called.</summary>
    public required LocalText Title { get; init; }

    /// <summary>The device models, in the pack's order.</summary>
    public required IReadOnlyList<DeviceModel> Models { get; init; }

    /// <summary>The indices that formulas work out from points, in the pack's order.</summary>
    public required IReadOnlyList<IndexSpec> Indices { get; init; }

    /// <summary>The pack with sorted keys and no white space; its SHA-256 is the hash, and loading it again gives this scene.</summary>
    public required string CanonicalJson { get; init; }
}

/// <summary>A figure that a formula works out from a model's points and attributes.</summary>
/// <param name="Id">Kebab-case id, unique in the pack: <c>aqi</c>.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Model">The device model whose devices have it.</param>
/// <param name="Formula">One of the formulas that the city knows: <c>hj633-aqi</c>.</param>
/// <param name="Inputs">The formula's inputs, and the point or attribute that feeds each.</param>
public sealed record IndexSpec(string Id, LocalText Title, string Model, string Formula, IReadOnlyDictionary<string, string> Inputs);
