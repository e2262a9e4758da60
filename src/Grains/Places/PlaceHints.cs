using CityBrain.Grains.Interfaces;
using CityBrain.Grains.Interfaces.Places;

namespace CityBrain.Grains.Places;

/// <summary>How grains tell the place they stand in that something durable changed. Nobody waits for it, and nothing depends on it.</summary>
internal static class PlaceHints
{
    public static void HintChanged(this IGrainFactory grains, PlaceCode place)
    {
        var change = new PlaceChange(place, null);
        var hint = place.Level switch
        {
            PlaceLevel.Community => grains.Community(place).Push(change),
            PlaceLevel.District => grains.District(place).Push(change),
            _ => grains.City().Push(change),
        };
        hint.Ignore();
    }
}
