namespace CityBrain.Grains.Interfaces.Incidents;

/// <summary>Adds a photo.</summary>
[GenerateSerializer, Immutable, Alias("citybrain.add-incident-photo")]
public sealed record AddIncidentPhoto([property: Id(0)] Mandate Mandate, [property: Id(1)] PhotoFile Photo);

/// <summary>What is known of a photo's file.</summary>
/// <param name="Hash">SHA-256 of the file, 64 hexadecimal digits; its address is <c>/api/v1/incidents/{id}/photos/{hash}</c>.</param>
/// <param name="MediaType"><c>image/jpeg</c>.</param>
/// <param name="WidthPixels">Width.</param>
/// <param name="HeightPixels">Height.</param>
/// <param name="Bytes">Size.</param>
[GenerateSerializer, Immutable, Alias("citybrain.photo-file")]
public sealed record PhotoFile(
    [property: Id(0)] string Hash, [property: Id(1)] string MediaType, [property: Id(2)] int WidthPixels, [property: Id(3)] int HeightPixels, [property: Id(4)] int Bytes);

/// <summary>A photo of an incident.</summary>
/// <param name="File">Its file.</param>
/// <param name="At">When it was added.</param>
/// <param name="Actor">Who added it.</param>
[GenerateSerializer, Immutable, Alias("citybrain.incident-photo")]
public sealed record IncidentPhoto([property: Id(0)] PhotoFile File, [property: Id(1)] DateTimeOffset At, [property: Id(2)] string Actor);
