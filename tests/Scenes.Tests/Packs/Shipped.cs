using CityBrain.Domain.Devices;
using CityBrain.Scenes.Packs;
using CityBrain.Scenes.Tests.Expressions;

namespace CityBrain.Scenes.Tests.Packs;

/// <summary>Models and rules of the shipped packs, and readings stepped through one rule.</summary>
internal static class Shipped
{
    public static DeviceModel Model(string id) => ShippedPacks.Load().SelectMany(scene => scene.Models).Single(model => model.Id == id);

    public static AlarmRule Rule(string model, string id) => Model(model).Rules.Single(rule => rule.Id == id);

    /// <summary>The rules of a model that the last reading would raise, in the pack's order.</summary>
    public static IEnumerable<string> RaisedBy(string model, Past past) =>
        Model(model).Rules.Where(rule => rule.Raise.Evaluate(past) == Truth.True).Select(rule => rule.Id);

    /// <summary>Whether the alarm stands after each reading, stepped one after the other; null is a missing value.</summary>
    public static IReadOnlyList<bool> Stands(AlarmRule rule, string point, int minutesApart, params double?[] values)
    {
        rule.HoldsFor.ShouldBe(TimeSpan.Zero, "only rules without an on-delay are stepped here");
        var stands = new List<bool>();
        for (var now = 0; now < values.Length; now++)
        {
            var past = new Past();
            for (var index = 0; index <= now; index++)
            {
                if (values[index] is { } value)
                {
                    past.With(point, ((now - index) * minutesApart, value));
                }
            }

            var decides = stands.LastOrDefault() ? rule.Clear : rule.Raise;
            stands.Add(stands.LastOrDefault() != (decides.Evaluate(past) == Truth.True));
        }

        return stands;
    }

    /// <summary>One value again and again, the last one now.</summary>
    public static (int AgeMinutes, double Value)[] Every(int minutes, int times, double value) =>
        [.. Enumerable.Range(0, times).Select(index => (index * minutes, value))];
}
