using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Tests.Expressions;

/// <summary>The page of the language says what the language does.</summary>
public sealed class PageTests
{
    private static readonly string Page = Repository.Read("docs/expressions.md");

    private static readonly Past Day = new Past()
        .With("level", (360, 1.0), (180, 1.5), (60, 2.6), (0, 2.4))
        .With("pm25", 160).With("co", 1.5).With("temp", -4).With("queue", 3)
        .With("rain", (120, 5), (60, 7.5))
        .With("noise", (40, 58), (20, 62), (0, 70))
        .WithAttribute("warning_level", 2.5);

    public static TheoryData<string, string> Examples()
    {
        var examples = new TheoryData<string, string>();
        foreach (var line in Page.Split("```examples\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split("=>", StringSplitOptions.TrimEntries);
            examples.Add(parts[0], parts[1]);
        }

        return examples;
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void An_example_of_the_page_comes_to_what_it_says(string text, string result)
    {
        if (result.StartsWith("error ", StringComparison.Ordinal))
        {
            Gauge.Refused(text).Code.ShouldBe(result["error ".Length..]);
            return;
        }

        Gauge.Result(text, Day).ShouldBe(result);
    }

    [Fact]
    public void The_page_lists_the_units_of_a_quantity_in_one_row()
    {
        var rows = Page.Split("## Units")[1].Split("\n## ")[0].Split('\n').Where(row => row.StartsWith("| ", StringComparison.Ordinal)).ToList();
        foreach (var quantity in Unit.All.GroupBy(unit => unit.Quantity))
        {
            var row = rows.SingleOrDefault(row => row.StartsWith($"| {quantity.Key}", StringComparison.Ordinal)).ShouldNotBeNull(quantity.Key);
            row.Split('`').Where((_, index) => index % 2 == 1).ShouldBe(quantity.Select(unit => unit.Symbol));
        }
    }

    [Fact]
    public void The_page_tells_the_limits()
    {
        var cost = Page.Split("## Cost")[1];
        cost.ShouldContain($"{ExpressionLimits.TextLengthMax:N0} characters");
        cost.ShouldContain($"| nesting | {ExpressionLimits.NestingMax} levels |");
        cost.ShouldContain($"| parts, definitions counted at each use | {ExpressionLimits.NodesMax} |");
        cost.ShouldContain($"| windows, definitions counted at each use | {ExpressionLimits.WindowsMax} |");
        cost.ShouldContain($"{ExpressionLimits.WindowMax.TotalDays} days");
    }
}
