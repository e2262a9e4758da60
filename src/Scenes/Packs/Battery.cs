using CityBrain.Domain.Devices;
using CityBrain.Scenes.Expressions;

namespace CityBrain.Scenes.Packs;

/// <summary>What <c>"battery": { "low": 20 }</c> gives a model: a point, and the rule that asks for maintenance before the device falls silent.</summary>
public static class Battery
{
    /// <summary>The rule's id. No rule of a model with a battery may have this name.</summary>
    public const string RuleId = "battery-low";

    /// <summary>Highest charge in % that can be called low: the alarm must be able to clear above it.</summary>
    public const int LowMax = 100 - DeadBand;

    private const int DeadBand = 5;

    /// <summary>The point: charge in %, 0 to 100.</summary>
    public static PointSpec Point { get; } = new()
    {
        Name = "battery",
        Title = new LocalText("电池电量", "Battery"),
        Unit = "%",
        Min = 0,
        Max = 100,
    };

    /// <summary>The rule: below <paramref name="low"/> the device needs maintenance; it clears once the charge is 5 % above that.</summary>
    /// <param name="low">In %, above 0, at most <see cref="LowMax"/>.</param>
    public static AlarmRule RuleOf(double low) => new()
    {
        Id = RuleId,
        Kind = "device-maintenance",
        Title = new LocalText("电池电量低", "Battery low"),
        Severity = 1,
        Raise = Condition(FormattableString.Invariant($"battery < {low} %")),
        Clear = Condition(FormattableString.Invariant($"battery >= {low + DeadBand} %")),
    };

    private static ICondition Condition(string text) => ExpressionLanguage.CompileCondition(text, Scope) switch
    {
        Compilation.Succeeded success => success.Expression.AsCondition(),
        Compilation.Failed failure => throw new InvalidOperationException($"{text}: {failure.Error}"),
        _ => throw new InvalidOperationException("A compilation succeeds or fails."),
    };

    private static ExpressionScope Scope { get; } = new()
    {
        Points = new Dictionary<string, Unit> { [Point.Name] = Unit.All.Single(unit => unit.Symbol == Point.Unit) },
    };
}
