namespace CityBrain.Browser.Tests;

/// <summary>A test that looks at the city with Chromium; skipped, with what to do, where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium is null)
        {
            Skip = "There is no chromium on this machine: apt-get install chromium fonts-noto-cjk.";
        }
    }

    /// <summary>The browser, from the search path; null when there is none.</summary>
    public static string? Chromium { get; } = (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator)
        .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser") }).FirstOrDefault(File.Exists);
}
