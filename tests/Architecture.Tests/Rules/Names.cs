using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>Names say what a thing is.</summary>
internal static class Names
{
    private static readonly Regex Empty = new("(Manager|Helpers?|Utils?|Utilities|Processor|Common|Base|Misc|Dto|Service)$");

    /// <summary>Words that mean something in a test: the model is what the product is compared with, the data is a file.</summary>
    private static readonly Regex EmptyInProduct = new("(Model|Info|Data)$");

    /// <summary>A word of the domain that ends like a banned suffix.</summary>
    private static readonly string[] DomainWords = ["DeviceModel"];

    /// <summary>Names that would hide the platform's own.</summary>
    private static readonly string[] Platform = ["System", "Task", "Record", "Services"];

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("No type ends in a word that says nothing", Suffixes, Tree.Planted(("src/Grains/DeviceManager.cs", "public sealed class DeviceManager;")), "DeviceManager"),
        new("No type or namespace fights the platform's names", PlatformNames, Tree.Planted(("src/Domain/Task.cs", "namespace CityBrain.Domain; public sealed record Task;")), "Task"),
        new("The namespace is the folder", Namespaces, Tree.Planted(("src/Domain/Devices/Device.cs", "namespace CityBrain.Domain; public sealed record Device;")), "CityBrain.Domain.Devices"),
        new("A file is named after a type in it", FileNames, Tree.Planted(("src/Domain/Devices/Stuff.cs", "namespace CityBrain.Domain.Devices; public sealed record Device;")), "Stuff"),
        new("A test's name is a sentence and its file ends in Tests", Sentences, Tree.Planted(("tests/Domain.Tests/DeviceTest.cs", "public class DeviceTest { [Fact] public void TestRegister() { } }")), "TestRegister"),
    ];

    private static IEnumerable<Finding> Suffixes(Tree tree) =>
        from file in tree.Code
        from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        where Empty.IsMatch(type.Identifier.Text) || (file.IsUnder("src/") && EmptyInProduct.IsMatch(type.Identifier.Text))
        where !DomainWords.Contains(type.Identifier.Text)
        select new Finding(file.Path, type.Line(), $"{type.Identifier.Text} ends in a word that says nothing");

    private static IEnumerable<Finding> PlatformNames(Tree tree) =>
        (from file in tree.Product
         from type in file.Syntax.DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
         where Platform.Contains(type.Identifier.Text)
         select new Finding(file.Path, type.Line(), $"{type.Identifier.Text} is the platform's name"))
        .Concat(
            from file in tree.Product
            from space in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
            where space.Name.ToString().Split('.').Any(Platform.Contains)
            select new Finding(file.Path, space.Line(), $"{space.Name} hides the platform's name"));

    private static IEnumerable<Finding> Namespaces(Tree tree) =>
        from file in tree.Code
        let folders = file.Path.Split('/')[1..^1]
        let expected = $"CityBrain.{string.Join('.', folders)}"
        from space in file.Syntax.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>()
        where folders.Length > 0 && space.Name.ToString() != expected
        select new Finding(file.Path, space.Line(), $"the namespace is not {expected}");

    /// <summary>Files that hold several small types of one subject are named after the subject in the plural, or after a part of a partial type.</summary>
    private static IEnumerable<Finding> FileNames(Tree tree) =>
        from file in tree.Product
        let stem = file.Name.Split('.')[0]
        let types = file.Syntax.DescendantNodes().OfType<MemberDeclarationSyntax>().Select(NameOf).OfType<string>().ToList()
        where types.Count > 0 && !types.Contains(stem) && !(stem.EndsWith('s') && types.Exists(type => type.Contains(stem[..^1], StringComparison.Ordinal) || types.Count > 1))
        select new Finding(file.Path, 0, $"no type in it is called {stem}");

    private static IEnumerable<Finding> Sentences(Tree tree) =>
        from file in tree.Code
        where file.IsUnder("tests/")
        from method in file.Syntax.DescendantNodes().OfType<MethodDeclarationSyntax>()
        where method.AttributeLists.SelectMany(list => list.Attributes).Any(attribute => Regex.IsMatch(attribute.Name.ToString(), "(Fact|Theory)$"))
        where !method.Identifier.Text.Contains('_', StringComparison.Ordinal) || !Regex.IsMatch(file.Name, @"(Tests|Conformance)(\.\w+)?\.cs$")
        select new Finding(file.Path, method.Line(), $"{method.Identifier.Text} is no sentence, or its file does not end in Tests");

    private static string? NameOf(MemberDeclarationSyntax member) => member switch
    {
        BaseTypeDeclarationSyntax type => type.Identifier.Text,
        DelegateDeclarationSyntax type => type.Identifier.Text,
        _ => null,
    };
}
