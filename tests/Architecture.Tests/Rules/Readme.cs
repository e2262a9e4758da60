using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>A newcomer gets by with the README.</summary>
internal static class Readme
{
    private const string Name = "README.md";
    private static readonly string[] Commands = ["dotnet run --project src/Api", "dotnet test"];

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("The README's two commands stand on lines of their own", TwoCommands, Tree.Planted((Name, "Run `dotnet test`.")), "dotnet test"),
        new("The README shows a picture that exists", Picture, Tree.Planted((Name, "![shape](docs/pictures/none.svg)")), "picture"),
    ];

    private static IEnumerable<Finding> TwoCommands(Tree tree)
    {
        var lines = tree.Find(Name)?.Lines ?? [];
        return Commands.Where(command => !lines.Contains(command)).Select(command => new Finding(Name, 0, $"no line is '{command}'"));
    }

    private static IEnumerable<Finding> Picture(Tree tree)
    {
        var pictures = Regex.Matches(tree.Find(Name)?.Text ?? string.Empty, @"!\[[^\]]*\]\((?<path>[^)]+)\)").Select(match => match.Groups["path"].Value).ToList();
        return pictures.Count == 0 || pictures.Exists(path => !tree.Paths.Contains(path)) ? [new Finding(Name, 0, "its picture is missing")] : [];
    }
}
