namespace CityBrain.Demo.Fleet;

/// <summary>A district with the points that the demonstration puts devices around.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Quarters">Its communities; at least one.</param>
internal sealed record Town(PlaceCode Code, IReadOnlyList<Quarter> Quarters);

/// <summary>A community.</summary>
/// <param name="Code">Its code.</param>
/// <param name="Zh">Its Chinese name, without the words for its committee.</param>
/// <param name="En">Its English name; its district's where the map has none.</param>
/// <param name="Centre">A point in it, WGS84: that of the register, else of the map, else its district's.</param>
internal sealed record Quarter(PlaceCode Code, string Zh, string En, Location Centre);
