using System.Text.RegularExpressions;
using System.Xml.Linq;
using CityBrain.Architecture.Tests.Trees;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CityBrain.Architecture.Tests.Rules;

/// <summary>Who may know whom. Project references are the direction of dependency, and nothing points back.</summary>
internal static class Direction
{
    /// <summary>The allowed edges between the product's projects: everything else is forbidden.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Domain"] = [],
        ["Journal"] = ["Domain"],
        ["Scenes"] = ["Domain"],
        ["Storage"] = ["Domain", "Journal"],
        ["Grains.Interfaces"] = ["Domain"],
        ["Grains"] = ["Domain", "Journal", "Scenes", "Grains.Interfaces"],
        ["Silo"] = ["Domain", "Journal", "Scenes", "Grains.Interfaces", "Grains", "Storage"],
        ["Demo"] = ["Domain", "Scenes", "Grains.Interfaces"],
        ["Api"] = ["Domain", "Scenes", "Grains.Interfaces", "Silo", "Demo"],
        ["Cli"] = ["Domain", "Journal", "Storage"],
    };

    /// <summary>Assemblies by which a project would know Orleans, beyond the attributes and codecs that types on the wire carry.</summary>
    private static readonly string[] SerializationOnly = ["Orleans.Serialization", "Orleans.Serialization.Abstractions"];

    /// <summary>What Domain must not touch: clock, randomness, files, network, threads, processes, host.</summary>
    private static readonly Regex Impure = new(
        @"^(System\.(TimeProvider|Random|Console)\.|System\.Environment\.(?!get_CurrentManagedThreadId)|System\.Diagnostics\.(Stopwatch|Process)\."
        + @"|System\.IO\.(File|Directory|FileStream|FileInfo|DirectoryInfo|Path)\.|System\.Net\.|System\.Threading\.(Thread|Timer|ThreadPool)\."
        + @"|System\.Threading\.Tasks\.Parallel\.|Microsoft\.(AspNetCore|Extensions\.Hosting|Extensions\.Logging|Data)\.)");

    private static readonly Regex SiloNamed = new(@"\b(CityBrain\.(Silo|Storage|Journal|Grains(?!\.Interfaces))\b|Silo\.[A-Z])");

    public static IReadOnlyList<HouseRule> Rules { get; } =
    [
        new("A project references only the projects that the table of edges allows", Projects, Planted("Storage", "../Grains/Grains.csproj"), "Storage may not reference Grains"),
        new("Every project stands in the table of edges and in the solution", Known, Planted("Weather", "../Domain/Domain.csproj"), "Weather"),
        new("Transitive project references are off", NoTransitive, Tree.Planted(("Directory.Build.props", "<Project></Project>")), "DisableTransitiveProjectReferences"),
        new("Compiled assemblies use only what the table of edges allows", Assemblies, Compiled("Grains", ["CityBrain.Storage"]), "uses CityBrain.Storage"),
        new("Domain, Journal, Scenes, Storage and Cli know no Orleans beyond the attributes of types on the wire", NoOrleans, Compiled("Journal", ["Orleans.Core.Abstractions"]), "uses Orleans.Core.Abstractions"),
        new("Domain knows no clock, randomness, files, network, threads or host", Pure, Compiled("Domain", [], "System.IO.File.ReadAllText"), "touches System.IO.File.ReadAllText"),
        new("Api names the silo in Hosting/Embedded.cs alone", SiloInOneFile, Tree.Planted(("src/Api/Devices/DevicesApi.cs", "using CityBrain.Silo.Hosting;")), "src/Api/Devices/DevicesApi.cs:1"),
        new("Grains are found through addresses alone", Addresses, Tree.Planted(("src/Grains/Devices/DeviceGrain.cs", "class G { object F(dynamic f) => f.GetGrain<string>(\"x\"); }")), "GetGrain"),
    ];

    private static Tree Planted(string project, string reference) => Tree.Planted(
        ($"src/{project}/{project}.csproj", $"""<Project><ItemGroup><ProjectReference Include="{reference}" /></ItemGroup></Project>"""));

    private static Tree Compiled(string project, string[] references, params string[] members) =>
        Tree.Planted().With(new CompiledAssembly($"CityBrain.{project}", references, members));

    private static IEnumerable<SourceFile> ProjectFiles(Tree tree) =>
        tree.Files.Where(file => file.IsUnder("src/") && file.Path.EndsWith(".csproj", StringComparison.Ordinal));

    private static string NameOf(SourceFile project) => Path.GetFileNameWithoutExtension(project.Path);

    private static IEnumerable<Finding> Projects(Tree tree) =>
        from project in ProjectFiles(tree)
        from reference in XDocument.Parse(project.Text).Descendants("ProjectReference")
        let target = Path.GetFileNameWithoutExtension((string?)reference.Attribute("Include") ?? string.Empty)
        where !Allowed.GetValueOrDefault(NameOf(project), []).Contains(target)
        select new Finding(project.Path, 0, $"{NameOf(project)} may not reference {target}");

    private static IEnumerable<Finding> Known(Tree tree)
    {
        var solution = tree.Find("CityBrain.sln")?.Text.Replace('\\', '/') ?? string.Empty;
        foreach (var project in tree.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            if (!solution.Contains(project.Path, StringComparison.Ordinal))
            {
                yield return new Finding(project.Path, 0, "is not in CityBrain.sln");
            }

            if (project.IsUnder("src/") && !Allowed.ContainsKey(NameOf(project)))
            {
                yield return new Finding(project.Path, 0, $"{NameOf(project)} is not in the table of edges");
            }
        }
    }

    private static IEnumerable<Finding> NoTransitive(Tree tree)
    {
        const string Off = "<DisableTransitiveProjectReferences>true</DisableTransitiveProjectReferences>";
        if (tree.Find("Directory.Build.props") is { } props && !props.Text.Contains(Off, StringComparison.Ordinal))
        {
            yield return new Finding(props.Path, 0, "DisableTransitiveProjectReferences is not true");
        }

        foreach (var project in tree.Files.Where(file => file.Path.EndsWith(".csproj", StringComparison.Ordinal)))
        {
            if (project.Text.Contains("DisableTransitiveProjectReferences", StringComparison.Ordinal))
            {
                yield return new Finding(project.Path, 0, "sets DisableTransitiveProjectReferences of its own");
            }
        }
    }

    private static IEnumerable<Finding> Assemblies(Tree tree) =>
        from assembly in tree.Assemblies
        let project = assembly.Name["CityBrain.".Length..]
        from reference in assembly.References
        where reference.StartsWith("CityBrain.", StringComparison.Ordinal)
            && !Allowed.GetValueOrDefault(project, []).Contains(reference["CityBrain.".Length..])
        select new Finding(assembly.Name, 0, $"uses {reference}");

    private static IEnumerable<Finding> NoOrleans(Tree tree) =>
        from assembly in tree.Assemblies
        where assembly.Name is "CityBrain.Domain" or "CityBrain.Journal" or "CityBrain.Scenes" or "CityBrain.Storage" or "CityBrain.Cli"
        from reference in assembly.References
        where reference.StartsWith("Orleans", StringComparison.Ordinal)
            && !(assembly.Name == "CityBrain.Domain" && SerializationOnly.Contains(reference))
        select new Finding(assembly.Name, 0, $"uses {reference}");

    private static IEnumerable<Finding> Pure(Tree tree) =>
        from assembly in tree.Assemblies
        where assembly.Name == "CityBrain.Domain"
        from member in assembly.Members
        where Impure.IsMatch(member)
        select new Finding(assembly.Name, 0, $"touches {member}");

    /// <summary>Names, not texts: what a string says binds nobody.</summary>
    private static IEnumerable<Finding> SiloInOneFile(Tree tree) =>
        from file in tree.Product
        where file.IsUnder("src/Api/") && file.Path != "src/Api/Hosting/Embedded.cs"
        from node in file.Syntax.DescendantNodes()
        where node is (NameSyntax or MemberAccessExpressionSyntax) && node.Parent is not (QualifiedNameSyntax or MemberAccessExpressionSyntax)
        let name = node.ToString()
        where !name.Contains('"', StringComparison.Ordinal) && SiloNamed.IsMatch(name)
        select new Finding(file.Path, node.Line(), "names the silo or what stands behind it");

    private static IEnumerable<Finding> Addresses(Tree tree) =>
        from file in tree.Product
        where !Regex.IsMatch(file.Name, "Address(es)?\\.cs$")
        from call in file.Syntax.DescendantNodes().OfType<GenericNameSyntax>()
        where call.Identifier.Text == "GetGrain"
        select new Finding(file.Path, call.Line(), "GetGrain outside an address");
}
