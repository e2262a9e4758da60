namespace CityBrain.Scenes.Packs;

/// <summary>How large a pack may be. Packs come from outside; each limit bounds what loading and running one can cost.</summary>
public static class PackLimits
{
    /// <summary>Largest pack in bytes: some fifty models; a larger scene is several packs.</summary>
    public const int BytesMax = 256 * 1024;

    /// <summary>Deepest nesting of JSON; the format itself needs seven levels.</summary>
    public const int DepthMax = 32;

    /// <summary>Most device models of a pack.</summary>
    public const int ModelsMax = 64;

    /// <summary>Most points, attributes, definitions, rules or inputs of one thing, each counted alone: every reading steps all rules of its model.</summary>
    public const int PartsMax = 64;

    /// <summary>Longest id or name in characters.</summary>
    public const int NameLengthMax = 64;

    /// <summary>Longest title in characters.</summary>
    public const int TitleLengthMax = 120;

    /// <summary>Most errors told at once; who mends them asks again.</summary>
    public const int ErrorsMax = 100;
}
