using CityBrain.Api.Requests;
using CityBrain.Grains.Interfaces;

namespace CityBrain.Api.Places;

/// <summary>What places are called.</summary>
internal static class PlaceNames
{
    /// <summary>The name of the place of a code; null where it is none, or the register does not tell it.</summary>
    public static async Task<string?> NameOfPlace(this CityCalls city, string place, CancellationToken aborted) =>
        PlaceCode.TryParse(place, out var code) ? (await city.Ask((grains, _) => grains.City().Find(code), aborted)).Value?.Name : null;
}
