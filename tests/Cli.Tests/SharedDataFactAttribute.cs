namespace CityBrain.Cli.Tests;

/// <summary>A test on the city's real data, which lie beside the project; skipped where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (SharedData.Folder is null)
        {
            Skip = "The folder shared/data beside the project is absent.";
        }
    }
}

internal static class SharedData
{
    public const string Air = "air/beijing_prsa_8stations_winter2016_17.csv";
    public const string Water = "water/hubeau_occitanie_2020_01_02_level_10min.csv.gz";

    public static string? Folder { get; } = Find();

    public static string PathOf(string file) => Path.Combine(Folder!, file);

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "CityBrain.sln")))
            {
                var data = Path.Combine(folder.FullName, "..", "shared", "data");
                return File.Exists(Path.Combine(data, "MANIFEST.md")) ? data : null;
            }
        }

        return null;
    }
}
