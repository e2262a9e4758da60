using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>What other processes and other releases rely on.</summary>
internal static class Contracts
{
    private const string Manifest = "src/Grains.Interfaces/OrleansContracts.txt";
    private const string Project = "src/Grains.Interfaces/Grains.Interfaces.csproj";

    private static readonly Regex TypeAlias = new(@"^citybrain\.[a-z0-9-]+(`[1-9])?$");
    private static readonly Regex MethodAlias = new(@"^[a-z0-9-]+$");

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("The manifest of contracts exists and names every grain contract", ManifestIsThere, Planted("public interface IDeviceGrain : IGrainWithStringKey { }"), Manifest),
        new("An alias is citybrain.kebab-case and belongs to one type", Aliases, Planted("[Alias(\"Device\")] public sealed record Device;"), "\"Device\""),
        new("A contract's method has a kebab-case alias of its own", MethodAliases, Planted("public interface IDeviceGrain : IGrainWithStringKey { Task Read(); }"), "Read"),
        new("A type on the wire has generated code, immutability and an alias", Wire, Planted("[GenerateSerializer] public sealed record Device;"), "Device"),
    ];

    private static Tree Planted(string text) => Tree.Planted(("src/Grains.Interfaces/Devices/IDeviceGrain.cs", text));

    private static IEnumerable<(SourceFile File, InterfaceDeclarationSyntax Type)> GrainContracts(Tree tree) =>
        from file in tree.Product
        where file.IsUnder("src/Grains.Interfaces/")
        from type in file.Types().OfType<InterfaceDeclarationSyntax>()
        where type.Bases().Any(name => name.StartsWith("IGrainWith", StringComparison.Ordinal))
        select (file, type);

    private static IEnumerable<Finding> ManifestIsThere(Tree tree)
    {
        var manifest = tree.Find(Manifest)?.Text;
        if (manifest is null || tree.Find(Project)?.Text.Contains("<EnableOrleansContractsAnalyzer>true<", StringComparison.Ordinal) != true)
        {
            yield return new Finding(Manifest, 0, "the manifest is missing or its analyzer is off: nothing would be checked");
            yield break;
        }

        foreach (var (file, type) in GrainContracts(tree).Where(contract => !manifest.Contains($".{contract.Type.Identifier.Text}", StringComparison.Ordinal)))
        {
            yield return new Finding(file.Path, type.Line(), $"{type.Identifier.Text} is not in the manifest");
        }
    }

    private static IEnumerable<Finding> Aliases(Tree tree)
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var aliases =
            from file in tree.Product
            from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
            from attribute in type.Attributes("Alias")
            select (File: file, Type: type, Alias: attribute.Text() ?? string.Empty);
        foreach (var (file, type, alias) in aliases)
        {
            if (!TypeAlias.IsMatch(alias))
            {
                yield return new Finding(file.Path, type.Line(), $"\"{alias}\" is not citybrain.kebab-case");
            }

            if (!seen.TryAdd(alias, type.Identifier.Text))
            {
                yield return new Finding(file.Path, type.Line(), $"\"{alias}\" is the alias of {seen[alias]} already");
            }
        }
    }

    private static IEnumerable<Finding> MethodAliases(Tree tree)
    {
        foreach (var (file, type) in GrainContracts(tree))
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var method in type.Members.OfType<MethodDeclarationSyntax>())
            {
                var alias = method.Attributes("Alias").FirstOrDefault()?.Text() ?? string.Empty;
                if (!MethodAlias.IsMatch(alias) || !seen.Add(alias))
                {
                    yield return new Finding(file.Path, method.Line(), $"{method.Identifier.Text} has no kebab-case alias of its own");
                }
            }
        }
    }

    private static IEnumerable<Finding> Wire(Tree tree) =>
        from file in tree.Product
        from type in file.Types()
        where type.Attributes("GenerateSerializer").Any()
        where !type.Attributes("Alias").Any() || !type.Attributes("Immutable").Any()
        select new Finding(file.Path, type.Line(), $"{type.Identifier.Text} is generated for the wire without Alias or Immutable");
}
