using CityBrain.Domain.Devices;
using CityBrain.Scenes.Packs;

namespace CityBrain.Grains.Scenes;

/// <summary>The scenes in force, as this silo knows them. Devices take their models from here; the registry's grain keeps it current.</summary>
public sealed class ActiveScenes
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private SceneCatalogue _catalogue = SceneCatalogue.Empty;

    /// <summary>Done once the registry has been read: before that, no device may say that its model is unknown.</summary>
    public Task Ready => _ready.Task;

    /// <summary>The scenes in force.</summary>
    public SceneCatalogue Catalogue => Volatile.Read(ref _catalogue);

    /// <summary>A model in force, or null.</summary>
    public DeviceModel? Model(string id) => Catalogue.Models.GetValueOrDefault(id);

    /// <summary>Other scenes are in force now.</summary>
    public void Adopt(SceneCatalogue catalogue)
    {
        Volatile.Write(ref _catalogue, catalogue);
        _ready.TrySetResult();
    }
}
