namespace CityBrain.Cli.Sources;

/// <summary>One row of a file, mapped to what the city understands.</summary>
/// <param name="Device">Key of the device that the station is registered as.</param>
/// <param name="Station">The station's id in the source.</param>
/// <param name="ObservedAt">When it was observed.</param>
/// <param name="Values">Point → value in the point's unit; null where the source has a blank.</param>
public sealed record SourceReading(string Device, string Station, DateTimeOffset ObservedAt, IReadOnlyList<KeyValuePair<string, decimal?>> Values);
