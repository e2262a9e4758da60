namespace CityBrain.Domain.Scenes;

/// <summary>What happened to the scenes of the city. Stream <c>scenes</c>.</summary>
public abstract record SceneFact;

/// <summary>A pack came into force.</summary>
/// <param name="Scene">The scene's id.</param>
/// <param name="Version">The version its author gave it.</param>
/// <param name="Hash">SHA-256 of the canonical JSON, hexadecimal.</param>
/// <param name="Pack">The pack's canonical JSON: versions are immutable and stay readable.</param>
/// <param name="At">When.</param>
public sealed record ScenePublished(string Scene, string Version, string Hash, string Pack, DateTimeOffset At) : SceneFact;
