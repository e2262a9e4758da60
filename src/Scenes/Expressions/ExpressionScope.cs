namespace CityBrain.Scenes.Expressions;

/// <summary>The names that an expression may use: a model's points and attributes with their units, and its named definitions.</summary>
public sealed record ExpressionScope
{
    /// <summary>A scope without any name.</summary>
    public static ExpressionScope Empty { get; } = new();

    /// <summary>Points, by name.</summary>
    public IReadOnlyDictionary<string, Unit> Points { get; init; } = new Dictionary<string, Unit>();

    /// <summary>Attributes of the device, by name.</summary>
    public IReadOnlyDictionary<string, Unit> Attributes { get; init; } = new Dictionary<string, Unit>();

    /// <summary>Definitions that compiled, by name; null for one that is wrong and has its own errors.</summary>
    public IReadOnlyDictionary<string, CompiledExpression?> Definitions { get; init; } = new Dictionary<string, CompiledExpression?>();

    /// <summary>Whether some declarations are wrong and have their own errors, so that a name that is not here may be one of them.</summary>
    public bool Incomplete { get; init; }

    /// <summary>Every name, for messages.</summary>
    internal IEnumerable<string> Names => Points.Keys.Concat(Attributes.Keys).Concat(Definitions.Keys);
}
