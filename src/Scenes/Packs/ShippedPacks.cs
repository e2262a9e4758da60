namespace CityBrain.Scenes.Packs;

/// <summary>The packs that ship with the city: every JSON file beside this one.</summary>
public static class ShippedPacks
{
    private static readonly string Folder = typeof(ShippedPacks).Namespace + ".";

    /// <summary>Their file names, in order: <c>air.json</c>, <c>river.json</c>.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        .. typeof(ShippedPacks).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Folder, StringComparison.Ordinal))
            .Select(name => name[Folder.Length..])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The text of one of them.</summary>
    /// <exception cref="ArgumentException">There is no such file.</exception>
    public static string Text(string file)
    {
        using var stream = typeof(ShippedPacks).Assembly.GetManifestResourceStream(Folder + file)
            ?? throw new ArgumentException($"No pack '{file}' ships with the city.", nameof(file));
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    /// <summary>All of them, loaded.</summary>
    /// <exception cref="InvalidOperationException">A shipped pack is wrong: a bug, which a test finds first.</exception>
    public static IReadOnlyList<Scene> Load() => [.. Files.Select(file => PackLoader.Default.Load(file, Text(file)) switch
    {
        PackResult.Loaded loaded => loaded.Scene,
        PackResult.Rejected rejected => throw new InvalidOperationException(string.Join(Environment.NewLine, rejected.Errors)),
        _ => throw new InvalidOperationException("A pack is loaded or rejected."),
    })];
}
