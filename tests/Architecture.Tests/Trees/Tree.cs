namespace CityBrain.Architecture.Tests.Trees;

/// <summary>What the rules look at: the project as it stands, or a small one planted to break a rule.</summary>
public sealed class Tree
{
    private static readonly string[] SkippedAnywhere = ["bin", "obj", ".git", ".vs", ".idea", "TestResults", "node_modules"];
    private static readonly string[] SkippedAtRoot = ["data", "data.anchor", "artifacts"];
    private static readonly string[] TextEndings =
        [".cs", ".csproj", ".props", ".targets", ".sln", ".json", ".jsonc", ".md", ".txt", ".yml", ".yaml", ".svg", ".sh", ".config", ".editorconfig", ".gitignore", ".gitattributes", ".html", ".css", ".ts", ".http"];

    private static readonly Lazy<Tree> Standing = new(ReadStanding);

    private readonly Dictionary<string, SourceFile> _files;
    private readonly HashSet<string> _paths;

    private Tree(IEnumerable<SourceFile> texts, IEnumerable<string> paths, IReadOnlyList<CompiledAssembly> assemblies)
    {
        _files = texts.ToDictionary(file => file.Path, StringComparer.Ordinal);
        _paths = [.. paths, .. _files.Keys];
        Assemblies = assemblies;
    }

    /// <summary>The project that these tests belong to.</summary>
    public static Tree Project => Standing.Value;

    public IReadOnlyList<CompiledAssembly> Assemblies { get; }

    public IEnumerable<SourceFile> Files => _files.Values;

    /// <summary>All files, those that are no text too.</summary>
    public IReadOnlySet<string> Paths => _paths;

    public IEnumerable<SourceFile> Code => Files.Where(file => file.IsCSharp);

    public IEnumerable<SourceFile> Product => Code.Where(file => file.IsUnder("src/"));

    public SourceFile? Find(string path) => _files.GetValueOrDefault(path);

    public static Tree Planted(params (string Path, string Text)[] files) =>
        new(files.Select(file => new SourceFile(file.Path, file.Text)), [], []);

    public Tree With(params CompiledAssembly[] assemblies) => new(Files, _paths, assemblies);

    private static Tree ReadStanding()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CityBrain.sln")))
        {
            folder = folder.Parent;
        }

        var root = folder?.FullName ?? throw new InvalidOperationException("CityBrain.sln stands in no folder above the tests.");
        var paths = Walk(root, string.Empty).ToList();
        var texts = paths.Where(IsText).Select(path => new SourceFile(path, File.ReadAllText(Path.Combine(root, path)).ReplaceLineEndings("\n")));
        return new Tree(texts, paths, [.. Compiled(root)]);
    }

    private static IEnumerable<string> Walk(string root, string below)
    {
        var folder = Path.Combine(root, below);
        foreach (var file in Directory.EnumerateFiles(folder))
        {
            yield return below + Path.GetFileName(file);
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!))
        {
            if (!SkippedAnywhere.Contains(inner) && !(below.Length == 0 && SkippedAtRoot.Contains(inner)))
            {
                foreach (var path in Walk(root, $"{below}{inner}/"))
                {
                    yield return path;
                }
            }
        }
    }

    private static bool IsText(string path) =>
        path.StartsWith(".ci/", StringComparison.Ordinal) || TextEndings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    /// <summary>The product's assemblies as they were built with these tests: same configuration, same framework.</summary>
    private static IEnumerable<CompiledAssembly> Compiled(string root)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        foreach (var project in Directory.EnumerateDirectories(Path.Combine(root, "src")))
        {
            var name = Path.GetFileName(project);
            var file = Path.Combine(project, "bin", here.Parent!.Name, here.Name, $"CityBrain.{name}.dll");
            yield return File.Exists(file)
                ? CompiledAssembly.Read(file)
                : throw new InvalidOperationException($"src/{name} is not built: these tests read its compiled references.");
        }
    }
}
