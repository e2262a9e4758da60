using CityBrain.Architecture.Tests.Rules;
using CityBrain.Architecture.Tests.Trees;

namespace CityBrain.Architecture.Tests;

public sealed class HouseTests
{
    private static readonly Dictionary<string, HouseRule> ByName = new[]
    {
        Direction.Rules, Sizes.Rules, Names.Rules, GrainShape.Rules, Contracts.Rules, Baseline.Rules, Texts.Rules, Documents.Rules, Catalogue.Rules, Readme.Rules,
    }.SelectMany(rules => rules).ToDictionary(rule => rule.Sentence);

    public static TheoryData<string> Sentences => [.. ByName.Keys];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void This_project_keeps_the_rule(string sentence)
    {
        var findings = ByName[sentence].Find(Tree.Project).Select(finding => finding.ToString()).Distinct().Order(StringComparer.Ordinal).ToList();

        findings.ShouldBeEmpty($"{sentence}\n{string.Join('\n', findings)}");
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void A_planted_breach_is_found(string sentence)
    {
        var rule = ByName[sentence];

        rule.Find(rule.Broken).ShouldContain(finding => finding.ToString().Contains(rule.Named, StringComparison.Ordinal));
    }

    [Fact]
    public void The_edge_may_name_the_contracts_of_grains()
    {
        var tree = Tree.Planted(("src/Api/Devices/DevicesApi.cs", "using CityBrain.Grains.Interfaces.Devices;"));

        Direction.Rules.SelectMany(rule => rule.Find(tree)).ShouldBeEmpty();
    }
}
