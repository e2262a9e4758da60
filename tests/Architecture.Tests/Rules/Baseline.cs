using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>What the build itself enforces stays enforced.</summary>
internal static class Baseline
{
    private static readonly string[] Enforced =
    [
        "<Nullable>enable</Nullable>",
        "<TreatWarningsAsErrors>true</TreatWarningsAsErrors>",
        "<EnforceCodeStyleInBuild>true</EnforceCodeStyleInBuild>",
        "<AnalysisLevel>latest-recommended</AnalysisLevel>",
        "<GenerateDocumentationFile>true</GenerateDocumentationFile>",
        "BannedSymbols.txt",
    ];

    private static readonly string[] Injected =
    [
        "P:System.DateTime.Now;", "P:System.DateTime.UtcNow;", "P:System.DateTimeOffset.Now;", "P:System.DateTimeOffset.UtcNow;",
        "M:System.Threading.Thread.Sleep(System.Int32);", "P:System.Random.Shared;", "M:System.Random.#ctor;", "M:System.Guid.NewGuid;",
    ];

    private static readonly Regex Undocumented = new("1591|SA1600");
    private static readonly Regex Silenced = new(@"^\s*#pragma warning disable\s+\S+(\s*,\s*\S+)*\s*$");
    private static readonly Regex OwnVersion = new("<PackageReference[^>]*\\bVersion=");

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("The build baseline is on", On, Tree.Planted(("Directory.Build.props", "<Project></Project>")), "TreatWarningsAsErrors"),
        new("Clock and randomness are banned symbols, and using one is an error", Banned, Tree.Planted(("BannedSymbols.txt", "P:System.DateTime.Now;"), (".editorconfig", "")), "Random.Shared"),
        new("No product project is excused from documenting what is public", Documented, Tree.Planted(("src/Domain/Domain.csproj", "<NoWarn>CS1591</NoWarn>")), "1591"),
        new("A silenced warning says why", SilencedWithReason, Tree.Planted(("src/Domain/Device.cs", "#pragma warning disable CA1000\nclass C;")), "src/Domain/Device.cs:1"),
        new("Package versions stand in one file", Central, Tree.Planted(("src/Api/Api.csproj", "<PackageReference Include=\"X\" Version=\"1.0.0\" />")), "src/Api/Api.csproj:1"),
    ];

    private static IEnumerable<Finding> On(Tree tree)
    {
        var props = tree.Find("Directory.Build.props");
        return Enforced.Where(setting => props?.Text.Contains(setting, StringComparison.Ordinal) != true)
            .Select(setting => new Finding("Directory.Build.props", 0, $"lacks {setting}"));
    }

    private static IEnumerable<Finding> Banned(Tree tree)
    {
        var symbols = tree.Find("BannedSymbols.txt")?.Text ?? string.Empty;
        foreach (var symbol in Injected.Where(symbol => !symbols.Contains(symbol, StringComparison.Ordinal)))
        {
            yield return new Finding("BannedSymbols.txt", 0, $"lacks {symbol}");
        }

        if (tree.Find(".editorconfig")?.Text.Contains("dotnet_diagnostic.RS0030.severity = error", StringComparison.Ordinal) != true)
        {
            yield return new Finding(".editorconfig", 0, "RS0030 is no error");
        }
    }

    private static IEnumerable<Finding> Documented(Tree tree) =>
        from file in tree.Files
        where file.IsUnder("src/")
        where file.IsCSharp ? file.Lines.Any(line => line.Contains("#pragma", StringComparison.Ordinal) && Undocumented.IsMatch(line)) : IsProject(file) && Undocumented.IsMatch(file.Text)
        select new Finding(file.Path, 0, "silences CS1591");

    private static IEnumerable<Finding> SilencedWithReason(Tree tree) =>
        from file in tree.Product
        from line in file.LinesThat(Silenced)
        where line == 1 || !file.Lines[line - 2].TrimStart().StartsWith("//", StringComparison.Ordinal)
        select new Finding(file.Path, line, "silences a warning without a comment on this line or the one above");

    private static IEnumerable<Finding> Central(Tree tree) =>
        from file in tree.Files
        where IsProject(file)
        from line in file.LinesThat(OwnVersion)
        select new Finding(file.Path, line, "names a package version of its own");

    private static bool IsProject(SourceFile file) => file.Path.EndsWith(".csproj", StringComparison.Ordinal);
}
