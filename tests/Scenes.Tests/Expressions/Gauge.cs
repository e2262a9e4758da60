using System.Globalization;
using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Tests.Expressions;

/// <summary>The names that the examples use, and what a text comes to.</summary>
internal static class Gauge
{
    public static ExpressionScope Scope { get; } = new()
    {
        Points = Units(("level", "m"), ("pm25", "ug/m3"), ("co", "mg/m3"), ("rain", "mm"), ("humidity", "%"), ("temp", "Cel"), ("queue", "1"), ("noise", "dB")),
        Attributes = Units(("warning_level", "m")),
    };

    public static CompiledExpression Compiled(string text) => ExpressionLanguage.Compile(text, Scope) switch
    {
        Compilation.Succeeded success => success.Expression,
        Compilation.Failed failure => throw new InvalidOperationException($"{text}: {failure.Error}"),
        _ => throw new InvalidOperationException(),
    };

    public static ExpressionError Refused(string text, ExpressionScope? scope = null) =>
        ExpressionLanguage.Compile(text, scope ?? Scope).ShouldBeOfType<Compilation.Failed>().Error;

    public static string Result(string text, IMeasurements past) => Result(Compiled(text), past);

    public static string Result(CompiledExpression expression, IMeasurements past) => expression.Type.Kind switch
    {
        ValueKind.Bool => $"{expression.Truth(past)}".ToLowerInvariant(),
        _ when expression.Number(past) is null => "missing",
        ValueKind.Duration => Durations.Write(TimeSpan.FromMilliseconds(expression.Number(past)!.Value)),
        _ => string.Create(CultureInfo.InvariantCulture, $"{Math.Round(expression.Number(past)!.Value, 9)} {expression.Type.Unit.Symbol}").TrimEnd(),
    };

    private static Dictionary<string, Unit> Units(params (string Name, string Symbol)[] names) =>
        names.ToDictionary(name => name.Name, name => Unit.TryFind(name.Symbol, out var unit) ? unit : throw new ArgumentException(name.Symbol));
}
