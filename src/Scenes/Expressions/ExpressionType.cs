namespace CityBrain.Scenes.Expressions;

/// <summary>The three kinds of values.</summary>
public enum ValueKind
{
    /// <summary>A number with its unit.</summary>
    Number,

    /// <summary>A length of time.</summary>
    Duration,

    /// <summary>True or false.</summary>
    Bool,
}

/// <summary>The static type of an expression. Any value may also be missing.</summary>
/// <param name="Kind">Number, duration or bool.</param>
/// <param name="Unit">The unit of a number; a plain number for the other kinds.</param>
public readonly record struct ExpressionType(ValueKind Kind, Unit Unit)
{
    /// <summary>True or false.</summary>
    public static ExpressionType Bool { get; } = new(ValueKind.Bool, Unit.One);

    /// <summary>A length of time.</summary>
    public static ExpressionType Duration { get; } = new(ValueKind.Duration, Unit.One);

    /// <summary>A number in a unit.</summary>
    public static ExpressionType Number(Unit unit) => new(ValueKind.Number, unit);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        ValueKind.Bool => "true or false",
        ValueKind.Duration => "a duration",
        _ => Unit.IsPlain ? "a plain number" : $"a number in {Unit.Symbol}",
    };
}
