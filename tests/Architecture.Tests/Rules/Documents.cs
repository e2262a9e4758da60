using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>The documents stay true: what they point to is there.</summary>
internal static class Documents
{
    private const string Glossary = "docs/glossary.md";
    private const string GrainTable = "docs/grains.md";

    private static readonly Regex Link = new(@"\]\((?!https?://|mailto:)(?<to>[^)\s]+)\)");
    private static readonly Regex NamedPath = new(@"`(?<path>(src|tests|docs|\.ci)/[\w./*{}-]+)`");
    private static readonly Regex Decision = new(@"^docs/decisions/(?<number>\d{4})-[a-z0-9-]+\.md$");
    private static readonly string[] DecisionParts = ["## Context", "## Decision", "## Consequence", "## How to revisit"];

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("A link between documents leads somewhere", Links, Tree.Planted(("docs/a.md", "see [b](b.md)")), "b.md"),
        new("A file that a document names exists", NamedFiles, Tree.Planted(("docs/a.md", "in `src/Domain/Nothing.cs`")), "src/Domain/Nothing.cs"),
        new("A term of the glossary has Chinese and English, and each is one term's", Terms, Tree.Planted((Glossary, "| 中文 | English | meaning |\n|---|---|---|\n| city | city | all |")), "Chinese"),
        new("Decisions are numbered without gaps and say context, decision, consequence and how to revisit", Decisions, Tree.Planted(("docs/decisions/0002-rows.md", "# Rows")), "0001"),
        new("Every grain stands in the grain table with all its figures", Grains, Tree.Planted((GrainTable, "| grain | a |\n|---|---|\n"), ("src/Grains.Interfaces/IDeviceGrain.cs", "interface IDeviceGrain : IGrainWithStringKey { }")), "Device"),
    ];

    private static IEnumerable<SourceFile> Markdown(Tree tree) => tree.Files.Where(file => file.Path.EndsWith(".md", StringComparison.Ordinal));

    private static IEnumerable<Finding> Links(Tree tree) =>
        from file in Markdown(tree)
        from line in Enumerable.Range(1, file.Lines.Count)
        from Match link in Link.Matches(file.Lines[line - 1])
        let parts = link.Groups["to"].Value.Split('#')
        let target = parts[0].Length == 0 ? file.Path : Resolve(file.Path, parts[0])
        where !Exists(tree, target) || (parts.Length > 1 && !Anchors(tree, target).Contains(parts[1]))
        select new Finding(file.Path, line, $"{link.Groups["to"].Value} leads nowhere");

    private static IEnumerable<Finding> NamedFiles(Tree tree) =>
        from file in Markdown(tree)
        from line in Enumerable.Range(1, file.Lines.Count)
        from Match named in NamedPath.Matches(file.Lines[line - 1])
        let path = named.Groups["path"].Value.TrimEnd('/', '.')
        where !Exists(tree, path)
        select new Finding(file.Path, line, $"{path} does not exist");

    private static bool Exists(Tree tree, string path)
    {
        var pattern = new Regex($"^{Regex.Escape(path.TrimEnd('/')).Replace("\\*", "[^/]*", StringComparison.Ordinal)}(/|$)");
        return tree.Paths.Any(pattern.IsMatch);
    }

    private static string Resolve(string from, string relative)
    {
        var parts = new List<string>(from.Split('/')[..^1]);
        foreach (var part in relative.Split('/').Where(part => part != "."))
        {
            if (part == ".." && parts.Count > 0)
            {
                parts.RemoveAt(parts.Count - 1);
            }
            else
            {
                parts.Add(part);
            }
        }

        return string.Join('/', parts);
    }

    private static IEnumerable<string> Anchors(Tree tree, string path) =>
        from line in tree.Find(path)?.Lines ?? []
        where line.StartsWith('#')
        let heading = line.TrimStart('#').Trim().ToLowerInvariant()
        select Regex.Replace(heading, @"[^\w\- ]", string.Empty).Replace(' ', '-');

    private static IEnumerable<Finding> Terms(Tree tree)
    {
        if (tree.Find(Glossary) is not { } glossary)
        {
            yield return new Finding(Glossary, 0, "is missing: Chinese and English terms have no home");
            yield break;
        }

        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (line, cells) in glossary.Tables())
        {
            if (cells.Length < 3 || !Regex.IsMatch(cells[0], @"\p{IsCJKUnifiedIdeographs}") || !Regex.IsMatch(cells[1], "[A-Za-z]") || cells[2].Length == 0)
            {
                yield return new Finding(Glossary, line, "lacks Chinese, English or a meaning");
            }
            else if (!seen.Add(cells[0]) | !seen.Add(cells[1]))
            {
                yield return new Finding(Glossary, line, $"{cells[0]} or {cells[1]} stands here twice");
            }
        }
    }

    private static IEnumerable<Finding> Decisions(Tree tree)
    {
        var decisions = tree.Files.Where(file => Decision.IsMatch(file.Path)).OrderBy(file => file.Path, StringComparer.Ordinal).ToList();
        for (var i = 0; i < decisions.Count; i++)
        {
            var number = (i + 1).ToString("D4", System.Globalization.CultureInfo.InvariantCulture);
            if (Decision.Match(decisions[i].Path).Groups["number"].Value != number)
            {
                yield return new Finding(decisions[i].Path, 0, $"{number} was expected");
            }

            foreach (var part in DecisionParts.Where(part => !decisions[i].Lines.Contains(part)))
            {
                yield return new Finding(decisions[i].Path, 0, $"has no '{part}'");
            }
        }
    }

    private static IEnumerable<Finding> Grains(Tree tree)
    {
        var rows = tree.Find(GrainTable)?.Tables().ToList() ?? [];
        var grains =
            from file in tree.Product
            from type in file.Types()
            let name = type.Identifier.Text
            where name.EndsWith("Grain", StringComparison.Ordinal) && !type.Modifiers.Any(SyntaxKind.AbstractKeyword)
            where type.Bases().Any(parent => parent is "Grain" or "JournaledGrain" || parent.StartsWith("IGrainWith", StringComparison.Ordinal))
            select type is InterfaceDeclarationSyntax ? name[1..^"Grain".Length] : name[..^"Grain".Length];
        return
            from name in grains
            let row = rows.Find(row => row.Cells[0] == name)
            where row.Cells is not { Length: >= 6 } || row.Cells.Any(cell => cell.Length == 0)
            select new Finding(GrainTable, row.Line, $"{name} has no full row");
    }
}
