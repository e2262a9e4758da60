namespace CityBrain.Domain.Tests;

/// <summary>A fact about the shared data files; skipped with a line that says why where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute()
    {
        if (Folder is null)
        {
            Skip = "The shared data files are not beside this solution.";
        }
    }

    /// <summary>The folder of the data files, or null.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CityBrain.sln")))
        {
            folder = folder.Parent;
        }

        var data = folder?.Parent is { } beside ? Path.Combine(beside.FullName, "shared", "data") : null;
        return data is not null && File.Exists(Path.Combine(data, "MANIFEST.md")) ? data : null;
    }
}
