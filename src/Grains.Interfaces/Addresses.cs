using CityBrain.Grains.Interfaces.Devices;
using CityBrain.Grains.Interfaces.Incidents;
using CityBrain.Grains.Interfaces.Live;
using CityBrain.Grains.Interfaces.Places;
using CityBrain.Grains.Interfaces.Scenes;

namespace CityBrain.Grains.Interfaces;

/// <summary>Where grains are found: the only place that turns ids into keys.</summary>
public static class Addresses
{
    /// <summary>The city of this deployment.</summary>
    public static ICityGrain City(this IGrainFactory grains) => grains.GetGrain<ICityGrain>("city");

    /// <summary>A district, by the code its place is keyed by.</summary>
    public static IDistrictGrain District(this IGrainFactory grains, PlaceCode code) => grains.GetGrain<IDistrictGrain>(code.Digits);

    /// <summary>A community, by the code its place is keyed by.</summary>
    public static ICommunityGrain Community(this IGrainFactory grains, PlaceCode code) => grains.GetGrain<ICommunityGrain>(code.Digits);

    /// <summary>A device.</summary>
    public static IDeviceGrain Device(this IGrainFactory grains, DeviceId id) => grains.GetGrain<IDeviceGrain>(id.Value);

    /// <summary>Questions over devices, readings and alarms.</summary>
    public static IDeviceHistoryGrain DeviceHistory(this IGrainFactory grains) => grains.GetGrain<IDeviceHistoryGrain>(0);

    /// <summary>A replay session.</summary>
    public static IReplayGrain Replay(this IGrainFactory grains, string session) => grains.GetGrain<IReplayGrain>(session);

    /// <summary>An incident.</summary>
    public static IIncidentGrain Incident(this IGrainFactory grains, IncidentId id) => grains.GetGrain<IIncidentGrain>(id.Value);

    /// <summary>Questions over incidents.</summary>
    public static IIncidentIndexGrain IncidentIndex(this IGrainFactory grains) => grains.GetGrain<IIncidentIndexGrain>(0);

    /// <summary>The scenes of this city.</summary>
    public static ISceneRegistryGrain SceneRegistry(this IGrainFactory grains) => grains.GetGrain<ISceneRegistryGrain>("scenes");

    /// <summary>What happens as it happens.</summary>
    public static ILiveFeedGrain LiveFeed(this IGrainFactory grains) => grains.GetGrain<ILiveFeedGrain>(0);
}
