namespace CityBrain.Domain.Places;

/// <summary>What happened to the city's register. Stream <c>city</c>.</summary>
public abstract record PlaceFact;

/// <summary>The register starts anew for another city; possible only while nothing stands in the old one.</summary>
/// <param name="City">Key of the city that it held.</param>
public sealed record RegisterCleared(PlaceCode City) : PlaceFact;

/// <summary>A place was added.</summary>
/// <param name="Key">The code it is known by from now on.</param>
/// <param name="Name">Its name.</param>
/// <param name="Parent">Key of the place above; null for the city.</param>
/// <param name="Location">A point in it, WGS84; null when not known.</param>
/// <param name="Codes">All codes it ever had, oldest first.</param>
public sealed record PlaceAdded(PlaceCode Key, string Name, PlaceCode? Parent, Location? Location, IReadOnlyList<CodeSpan> Codes) : PlaceFact;

/// <summary>A place was renamed.</summary>
/// <param name="Key">The place.</param>
/// <param name="Name">Its new name.</param>
public sealed record PlaceRenamed(PlaceCode Key, string Name) : PlaceFact;

/// <summary>A place got another code, or a former one became known. Every code it ever had finds it.</summary>
/// <param name="Key">The place.</param>
/// <param name="Span">The code and its days. Without an end it is the code from now on, and the one before ends on its first day.</param>
public sealed record PlaceCodeChanged(PlaceCode Key, CodeSpan Span) : PlaceFact;

/// <summary>A place came to lie in another one.</summary>
/// <param name="Key">The place.</param>
/// <param name="Parent">Key of the place above now.</param>
public sealed record PlaceTransferred(PlaceCode Key, PlaceCode Parent) : PlaceFact;

/// <summary>The point by which a place is found on the map was corrected.</summary>
/// <param name="Key">The place.</param>
/// <param name="Location">The point, WGS84.</param>
public sealed record PlaceMoved(PlaceCode Key, Location Location) : PlaceFact;
