using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Packs;

/// <summary>Reads one alarm rule and compiles its conditions.</summary>
/// <param name="scope">What its conditions may name.</param>
/// <param name="hasBattery">Whether the model's battery brings a rule of its own.</param>
/// <param name="errors">Where errors are noted.</param>
internal sealed class RuleReader(ExpressionScope scope, bool hasBattery, PackErrors errors)
{
    /// <summary>The rule, or null when anything of it is wrong; errors are noted.</summary>
    public AlarmRule? Read(PackNode node, HashSet<string> ids)
    {
        if (Fields.Of(node, errors, "id", "kind", "title", "severity", "when", "clear", "for") is not { } fields)
        {
            return null;
        }

        var (id, kind, title, severity) = (fields.Id("id"), fields.Id("kind"), fields.Title("title"), fields.Severity("severity"));
        if (id == SilenceRules.Rule)
        {
            errors.Add("rule-reserved", node.Member("id")!, $"`{id}` is the city's own rule for a device that is no longer heard",
                "give the rule another id; `interval` says how often a device is to be heard");
        }
        else if (id == Battery.RuleId && hasBattery)
        {
            errors.Add("rule-reserved", node.Member("id")!, $"the `battery` of this model brings the rule `{id}`", "remove this rule, or remove `battery`");
        }
        else if (id is not null && !ids.Add(id))
        {
            errors.Add("id-duplicate", node.Member("id")!, $"two rules of this model are called `{id}`", "give each rule an id of its own");
        }

        var holdsFor = fields.OptionalDuration("for", TimeSpan.Zero);
        var raise = Condition(fields.Required("when"));
        var clear = Condition(node.Member("clear"));
        return id is null || kind is null || title is null || severity is null || raise is null ? null : new AlarmRule
        {
            Id = id,
            Kind = kind,
            Title = title,
            Severity = severity.Value,
            HoldsFor = holdsFor ?? TimeSpan.Zero,
            Raise = raise.AsCondition(),
            Clear = clear?.AsCondition() ?? raise.AsNegatedCondition(),
        };
    }

    /// <summary>Notes an expression's error at the field that holds the expression. A use of a wrong definition adds nothing to that definition's own error.</summary>
    public static void Note(PackErrors errors, PackNode node, ExpressionError error)
    {
        if (error.Code != "definition-wrong")
        {
            errors.Add(error.Code, node, $"at {error.At}: {error.Reason}", error.Remedy);
        }
    }

    private CompiledExpression? Condition(PackNode? node)
    {
        if (node is null)
        {
            return null;
        }

        if (node.Kind != System.Text.Json.JsonValueKind.String)
        {
            errors.Add("type-wrong", node, "a condition is a text", "write a condition such as \"pm25 > 150 ug/m3\"");
            return null;
        }

        switch (ExpressionLanguage.CompileCondition(node.Text, scope))
        {
            case Compilation.Succeeded success:
                return success.Expression;
            case Compilation.Failed failure:
                Note(errors, node, failure.Error);
                return null;
            default:
                throw new InvalidOperationException("A compilation succeeds or fails.");
        }
    }
}
