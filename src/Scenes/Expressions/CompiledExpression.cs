using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Expressions;

/// <summary>An expression that is checked and ready. Evaluating it never throws, changes nothing, and costs at most what its limits allow.</summary>
public sealed class CompiledExpression
{
    internal CompiledExpression(string text, Compiled root)
    {
        Text = text;
        Root = root;
    }

    /// <summary>The text it was compiled from.</summary>
    public string Text { get; }

    /// <summary>Its static type.</summary>
    public ExpressionType Type => Root.Type;

    /// <summary>The longest window it looks at; zero when it looks at the current reading only.</summary>
    public TimeSpan LooksBack => Root.Cost.LooksBack;

    /// <summary>How many parts one evaluation visits, definitions counted at each use.</summary>
    public int Nodes => Root.Cost.Nodes;

    /// <summary>How many windows one evaluation passes over.</summary>
    public int Windows => Root.Cost.Windows;

    internal Compiled Root { get; }

    /// <summary>Its number in the unit of its type, or a duration in milliseconds; null when missing, or when it is a condition.</summary>
    public double? Number(IMeasurements measurements) =>
        Root is Quantity quantity && quantity.Evaluate(measurements) is var value && double.IsFinite(value) ? value : null;

    /// <summary>Whether it holds; missing when that cannot be told, or when it is no condition.</summary>
    public Truth Truth(IMeasurements measurements) =>
        Root is Proposition proposition ? proposition.Evaluate(measurements) : Domain.Devices.Truth.Missing;

    /// <summary>The condition that alarm rules evaluate.</summary>
    /// <exception cref="InvalidOperationException">Its type is not true or false.</exception>
    public ICondition AsCondition() => Root is Proposition proposition
        ? new Condition(Text, proposition)
        : throw new InvalidOperationException($"`{Text}` is {Type}, not a condition.");

    /// <summary>The condition that holds exactly when this one does not; missing stays missing.</summary>
    /// <exception cref="InvalidOperationException">Its type is not true or false.</exception>
    public ICondition AsNegatedCondition() => Root is Proposition proposition
        ? new Condition($"!({Text})", Logic.Not(proposition))
        : throw new InvalidOperationException($"`{Text}` is {Type}, not a condition.");

    private sealed class Condition(string text, Proposition root) : ICondition
    {
        public string Text => text;

        public TimeSpan LooksBack => root.Cost.LooksBack;

        public Truth Evaluate(IMeasurements measurements) => root.Evaluate(measurements);
    }
}
