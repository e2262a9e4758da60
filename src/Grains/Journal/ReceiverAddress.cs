namespace CityBrain.Grains.Journal;

/// <summary>Where receivers of deliveries are found.</summary>
internal static class ReceiverAddress
{
    /// <summary>A receiver by its grain id.</summary>
    public static IFactReceiver Receiver(this IGrainFactory grains, GrainId id) => grains.GetGrain<IFactReceiver>(id);

    /// <summary>A grain with deadlines by its grain id.</summary>
    public static IDueReceiver DueReceiver(this IGrainFactory grains, GrainId id) => grains.GetGrain<IDueReceiver>(id);

    /// <summary>The grain id of a receiver.</summary>
    public static GrainId Of(string grainType, string key) => GrainId.Create(grainType, key);
}
