using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>What is small can be read at once.</summary>
internal static class Sizes
{
    private const int FileLinesMax = 300;
    private const int MethodLinesMax = 60;
    private const int ProgramLinesMax = 40;

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("A file has at most 300 lines", Files, Tree.Planted(("src/Domain/Long.cs", Lines(FileLinesMax + 1))), "301 lines"),
        new("A method has at most 60 lines", Methods, Tree.Planted(("src/Domain/Long.cs", $"class C {{ void M() {{{Lines(MethodLinesMax)}\n}} }}")), "M has 61 lines"),
        new("Program.cs is a sentence of at most 40 lines", Programs, Tree.Planted(("src/Api/Program.cs", Lines(ProgramLinesMax + 1))), "41 lines"),
    ];

    private static string Lines(int count) => string.Join('\n', Enumerable.Repeat("// line", count));

    private static IEnumerable<Finding> Files(Tree tree) =>
        tree.Code.Where(file => file.Lines.Count > FileLinesMax).Select(file => new Finding(file.Path, 0, $"{file.Lines.Count} lines"));

    private static IEnumerable<Finding> Programs(Tree tree) =>
        tree.Product.Where(file => file.Name == "Program.cs" && file.Lines.Count > ProgramLinesMax)
            .Select(file => new Finding(file.Path, 0, $"{file.Lines.Count} lines"));

    private static IEnumerable<Finding> Methods(Tree tree) =>
        from file in tree.Code
        from node in file.Syntax.DescendantNodes()
        let name = NameOf(node)
        where name is not null && node.LineCount() > MethodLinesMax
        select new Finding(file.Path, node.Line(), $"{name} has {node.LineCount()} lines");

    private static string? NameOf(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        LocalFunctionStatementSyntax local => local.Identifier.Text,
        AccessorDeclarationSyntax accessor => accessor.Keyword.Text,
        OperatorDeclarationSyntax or ConversionOperatorDeclarationSyntax => "operator",
        _ => null,
    };
}
