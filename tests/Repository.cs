namespace CityBrain.Tests;

/// <summary>Files of the repository that tests hold to the code.</summary>
internal static class Repository
{
    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Writes a file that code generates, when the environment says <c>RENEW_DOCS=1</c>.</summary>
    public static void Renew(string path, string text)
    {
        if (Environment.GetEnvironmentVariable("RENEW_DOCS") == "1")
        {
            File.WriteAllText(Path.Combine(Root, path), text);
        }
    }

    private static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "CityBrain.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar)) ?? throw new InvalidOperationException("CityBrain.sln is in no folder above."));
}
