using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>How rules read files.</summary>
internal static class Reading
{
    /// <summary>The line a node begins on, from 1.</summary>
    public static int Line(this SyntaxNode node) => node.GetLocation().GetLineSpan().StartLinePosition.Line + 1;

    /// <summary>How many lines a node covers, without what stands before it.</summary>
    public static int LineCount(this SyntaxNode node)
    {
        var span = node.GetLocation().GetLineSpan();
        return span.EndLinePosition.Line - span.StartLinePosition.Line + 1;
    }

    /// <summary>The lines, from 1, that match.</summary>
    public static IEnumerable<int> LinesThat(this SourceFile file, Regex pattern) =>
        Enumerable.Range(1, file.Lines.Count).Where(line => pattern.IsMatch(file.Lines[line - 1]));

    public static IEnumerable<TypeDeclarationSyntax> Types(this SourceFile file) => file.Syntax.DescendantNodes().OfType<TypeDeclarationSyntax>();

    /// <summary>The attributes of this name on a declaration.</summary>
    public static IEnumerable<AttributeSyntax> Attributes(this MemberDeclarationSyntax declaration, string name) =>
        declaration.AttributeLists.SelectMany(list => list.Attributes).Where(attribute => attribute.Name.ToString().Split('.')[^1] == name);

    /// <summary>The text that an attribute's first argument is, or null.</summary>
    public static string? Text(this AttributeSyntax attribute) =>
        attribute.ArgumentList?.Arguments.FirstOrDefault()?.Expression is LiteralExpressionSyntax literal ? literal.Token.ValueText : null;

    /// <summary>The names of the types that a declaration derives from or implements.</summary>
    public static IEnumerable<string> Bases(this TypeDeclarationSyntax declaration) =>
        declaration.BaseList?.Types.Select(type => type.Type switch
        {
            QualifiedNameSyntax qualified => NameOf(qualified.Right),
            SimpleNameSyntax simple => NameOf(simple),
            var other => other.ToString(),
        }) ?? [];

    /// <summary>A domain name as facts and aliases write it: <c>AlarmRaised</c> → <c>alarm-raised</c>.</summary>
    public static string Kebab(string name) => Regex.Replace(name, "(?<=[a-z0-9])(?=[A-Z])", "-").ToLowerInvariant();

    /// <summary>The cells of the rows of a document's tables, headings and rules left out.</summary>
    public static IEnumerable<(int Line, string[] Cells)> Tables(this SourceFile document)
    {
        for (var i = 1; i < document.Lines.Count; i++)
        {
            var isRow = document.Lines[i].StartsWith('|') && document.Lines[i - 1].StartsWith('|');
            if (isRow && !Regex.IsMatch(document.Lines[i], @"^\|[\s:|-]+$"))
            {
                yield return (i + 1, [.. document.Lines[i].Trim().Trim('|').Split('|').Select(cell => cell.Trim())]);
            }
        }
    }

    private static string NameOf(SimpleNameSyntax name) => name.Identifier.Text;
}
