namespace CityBrain.Api.Pages;

/// <summary>What a city sets for its operations screen. Section <c>Ops</c>.</summary>
internal sealed class OpsOptions
{
    /// <summary>Name of the section.</summary>
    public const string Section = "Ops";

    /// <summary>
    /// The city's own map, a GeoJSON file (RFC 7946, WGS84) whose features have the properties <c>kind</c> (<c>outline</c>, <c>town</c>,
    /// <c>centre</c>, <c>community</c>), <c>code</c> and <c>name</c>; null for the map of Guangde that comes with the program.
    /// </summary>
    public string? MapFile { get; set; }
}
