using System.Globalization;

namespace CityBrain.Benchmarks;

/// <summary>The words behind a benchmark's name: <c>--name value</c>.</summary>
internal sealed class Arguments(string[] words)
{
    public int Number(string name, int standard) => int.TryParse(Text(name, string.Empty), CultureInfo.InvariantCulture, out var number) ? number : standard;

    public string Text(string name, string standard) => Array.IndexOf(words, name) is var at and >= 0 && at + 1 < words.Length ? words[at + 1] : standard;

    /// <summary>A folder of this run's own; <c>--folder</c> chooses the disk.</summary>
    public string Folder() => Path.Combine(Text("--folder", Path.GetTempPath()), $"citybrain-bench-{Environment.ProcessId}");
}
