using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>What a grain looks like, from outside and from inside.</summary>
internal static class GrainShape
{
    private static readonly Regex Escape = new(@"^(Task\.Run|Task\.Factory\.StartNew|Parallel\.\w+|ThreadPool\.\w+)$");

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("A grain's contract is called INounGrain and names itself on the wire", Interfaces, Grain("public interface IDevices : IGrainWithStringKey { }"), "IDevices"),
        new("A grain's class is called NounGrain, is sealed and names its type unless it is stateless", Classes, Grain("public class DeviceActor : Grain, IDeviceGrain { }"), "DeviceActor"),
        new("A grain's method takes one record, and a cancellation token if it may be long", Parameters, Grain("public interface IDeviceGrain : IGrainWithStringKey { Task Move(string place, int floor); }"), "Move"),
        new("A grain's method has no suffix that says it is remote", NoAsync, Grain("public interface IDeviceGrain : IGrainWithStringKey { Task MoveAsync(string place); }"), "MoveAsync"),
        new("Only journaled grains are reentrant, and they say why", Reentrancy, Grain("[Reentrant] public sealed class DeviceGrain : Grain { }"), "DeviceGrain"),
        new("Grains stay on their scheduler", Scheduler, Grain("class C { async Task M() => await Task.Run(() => 1).ConfigureAwait(false); }"), "Task.Run"),
    ];

    private static Tree Grain(string text) => Tree.Planted(("src/Grains/Devices/DeviceGrain.cs", text));

    private static IEnumerable<(SourceFile File, InterfaceDeclarationSyntax Type)> Contracts(Tree tree) =>
        from file in tree.Product
        from type in file.Types().OfType<InterfaceDeclarationSyntax>()
        where type.Bases().Any(name => name.StartsWith("IGrainWith", StringComparison.Ordinal) || name == "IGrain")
        select (file, type);

    private static IEnumerable<Finding> Interfaces(Tree tree) =>
        from contract in Contracts(tree)
        let name = contract.Type.Identifier.Text
        let alias = contract.Type.Attributes("Alias").FirstOrDefault()?.Text()
        let wire = contract.Type.Attributes("GrainInterfaceType").FirstOrDefault()?.Text()
        where !Regex.IsMatch(name, "^I([A-Z][A-Za-z]*Grain|FactReceiver|DueReceiver)$") || alias is null || wire != alias
        select new Finding(contract.File.Path, contract.Type.Line(), $"{name} is not called I…Grain, or lacks Alias and GrainInterfaceType with one name");

    private static IEnumerable<Finding> Classes(Tree tree) =>
        from file in tree.Product
        from type in file.Types().OfType<ClassDeclarationSyntax>()
        where IsGrain(type) && !type.Modifiers.Any(SyntaxKind.AbstractKeyword)
        let name = type.Identifier.Text
        where !name.EndsWith("Grain", StringComparison.Ordinal) || !type.Modifiers.Any(SyntaxKind.SealedKeyword)
            || (!type.Attributes("GrainType").Any() && !type.Attributes("StatelessWorker").Any() && !type.Modifiers.Any(SyntaxKind.PartialKeyword))
        select new Finding(file.Path, type.Line(), $"{name} is not called …Grain, is not sealed, or lacks GrainType");

    private static bool IsGrain(TypeDeclarationSyntax type) => type.Bases().Any(name => name is "Grain" or "JournaledGrain");

    private static IEnumerable<Finding> Parameters(Tree tree) =>
        from contract in Contracts(tree)
        from method in contract.Type.Members.OfType<MethodDeclarationSyntax>()
        let parameters = method.ParameterList.Parameters.Count(parameter => parameter.Type?.ToString() != "CancellationToken")
        where parameters > 1
        select new Finding(contract.File.Path, method.Line(), $"{method.Identifier.Text} takes {parameters} parameters");

    private static IEnumerable<Finding> NoAsync(Tree tree) =>
        from contract in Contracts(tree)
        from method in contract.Type.Members.OfType<MethodDeclarationSyntax>()
        where method.Identifier.Text.EndsWith("Async", StringComparison.Ordinal)
        select new Finding(contract.File.Path, method.Line(), $"{method.Identifier.Text} ends in Async");

    private static IEnumerable<Finding> Reentrancy(Tree tree) =>
        from file in tree.Product
        from type in file.Types()
        where type.Attributes("Reentrant").Any()
        let explained = type.GetLeadingTrivia().Concat(type.AttributeLists.SelectMany(list => list.DescendantTrivia())).Any(IsComment)
        where !explained || !type.Bases().Contains("JournaledGrain")
        select new Finding(file.Path, type.Line(), $"{type.Identifier.Text} is reentrant without being a journaled grain, or without a comment that says why");

    private static bool IsComment(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia)
        || trivia.ToFullString().Contains("eentran", StringComparison.Ordinal);

    private static IEnumerable<Finding> Scheduler(Tree tree) =>
        from file in tree.Product
        where file.IsUnder("src/Grains/")
        from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
        let called = call.Expression.ToString()
        where Escape.IsMatch(called) || (called.EndsWith(".ConfigureAwait", StringComparison.Ordinal) && call.ArgumentList.ToString() == "(false)")
        select new Finding(file.Path, call.Line(), $"{(called.Length > 60 ? "ConfigureAwait" : called)} leaves the grain's scheduler");
}
