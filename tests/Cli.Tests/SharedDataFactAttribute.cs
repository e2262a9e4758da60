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
    public const string Noise = "noise/laeq_1min_2025_03_21_04_01.csv";
    public const string Gates = "crowd/hangzhou_metro_entries_56stations_10min.csv.gz";

    public static string? Folder { get; } = Find();

    public static string PathOf(string file) => Path.Combine(Folder!, file);

    /// <summary>A file of answers that an independent script worked out; it is part of the project.</summary>
    public static IEnumerable<string[]> Answers(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, "tests", "Proofs", "Known", file);
            if (File.Exists(path))
            {
                return File.ReadLines(path).Skip(1).Select(line => line.Split(','));
            }
        }

        throw new FileNotFoundException("The tests run from the project's own build output.", file);
    }

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
