using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>What no text of the project contains.</summary>
internal static class Texts
{
    // Written so that these rules do not find themselves.
    private static readonly Regex Postponed = new(@"\b(TO(?:DO)|FIX(?:ME)|HA(?:CK))\b");
    private static readonly Regex Linked = new(@"https?://|#[0-9]+");
    private static readonly Regex MachinePath = new(@"(?<![\w.~}*<])/(?:wo(?:rk)|ho(?:me)|ro(?:ot)|Us(?:ers)|m(?:nt)|va(?:r)/lib)/\w|\b[A-Z]:\\\\?[A-Za-z]");
    private static readonly Regex RegistryHost = new(@"https?://[\w.-]*(?:nuget|npm|registry|artifact|nexus|jfrog|mirror|pypi|proxy)[\w.-]*", RegexOptions.IgnoreCase);
    private static readonly Regex DownloadAddress = new("\"(resolved|downloadUrl)\"\\s*:\\s*\"(https?|git)", RegexOptions.IgnoreCase);

    private static readonly string Later = "TO" + "DO";

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("What is postponed has a link", PostponedWithLink, Tree.Planted(("src/Domain/Device.cs", $"// {Later}: check the range")), "src/Domain/Device.cs:1"),
        new("No text names a path of one machine", Matching(MachinePath, "names a path of one machine"), Tree.Planted(("docs/notes.md", "see /ho" + "me/someone/notes")), "docs/notes.md:1"),
        new("No text names a package registry", Matching(RegistryHost, "names a package registry"), Tree.Planted(("docs/notes.md", "from https://nu" + "get.example.org/v3")), "docs/notes.md:1"),
        new("A lock file has no download addresses", LockFiles, Tree.Planted(("src/Web/package-lock.json", "\"resolved\": \"https://example.org/x.tgz\"")), "package-lock.json:1"),
        new("Code is ASCII where it is not text for people", PlainNames, Tree.Planted(("src/Domain/设备.cs", "class C;")), "src/Domain/"),
        new("No code is commented out", CommentedOut, Tree.Planted(("src/Domain/Device.cs", "class C\n{\n    // var x = 1;\n}")), "src/Domain/Device.cs:3"),
    ];

    private static Func<Tree, IEnumerable<Finding>> Matching(Regex pattern, string what) => tree =>
        from file in tree.Files
        from line in file.LinesThat(pattern)
        select new Finding(file.Path, line, what);

    private static IEnumerable<Finding> PostponedWithLink(Tree tree) =>
        from file in tree.Files
        from line in file.LinesThat(Postponed)
        where !Linked.IsMatch(file.Lines[line - 1])
        select new Finding(file.Path, line, "postpones something without a link");

    private static IEnumerable<Finding> LockFiles(Tree tree) =>
        from file in tree.Files
        where Regex.IsMatch(file.Name, "lock\\.json$|^package-lock")
        from line in file.LinesThat(DownloadAddress)
        select new Finding(file.Path, line, "holds a download address");

    private static IEnumerable<Finding> PlainNames(Tree tree) =>
        tree.Paths.Where(path => path.Any(letter => letter > 127 || char.IsWhiteSpace(letter))).Select(path => new Finding(path, 0, "its name is not plain ASCII without spaces"));

    private static IEnumerable<Finding> CommentedOut(Tree tree) =>
        from file in tree.Code
        from line in file.LinesThat(new Regex(@"^\s*//(?!/).*(;|\{|\})\s*$"))
        where !Regex.IsMatch(file.Lines[line - 1], @"^\s*//\s+[A-Z].*[a-z,] \w+.*;\s*$")
        select new Finding(file.Path, line, "looks like code that is commented out");
}
