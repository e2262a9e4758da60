using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Trees;

/// <summary>One text file of a tree, by its path from the root with forward slashes.</summary>
public sealed class SourceFile(string path, string text)
{
    private CompilationUnitSyntax? _syntax;

    public string Path { get; } = path;

    public string Text { get; } = text;

    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    public IReadOnlyList<string> Lines { get; } = text.TrimEnd('\n').Split('\n');

    public bool IsCSharp => Path.EndsWith(".cs", StringComparison.Ordinal);

    public CompilationUnitSyntax Syntax => _syntax ??= CSharpSyntaxTree.ParseText(Text).GetCompilationUnitRoot();

    public bool IsUnder(string folder) => Path.StartsWith(folder, StringComparison.Ordinal);
}
