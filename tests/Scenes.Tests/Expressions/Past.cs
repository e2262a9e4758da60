using CityBrain.Domain.Devices;

namespace CityBrain.Scenes.Tests.Expressions;

/// <summary>A device's past, written as point, age in minutes and value; age 0 is the current reading.</summary>
/// <param name="hour">The hour on the city's clock at which it is read; 20:00 unless said otherwise.</param>
/// <param name="minute">The minute.</param>
internal sealed class Past(int hour = 20, int minute = 0) : IMeasurements
{
    private readonly List<(string Point, int AgeMinutes, double Value)> values = [];
    private readonly Dictionary<string, double> attributes = [];

    public DateTimeOffset At { get; } = new DateTimeOffset(2026, 1, 2, hour, minute, 0, TimeSpan.FromHours(8)).ToUniversalTime();

    public Past With(string point, params (int AgeMinutes, double Value)[] samples)
    {
        values.AddRange(samples.Select(sample => (point, sample.AgeMinutes, sample.Value)));
        return this;
    }

    public Past With(string point, double current) => With(point, (0, current));

    public Past WithAttribute(string name, double value)
    {
        attributes[name] = value;
        return this;
    }

    public double? Current(string point) =>
        values.Where(value => value.Point == point && value.AgeMinutes == 0).Select(value => (double?)value.Value).FirstOrDefault();

    /// <summary>What parts of expressions came to.</summary>
    public Dictionary<string, double> Explained { get; } = [];

    public void Explain(string part, double value) => Explained[part] = value;

    public double? Attribute(string name) => attributes.TryGetValue(name, out var value) ? value : null;

    public ReadOnlySpan<Sample> Window(string point, TimeSpan span) => values
        .Where(value => value.Point == point && value.AgeMinutes <= span.TotalMinutes)
        .OrderByDescending(value => value.AgeMinutes)
        .Select(value => new Sample(At.AddMinutes(-value.AgeMinutes).ToUnixTimeMilliseconds(), value.Value))
        .ToArray();
}
