namespace CityBrain.Scenes.Expressions;

/// <summary>What an expression may cost. A pack is written by people outside the project, so every quantity in it has a limit.</summary>
public static class ExpressionLimits
{
    /// <summary>Longest text in characters: far more than a person can read at a glance.</summary>
    public const int TextLengthMax = 2_000;

    /// <summary>Deepest nesting of parentheses, calls and conditionals: keeps the parser's stack small.</summary>
    public const int NestingMax = 32;

    /// <summary>Most nodes of one expression, named definitions counted at each use: bounds the work of one evaluation.</summary>
    public const int NodesMax = 256;

    /// <summary>Most windows of one expression, named definitions counted at each use: each costs one pass over its values.</summary>
    public const int WindowsMax = 16;

    /// <summary>Longest window: what is kept in memory for a rule must stay small.</summary>
    public static readonly TimeSpan WindowMax = TimeSpan.FromDays(30);
}
