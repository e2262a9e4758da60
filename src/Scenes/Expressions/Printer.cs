using System.Globalization;

namespace CityBrain.Scenes.Expressions;

/// <summary>Writes a shape as text with the fewest parentheses; reading it again gives the same shape.</summary>
internal static class Printer
{
    private const int ConditionalPower = 1;
    private const int UnaryPower = 7;
    private const int OperandPower = 8;

    public static string Print(Syntax shape) => shape switch
    {
        Syntax.Number number => Number(number),
        Syntax.Duration duration => Durations.Write(duration.Value),
        Syntax.Bool truth => truth.Value ? "true" : "false",
        Syntax.Name name => name.Text,
        Syntax.Unary unary => unary.Operator + Within(unary.Operand, UnaryPower),
        Syntax.Binary binary =>
            $"{Within(binary.Left, PowerOf(binary))} {binary.Operator} {Within(binary.Right, PowerOf(binary) + 1)}",
        Syntax.Conditional choice =>
            $"{Within(choice.Condition, ConditionalPower + 1)} ? {Print(choice.Then)} : {Print(choice.Else)}",
        Syntax.Invocation call => $"{call.Function}({string.Join(", ", call.Arguments.Select(Print))})",
        _ => throw new InvalidOperationException($"No text for {shape.GetType().Name}."),
    };

    private static string Within(Syntax shape, int power) => PowerOf(shape) >= power ? Print(shape) : $"({Print(shape)})";

    private static int PowerOf(Syntax shape) => shape switch
    {
        Syntax.Conditional => ConditionalPower,
        Syntax.Binary binary => Parser.PowerOf(binary.Operator),
        Syntax.Unary => UnaryPower,
        _ => OperandPower,
    };

    private static string Number(Syntax.Number number)
    {
        var digits = number.Value.ToString("R", CultureInfo.InvariantCulture);
        return number.Unit is { } unit ? $"{digits} {unit.Symbol}" : digits;
    }
}
