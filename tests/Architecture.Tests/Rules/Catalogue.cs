using System.Text.RegularExpressions;
using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>The event catalogue lists every fact that a journal can hold, and no other.</summary>
internal static class Catalogue
{
    private const string Events = "docs/events.md";

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("Every fact stands in the event catalogue", Listed, Planted(string.Empty), "`device-registered`"),
        new("The event catalogue lists no fact that does not exist", Existing, Planted("| `device-sold` | 1 | device | | |"), "`device-sold`"),
        new("The event catalogue names every payload field of a fact", Fields, Planted("| `device-registered` | 1 | `device/{id}` | `model` | nobody |"), "`place`"),
        new("The event catalogue has the names and versions that facts are written with", Forms, Coded("forms.Add(\"device-registered\", 2, json)"), "version 2"),
        new("The event catalogue says who receives what the dispatcher delivers", Routes, Coded("routes.Add<DeviceRegistered>(\"device-registered\", f)"), "is delivered"),
    ];

    private static Tree Coded(string call) => Tree.Planted(
        (Events, "| fact | version | stream | payload | receiver |\n|---|---|---|---|---|\n| `device-registered` | 1 | device | | nobody |\n"),
        ("src/Grains/Devices/DeviceForms.cs", $"class C {{ void M() => {call}; }}"));

    private static Tree Planted(string row) => Tree.Planted(
        (Events, $"| fact | version | stream | payload | receiver |\n|---|---|---|---|---|\n{row}\n"),
        ("src/Domain/Devices/DeviceFacts.cs", "public abstract record DeviceFact;\npublic sealed record DeviceRegistered(string Model, string Place) : DeviceFact;"));

    /// <summary>Facts are the sealed records of Domain that derive from an abstract record whose name ends in Fact.</summary>
    private static IEnumerable<(SourceFile File, RecordDeclarationSyntax Type, string Name)> Facts(Tree tree)
    {
        var records = tree.Product.Where(file => file.IsUnder("src/Domain/"))
            .SelectMany(file => file.Types().OfType<RecordDeclarationSyntax>().Select(type => (File: file, Type: type))).ToList();
        var sets = records.Where(one => one.Type.Modifiers.Any(SyntaxKind.AbstractKeyword) && one.Type.Identifier.Text.EndsWith("Fact", StringComparison.Ordinal))
            .Select(one => one.Type.Identifier.Text).ToHashSet(StringComparer.Ordinal);
        return records.Where(one => !one.Type.Modifiers.Any(SyntaxKind.AbstractKeyword) && one.Type.Bases().Any(sets.Contains)).Select(one => (one.File, one.Type, Reading.Kebab(one.Type.Identifier.Text)));
    }

    private static Dictionary<string, (int Line, string[] Cells)> Rows(Tree tree) =>
        (tree.Find(Events)?.Tables() ?? []).Where(row => row.Cells.Length == 5 && Regex.IsMatch(row.Cells[0], "^`[a-z0-9-]+`$"))
        .ToDictionary(row => row.Cells[0].Trim('`'), StringComparer.Ordinal);

    private static IEnumerable<Finding> Listed(Tree tree)
    {
        var rows = Rows(tree);
        return Facts(tree).Where(fact => !rows.ContainsKey(fact.Name))
            .Select(fact => new Finding(fact.File.Path, fact.Type.Line(), $"`{fact.Name}` is not in {Events}"));
    }

    private static IEnumerable<Finding> Existing(Tree tree)
    {
        var facts = Facts(tree).Select(fact => fact.Name).Append("delivery-noted").ToHashSet(StringComparer.Ordinal);
        return Rows(tree).Where(row => !facts.Contains(row.Key)).Select(row => new Finding(Events, row.Value.Line, $"`{row.Key}` is no fact"));
    }

    private static IEnumerable<Finding> Fields(Tree tree)
    {
        var rows = Rows(tree);
        return
            from fact in Facts(tree)
            where rows.ContainsKey(fact.Name)
            from field in FieldsOf(fact.Type)
            where !rows[fact.Name].Cells[3].Contains($"`{field}`", StringComparison.Ordinal)
            select new Finding(Events, rows[fact.Name].Line, $"`{fact.Name}` lacks `{field}`");
    }

    /// <summary>Calls that add something under a fact's name: the name, whether it is a route, and the version of a form.</summary>
    private static IEnumerable<(SourceFile File, int Line, string Name, bool IsRoute, string Version)> Additions(Tree tree) =>
        from file in tree.Product
        where file.IsUnder("src/Grains/")
        from call in file.Syntax.DescendantNodes().OfType<InvocationExpressionSyntax>()
        where call.Expression is MemberAccessExpressionSyntax { Name.Identifier.Text: "Add" }
        let arguments = call.ArgumentList.Arguments
        where arguments.Count is 2 or 3 && arguments[0].Expression is LiteralExpressionSyntax { Token.Value: string }
        let isRoute = call.Expression is MemberAccessExpressionSyntax { Name: GenericNameSyntax } && arguments.Count == 2
        let version = arguments[1].Expression.ToString()
        where isRoute || (arguments.Count == 3 && int.TryParse(version, out _))
        select (file, arguments[0].Line(), ((LiteralExpressionSyntax)arguments[0].Expression).Token.ValueText, isRoute, version);

    private static IEnumerable<Finding> Forms(Tree tree)
    {
        var rows = Rows(tree);
        var forms = Additions(tree).Where(addition => !addition.IsRoute).ToList();
        foreach (var form in forms.Where(form => !rows.TryGetValue(form.Name, out var row) || row.Cells[1] != form.Version))
        {
            yield return new Finding(form.File.Path, form.Line, $"`{form.Name}` of version {form.Version} is not in {Events}");
        }

        foreach (var (name, row) in rows.Where(row => forms.Count > 0 && row.Key != "delivery-noted" && !forms.Exists(form => form.Name == row.Key)
            && !Constants(tree).Contains((row.Key, row.Value.Cells[1]))))
        {
            yield return new Finding(Events, row.Line, $"`{name}` cannot be written: no form is added for it");
        }
    }

    /// <summary>Facts that the store writes and no grain: name and version are the constants <c>Type</c> and <c>Version</c> of one class.</summary>
    private static IEnumerable<(string Name, string Version)> Constants(Tree tree) =>
        from file in tree.Product
        where file.IsUnder("src/Storage/")
        from type in file.Types()
        let constants = type.ChildNodes().OfType<FieldDeclarationSyntax>().Where(field => field.Modifiers.Any(SyntaxKind.ConstKeyword))
            .SelectMany(field => field.Declaration.Variables).ToDictionary(constant => constant.Identifier.Text, constant => constant.Initializer?.Value.ToString(), StringComparer.Ordinal)
        where constants.ContainsKey("Type") && constants.ContainsKey("Version")
        select (constants["Type"]!.Trim('"'), constants["Version"]!);

    private static IEnumerable<Finding> Routes(Tree tree)
    {
        var delivered = Additions(tree).Where(addition => addition.IsRoute).Select(addition => addition.Name).ToHashSet(StringComparer.Ordinal);
        return
            from row in Rows(tree)
            let isDelivered = delivered.Contains(row.Key)
            where delivered.Count > 0 && isDelivered == row.Value.Cells[4].StartsWith("nobody", StringComparison.Ordinal)
            select new Finding(Events, row.Value.Line, $"`{row.Key}` {(isDelivered ? "is delivered" : "is not delivered")} in the code");
    }

    private static IEnumerable<string> FieldsOf(RecordDeclarationSyntax fact) =>
        (fact.ParameterList?.Parameters.Select(parameter => parameter.Identifier.Text) ?? [])
        .Concat(fact.Members.OfType<PropertyDeclarationSyntax>().Where(property => property.AccessorList is not null).Select(property => property.Identifier.Text))
        .Select(name => char.ToLowerInvariant(name[0]) + name[1..]);
}
